package dev.holdover.firmware;

import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.FirmwareConfig.SlotConfig;
import dev.holdover.model.contract.Role;
import dev.holdover.model.layout.NvramAccess;
import dev.holdover.model.layout.Superblock;
import dev.holdover.model.layout.Superblock.EpochStart;
import dev.holdover.model.layout.WriteLog;

/** The first contents of an NVRAM: in the factory, and after all contents were lost. */
final class Provisioning {
    private Provisioning() {}

    /** Every personality at epoch 1 and at the beginning of its log, owned by its home card. */
    static void provision(NvramAccess nvram, FirmwareConfig config) {
        Superblock superblock = Superblock.create(nvram, config.layout(), config.cluster(), config.card());
        format(nvram, config, superblock, Role.BACKUP_SYNC);
        for (int slot = 0; slot < config.slots().size(); slot++) {
            Superblock.Slot record = superblock.slot(slot);
            SlotConfig slotConfig = config.slots().get(slot);
            record.epoch(1);
            record.addHistory(new EpochStart(1, 0, 0, slotConfig.homeCard(), false));
            if (slotConfig.homeCard() == config.card()) {
                record.role(Role.ACTIVE);
            } else if (slotConfig.witnesses().contains(config.card())) {
                record.role(Role.WITNESS);
            }
        }
        superblock.persist();
    }

    /** Every slot empty, with no epoch known. */
    static void format(NvramAccess nvram, FirmwareConfig config, Superblock superblock, Role role) {
        byte[] zeros = new byte[4096];
        for (long at = 0; at < config.layout().totalBytes(); at += zeros.length) {
            nvram.put(at, zeros, 0, zeros.length);
        }
        for (int slot = 0; slot < config.slots().size(); slot++) {
            SlotConfig slotConfig = config.slots().get(slot);
            Superblock.Slot record = superblock.slot(slot);
            record.personality(slotConfig.personality());
            record.homeCard(slotConfig.homeCard());
            record.role(role == Role.STALE && slotConfig.witnesses().contains(config.card()) ? Role.WITNESS : role);
            new WriteLog(config.layout(), nvram, config.layout().slot(slot)).format();
        }
    }
}
