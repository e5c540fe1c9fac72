package dev.holdover.driver.core;

import dev.holdover.driver.access.DeviceAccess;
import dev.holdover.model.contract.DaughterType;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Side;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The card's daughter slots as this host sees them (claims 8 to 10): what is in each, whose it is, and the disks and
 * network controllers that the host drives. Each slot is on one side at a time: its owner may give it away, and the
 * other side may take it only from an owner that is shut out. So a host that has shut out a dead firmware takes its
 * disks over.
 */
public final class Daughters {
    private static final int SLOTS = Register.DAUGHTER_STATUS.count();

    private final DeviceAccess device;
    private final CardRegisters card;
    private final DriverListener listener;
    private final @Nullable DaughterDisk[] disks = new @Nullable DaughterDisk[SLOTS];
    private final @Nullable DaughterNic[] nics = new @Nullable DaughterNic[SLOTS];
    private boolean serving;

    Daughters(DeviceAccess device, CardRegisters card, DriverListener listener) {
        this.device = device;
        this.card = card;
        this.listener = listener;
    }

    /** Every slot, as the card shows it now; none while the card can't be reached, or is behind its shut gate. */
    public List<DaughterSlot> slots() {
        List<DaughterSlot> found = new ArrayList<>();
        for (int slot = 0; slot < SLOTS && serving; slot++) {
            long status = card.read(Register.DAUGHTER_STATUS, slot);
            if (status != CardRegisters.ALL_ONES) {
                found.add(DaughterSlot.of(slot, status));
            }
        }
        return found;
    }

    /**
     * The host wants to drive the disk in a slot whenever one is there and the slot is its own. Commands are taken
     * after {@link DaughterDiskListener#ready}.
     *
     * @throws IllegalStateException if the slot has such a driver already
     */
    public DaughterDisk disk(int slot, DaughterDiskListener itsListener) {
        checkFree(slot);
        DaughterDisk made = new DaughterDisk(slot, device, itsListener);
        disks[slot] = made;
        return made;
    }

    /**
     * The host wants to drive the network controller in a slot whenever one is there and the slot is its own. Frames
     * are taken after {@link DaughterNicListener#ready}.
     *
     * @throws IllegalStateException if the slot has a driver already
     */
    public DaughterNic nic(int slot, DaughterNicListener itsListener) {
        checkFree(slot);
        DaughterNic made = new DaughterNic(slot, device, card, itsListener);
        nics[slot] = made;
        return made;
    }

    private void checkFree(int slot) {
        if (disks[slot] != null || nics[slot] != null) {
            throw new IllegalStateException("daughter slot " + slot + " has a driver already");
        }
    }

    /** Gives a slot to the firmware. What the host had under way there is cut off. */
    public void give(int slot) {
        order(slot, Field.DAUGHTER_GIVE);
    }

    /** Takes a slot from a firmware that is shut out; nothing happens in any other case. */
    public void take(int slot) {
        order(slot, Field.DAUGHTER_TAKE);
    }

    /** Switches the power of a slot of the host on or off: off before its card is pulled. */
    public void power(int slot, boolean on) {
        order(slot, on ? Field.DAUGHTER_POWER_ON : Field.DAUGHTER_POWER_OFF);
    }

    private void order(int slot, Field what) {
        if (serving) {
            card.write(Register.DAUGHTER_CTRL, slot, what.mask());
        }
    }

    /** The driver is up, or goes on alone: looks at every slot that has a driver, and tells what has changed. */
    void step(long nowNs) {
        long changed = card.read(Register.DAUGHTER_EVENT);
        if (changed == CardRegisters.ALL_ONES) {
            return;
        }
        if (changed != 0) {
            card.write(Register.DAUGHTER_EVENT, changed);
        }
        for (int slot = 0; slot < SLOTS; slot++) {
            @Nullable DaughterDisk disk = disks[slot];
            @Nullable DaughterNic nic = nics[slot];
            boolean told = (changed >>> slot & 1) != 0;
            long status = told || disk != null || nic != null
                    ? card.read(Register.DAUGHTER_STATUS, slot)
                    : CardRegisters.ALL_ONES;
            if (status == CardRegisters.ALL_ONES) {
                continue;
            }
            DaughterSlot now = DaughterSlot.of(slot, status);
            if (disk != null) {
                disk.step(now.hasOur(DaughterType.DISK), now.owner() == Side.HOST, nowNs);
            }
            if (nic != null) {
                nic.step(now.hasOur(DaughterType.NIC), now.owner() == Side.HOST, nowNs);
            }
            if (told) {
                listener.daughter(now);
            }
        }
    }

    /** The card has interrupted. */
    void interrupted(long causes, long nowNs) {
        if (!serving) {
            return;
        }
        if (Field.INT_DAUGHTER.in(causes)) {
            step(nowNs);
        }
        boolean silent = false;
        for (@Nullable DaughterDisk disk : disks) {
            if (disk != null && Field.INT_DISK.in(causes)) {
                silent |= disk.interrupted(nowNs);
            }
        }
        boolean moved = Field.INT_SLOT.in(causes) || Field.INT_GATE.in(causes);
        for (@Nullable DaughterNic nic : nics) {
            if (nic != null && Field.INT_NIC.in(causes)) {
                silent |= nic.interrupted(nowNs);
            }
            if (nic != null && moved) {
                nic.windowsMoved(nowNs);
            }
        }
        if (silent) {
            step(nowNs);
        }
    }

    /** The driver is up or goes on alone; or not: the card can't be reached, or is behind its shut gate. */
    void serve(boolean now) {
        serving = now;
        for (@Nullable DaughterDisk disk : disks) {
            if (disk != null && !now) {
                disk.stop();
            }
        }
        for (@Nullable DaughterNic nic : nics) {
            if (nic != null && !now) {
                nic.stop();
            }
        }
    }
}
