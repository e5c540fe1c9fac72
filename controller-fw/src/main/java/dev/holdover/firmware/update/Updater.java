package dev.holdover.firmware.update;

import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.hal.Notice;
import dev.holdover.model.contract.EnergyLevel;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.ImageFault;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.UpdateError;
import dev.holdover.model.contract.UpdateState;
import dev.holdover.model.flash.FlashMap;
import dev.holdover.model.layout.Words;
import java.util.zip.CRC32C;

/**
 * Writes a new image into the slot that does not run, by the host's orders (JESD245 firmware operations), and confirms
 * a new firmware that works. The flash works beside the processor and interrupts it: nothing here waits.
 *
 * <pre>
 * IDLE -> ERASING          START: the sectors that the image needs, one by one
 * ERASING -> READY         the last one is erased
 * READY -> PROGRAMMING     BLOCK: the next 256 bytes, if their CRC is right
 * PROGRAMMING -> READY     they are in the flash
 * READY -> VERIFYING       VERIFY: the controller reads the slot back and checks CRC and MAC
 * VERIFYING -> VERIFIED    good, and not older than what runs
 * VERIFIED -> ACTIVATING   ACTIVATE, by the host or at the console
 * ACTIVATING -> ACTIVATED  the boot-control record is written; the next reset boots the image on trial
 * any but the last two -> IDLE   ABORT; the flash failed; the image is bad; or something more important came
 * </pre>
 *
 * A host that fails, a save, a drain or a take-over end an update at once: nothing of them waits for the flash, and the
 * slot simply stays invalid.
 *
 * <p>A firmware on trial confirms itself once it has served for {@link #SELF_TEST_NS} and hears every peer, or for
 * {@link #ALONE_NS} without them, for a peer may be down too. To serve means that superblocks and logs were read and
 * the watchdog was kicked all the while. If it comes to neither, the boot timer resets it.
 */
public class Updater {
    /** How long a new firmware serves before it confirms itself. */
    public static final long SELF_TEST_NS = 100_000_000;

    /** The same, if not every peer is heard: half of what the boot timer allows. */
    public static final long ALONE_NS = 500_000_000;

    private static final int BLOCK = FlashMap.PAGE;

    /** What else goes on in the card. */
    public interface Surroundings {
        /** Whether the host is trusted, and nothing runs that is more important than an update. */
        boolean calm();

        /** Whether every peer is heard. */
        boolean hearsPeers();
    }

    private final Hal hal;
    private final Surroundings surroundings;
    private final CRC32C crc = new CRC32C();
    private final byte[] block = new byte[BLOCK];
    private UpdateState state = UpdateState.IDLE;
    private UpdateError error = UpdateError.NONE;
    private ImageFault fault = ImageFault.NONE;
    private int slot;
    private int length;
    private int erased;
    private int programmed;
    private int blockLength;
    private boolean inFlight;
    private boolean orphaned;
    private boolean confirming;
    private long servesSinceNs;

    public Updater(Hal hal, Surroundings surroundings) {
        this.hal = hal;
        this.surroundings = surroundings;
    }

    /** The firmware serves from now on. */
    public final void boot() {
        servesSinceNs = hal.nowNs();
        state = UpdateState.IDLE;
        confirming = false;
        // What an update before a shut gate began may still be under way.
        inFlight = Field.FLASH_BUSY.in(hal.read(Register.FLASH_STATUS));
        orphaned = inFlight;
    }

    public final UpdateState state() {
        return state;
    }

    /** The host has written FW_CMD. */
    public final void ordered() {
        long orders = hal.read(Register.FW_CMD);
        hal.write(Register.FW_CMD, orders);
        if (Field.FW_ABORT.in(orders)) {
            abort();
        } else if (Field.FW_START.in(orders)) {
            start();
        } else if (Field.FW_BLOCK.in(orders)) {
            block();
        } else if (Field.FW_VERIFY.in(orders)) {
            verify();
        } else if (Field.FW_ACTIVATE.in(orders)) {
            activate();
        }
    }

    /** The host or the operator gives it up; what is activated stays so. */
    public final void abort() {
        if (state == UpdateState.ACTIVATING || state == UpdateState.ACTIVATED) {
            show(state, UpdateError.ORDER);
        } else {
            give(UpdateError.ABORTED, ImageFault.NONE);
        }
    }

    /** The host has failed: an update that is under way ends. */
    public final void hostLost() {
        if (interruptible()) {
            give(UpdateError.INTERRUPTED, ImageFault.NONE);
        }
    }

    /** A heartbeat period has passed. */
    public final void tick() {
        UpdateError objection = interruptible() ? objection() : UpdateError.NONE;
        if (objection != UpdateError.NONE) {
            give(objection == UpdateError.ENERGY ? objection : UpdateError.INTERRUPTED, ImageFault.NONE);
        }
        long slots = hal.read(Register.FW_SLOTS);
        if (Field.FW_TRIAL.in(slots) && !confirming) {
            confirming = selfTestPassed(hal.nowNs() - servesSinceNs) && begin(Field.FLASH_CONFIRM, 0, 0);
        }
    }

    /** Whether a firmware that has served for {@code servedNs} is good enough to stay. */
    protected boolean selfTestPassed(long servedNs) {
        return servedNs >= ALONE_NS || servedNs >= SELF_TEST_NS && surroundings.hearsPeers();
    }

    /** The flash has done what was begun. */
    public final void flashDone() {
        long status = hal.read(Register.FLASH_STATUS);
        boolean failed = Field.FLASH_FAILED.in(status);
        inFlight = false;
        if (orphaned) {
            orphaned = false;
            if (state == UpdateState.ERASING) {
                eraseNext();
            }
        } else if (confirming) {
            confirmed();
        } else if (failed) {
            give(UpdateError.FLASH, ImageFault.NONE);
        } else {
            advance(status);
        }
    }

    private void advance(long status) {
        switch (state) {
            case ERASING -> {
                erased += FlashMap.SECTOR;
                eraseNext();
            }
            case PROGRAMMING -> {
                programmed += blockLength;
                show(UpdateState.READY, UpdateError.NONE);
            }
            case VERIFYING -> {
                ImageFault found = judge(status, slot);
                if (found == ImageFault.NONE) {
                    hal.journal(Notice.UPDATE_VERIFIED, 0, hal.read(Register.FW_VERSION, slot), slot);
                    show(UpdateState.VERIFIED, UpdateError.NONE);
                } else {
                    give(UpdateError.IMAGE, found);
                }
            }
            case ACTIVATING -> {
                hal.journal(Notice.UPDATE_ACTIVATED, 0, hal.read(Register.FW_VERSION, slot), slot);
                show(UpdateState.ACTIVATED, UpdateError.NONE);
            }
            case IDLE, READY, VERIFIED, ACTIVATED -> {
                // Nothing was begun.
            }
        }
    }

    /** What stands against the image in {@code checked}, where the flash's controller says {@code status}. */
    protected ImageFault judge(long status, int checked) {
        ImageFault found = ImageFault.of(Field.FLASH_FAULT.get(status));
        boolean older = hal.read(Register.FW_VERSION, checked) < hal.read(Register.FW_VERSION, 1 - checked);
        return found == ImageFault.NONE && older ? ImageFault.VERSION : found;
    }

    private void confirmed() {
        long slots = hal.read(Register.FW_SLOTS);
        if (Field.FW_TRIAL.in(slots)) {
            // The next period tries again, until the boot timer ends it.
            confirming = false;
            return;
        }
        confirming = false;
        int running = (int) Field.FW_RUNNING.get(slots);
        hal.journal(Notice.IMAGE_CONFIRMED, 0, hal.read(Register.FW_VERSION, running), running);
        hal.write(Register.INT_RAISE, Field.INT_UPDATE.mask());
    }

    private void start() {
        if (state == UpdateState.ACTIVATING) {
            show(state, UpdateError.ORDER);
            return;
        }
        long slots = hal.read(Register.FW_SLOTS);
        length = (int) hal.read(Register.FW_LENGTH);
        UpdateError objection = Field.FW_TRIAL.in(slots) ? UpdateError.BUSY : objection();
        if (objection == UpdateError.NONE && (length <= 0 || length > FlashMap.SLOT_BYTES)) {
            objection = UpdateError.LENGTH;
        }
        if (objection != UpdateError.NONE) {
            give(objection, ImageFault.NONE);
            return;
        }
        orphaned = inFlight;
        slot = 1 - (int) Field.FW_RUNNING.get(slots);
        erased = 0;
        programmed = 0;
        hal.journal(Notice.UPDATE_STARTED, 0, length, slot);
        show(UpdateState.ERASING, UpdateError.NONE);
        if (!orphaned) {
            eraseNext();
        }
    }

    private void eraseNext() {
        if (erased >= length) {
            show(UpdateState.READY, UpdateError.NONE);
        } else if (!begin(Field.FLASH_ERASE, FlashMap.slot(slot) + erased, 0)) {
            give(UpdateError.FLASH, ImageFault.NONE);
        }
    }

    private void block() {
        if (state != UpdateState.READY || programmed == length) {
            show(state, UpdateError.ORDER);
            return;
        }
        for (int word = 0; word < Register.FW_DATA.count(); word++) {
            long data = hal.read(Register.FW_DATA, word);
            Words.putLong(block, word * Long.BYTES, data);
            hal.write(Register.FLASH_DATA, word, data);
        }
        blockLength = Math.min(BLOCK, length - programmed);
        boolean whole = hal.read(Register.FW_OFFSET) == programmed
                && (int) hal.read(Register.FW_BLOCK_CRC) == Words.crc32c(crc, block, 0, blockLength);
        if (!whole) {
            show(state, UpdateError.BLOCK);
            return;
        }
        show(UpdateState.PROGRAMMING, UpdateError.NONE);
        if (!begin(Field.FLASH_PROGRAM, FlashMap.slot(slot) + programmed, blockLength)) {
            give(UpdateError.FLASH, ImageFault.NONE);
        }
    }

    private void verify() {
        if (state != UpdateState.READY || programmed != length) {
            show(state, UpdateError.ORDER);
            return;
        }
        show(UpdateState.VERIFYING, UpdateError.NONE);
        if (!begin(Field.FLASH_CHECK, slot, length)) {
            give(UpdateError.FLASH, ImageFault.NONE);
        }
    }

    /** Lets the next reset boot the image that was verified; says whether that is begun. */
    public final boolean activate() {
        UpdateError objection = state == UpdateState.VERIFIED ? objection() : UpdateError.ORDER;
        if (objection != UpdateError.NONE) {
            show(state, objection);
            return false;
        }
        show(UpdateState.ACTIVATING, UpdateError.NONE);
        if (!begin(Field.FLASH_PEND, slot, 0)) {
            give(UpdateError.FLASH, ImageFault.NONE);
            return false;
        }
        return true;
    }

    private boolean begin(Field what, int address, int count) {
        hal.write(Register.FLASH_ADDR, address);
        hal.write(Register.FLASH_COUNT, count);
        hal.write(Register.FLASH_CTRL, what.mask());
        inFlight = !Field.FLASH_REFUSED.in(hal.read(Register.FLASH_STATUS));
        return inFlight;
    }

    private boolean interruptible() {
        return switch (state) {
            case ERASING, READY, PROGRAMMING, VERIFYING, VERIFIED -> true;
            case IDLE, ACTIVATING, ACTIVATED -> false;
        };
    }

    private UpdateError objection() {
        boolean mains = Field.RAIL_MAIN.in(hal.read(Register.RAIL_STATUS));
        EnergyLevel level = EnergyLevel.of(Field.ENERGY_LEVEL.get(hal.read(Register.ENERGY_STATUS)));
        if (!mains || level == EnergyLevel.SHORT) {
            return UpdateError.ENERGY;
        }
        return surroundings.calm() ? UpdateError.NONE : UpdateError.BUSY;
    }

    /** The update ends here: the slot is not valid, or the image in it is not activated. */
    private void give(UpdateError why, ImageFault what) {
        orphaned = inFlight;
        fault = what;
        hal.journal(Notice.UPDATE_REFUSED, 0, why.ordinal(), what.ordinal());
        show(UpdateState.IDLE, why);
    }

    private void show(UpdateState next, UpdateError why) {
        state = next;
        error = why;
        fault = why == UpdateError.IMAGE ? fault : ImageFault.NONE;
        long status = Field.FW_STATE.set(0, state.ordinal());
        status = Field.FW_ERROR.set(status, error.ordinal());
        hal.write(Register.FW_STATUS, Field.FW_FAULT.set(status, fault.ordinal()));
        hal.write(Register.FW_PROGRESS, programmed);
        hal.write(Register.INT_RAISE, Field.INT_UPDATE.mask());
    }

    /** Folds what goes on into a number. */
    public final long stateHash() {
        long hash = (state.ordinal() * 31L + error.ordinal()) * 31 + fault.ordinal();
        return ((hash * 31 + programmed) * 31 + erased) * 4 + (inFlight ? 2 : 0) + (orphaned ? 1 : 0);
    }
}
