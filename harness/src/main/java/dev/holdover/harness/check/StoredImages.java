package dev.holdover.harness.check;

import dev.holdover.firmware.hal.Disks;
import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.firmware.store.ImageStore;
import dev.holdover.firmware.store.LoadResult;
import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.DiskNode;
import dev.holdover.model.disk.DiskGeometry;
import dev.holdover.model.disk.DiskOpcode;
import dev.holdover.model.disk.DiskStatus;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.Superblock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a card would load if it lost both rails now: from the medium itself, past the volatile cache. */
final class StoredImages {
    /** Position and image of one slot. */
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
    record Stored(long epoch, long lsn, byte[] image) {}

    private final List<DiskNode> disks;

    StoredImages(List<DiskNode> disks) {
        this.disks = disks;
    }

    /** The disk that a card saves to, if it has one that nothing was done to. */
    Optional<DiskNode> soundDisk(CardNode card) {
        int slot = card.config().storeSlot();
        return disks.stream()
                .filter(each -> slot != FirmwareConfig.NO_STORE
                        && each.bays().stream().anyMatch(bay -> bay.card() == card && bay.slot() == slot))
                .filter(each -> !each.struck())
                .findFirst();
    }

    /** What would be loaded of a slot; empty: nothing. */
    Optional<Stored> load(CardNode card, int slot, DiskNode disk) {
        CopiedNvram nvram = new CopiedNvram(card.hardware().memory().size());
        MediumDisks media = new MediumDisks(disk);
        Hal hal = new TrialHal(nvram, media);
        FirmwareConfig config = card.config();
        Superblock superblock = Superblock.create(nvram, config.layout(), config.cluster(), config.card());
        List<Personality> personalities = new ArrayList<>();
        for (int i = 0; i < config.slots().size(); i++) {
            personalities.add(new Personality(
                    hal, config.layout(), config.card(), i, config.slots().get(i), superblock));
        }
        ImageStore store = new ImageStore(hal, config, personalities, each -> {});
        store.load(() -> {});
        while (media.waiting) {
            media.waiting = false;
            store.disk(media.tag, DiskStatus.SUCCESS);
        }
        Personality loaded = personalities.get(slot);
        if (store.result(loaded) != LoadResult.LOADED) {
            return Optional.empty();
        }
        NvramLayout layout = config.layout();
        byte[] image = new byte[(int) layout.userBytes()];
        nvram.get(loaded.log().imageAt(0), image, 0, image.length);
        return Optional.of(new Stored(loaded.epoch(), loaded.log().lsn(), image));
    }

    /** Reads come from the medium, and one at a time. */
    private static final class MediumDisks implements Disks {
        private final DiskNode disk;
        private boolean waiting;
        private int tag;

        MediumDisks(DiskNode disk) {
            this.disk = disk;
        }

        @Override
        public Optional<DiskGeometry> geometry(int slot) {
            return Optional.of(disk.spec().geometry());
        }

        @Override
        public void key(int slot, long epoch) {
            // Reads need none.
        }

        @Override
        public boolean submit(
                int slot, DiskOpcode opcode, long lba, int count, byte[] buffer, int at, boolean fua, int itsTag) {
            int bytes = disk.spec().geometry().logicalBytes();
            for (int i = 0; i < count; i++) {
                disk.disk().readMedium(lba + i, buffer, at + i * bytes);
            }
            waiting = true;
            tag = itsTag;
            return true;
        }

        @Override
        public void reset(int slot) {
            waiting = false;
        }
    }
}
