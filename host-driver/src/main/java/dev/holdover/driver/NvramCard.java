package dev.holdover.driver;

import dev.holdover.driver.access.DeviceAccess;
import dev.holdover.driver.core.BlockOutcome;
import dev.holdover.driver.core.DaughterSlot;
import dev.holdover.driver.core.DriverConfig;
import dev.holdover.driver.core.DriverCore;
import dev.holdover.driver.core.DriverListener;
import dev.holdover.driver.core.DriverState;
import dev.holdover.driver.core.EccHealth;
import dev.holdover.driver.core.EnergyHealth;
import dev.holdover.driver.core.FirmwareHealth;
import dev.holdover.driver.core.NvHealth;
import dev.holdover.driver.core.NvHealth.Result;
import dev.holdover.driver.core.Outcome;
import dev.holdover.driver.core.ResetCause;
import dev.holdover.driver.core.UpdateResult;
import dev.holdover.driver.core.Volume;
import dev.holdover.model.contract.EnergyLevel;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.Words;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * The card as an application sees it: bytes that are durable when {@link #write} returns.
 *
 * <p>Blocking, for one thread at a time. The thread itself drives the card; while nothing is called,
 * {@link #pump} must be called at least every heartbeat period (10 ms by default), or the card gives
 * the host up for dead.
 */
public final class NvramCard {
    /** Lets time pass until something may have happened on the card. */
    public interface Waiter {
        /** The present, in nanoseconds of a clock that never goes back. */
        long nowNs();

        /** Returns at {@code untilNs} at the latest, or earlier after an interrupt. */
        void await(long untilNs);
    }

    private static final long NONE = Long.MAX_VALUE;

    private final DriverCore core;
    private final Waiter waiter;
    private final long timeoutNs;
    private final DriverListener events;
    private final byte[] edge = new byte[8];
    private final Map<Integer, BlockVolume> volumes = new TreeMap<>();
    private int pending;
    private long firstTicket = NONE;
    private Outcome worst = Outcome.DURABLE;
    private Optional<UpdateResult> updated = Optional.empty();

    /**
     * @param timeoutNs after which a call gives up
     */
    public NvramCard(DeviceAccess device, DriverConfig config, Waiter waiter, long timeoutNs) {
        this(device, config, waiter, timeoutNs, new DriverListener() {});
    }

    /**
     * @param timeoutNs after which a call gives up
     * @param events told of take-overs, losses, energy, memory, bus and resets, from within calls of this class
     */
    public NvramCard(DeviceAccess device, DriverConfig config, Waiter waiter, long timeoutNs, DriverListener events) {
        this.waiter = waiter;
        this.timeoutNs = timeoutNs;
        this.events = events;
        this.core = new DriverCore(device, config, new Completions());
    }

    /** The core behind this face; interrupts go to its {@code onInterrupt}. */
    public DriverCore core() {
        return core;
    }

    /**
     * Waits until the host owns {@code window}.
     *
     * @throws NvramException if that takes longer than the timeout
     */
    public void open(int window) {
        long deadlineNs = waiter.nowNs() + timeoutNs;
        while (!core.owns(window)) {
            step(deadlineNs, "card is " + core.state() + " and window " + window + " is not this host's");
        }
    }

    /** The images that the card holds, each with what this host is to it; see {@link DriverCore#volumes}. */
    public List<Volume> volumes() {
        return core.volumes();
    }

    /**
     * The block volume behind a window: RAID over the card's daughter disks, cached in its NVRAM (claim 12).
     *
     * @throws NvramException if the card has no cache for one
     */
    public BlockVolume blockVolume(int window) {
        BlockVolume volume = volumes.computeIfAbsent(window, each -> new BlockVolume(this, each));
        volume.device();
        return volume;
    }

    /** Size of the image in bytes, without a block volume's cache. */
    public long size() {
        return core.layout().map(NvramLayout::plainBytes).orElse(0L);
    }

    public DriverState state() {
        return core.state();
    }

    /** Resets the card's embedded processor; see {@link DriverCore#resetCard}. A write that is under way goes on. */
    public void resetCard() {
        core.resetCard();
    }

    /** The card's batteries, as the host may read them now. */
    public EnergyHealth energyHealth() {
        return core.energyHealth();
    }

    /** The card's memory errors, as the host may read them now. */
    public EccHealth eccHealth() {
        return core.eccHealth();
    }

    /** The card's NV state machine, as the host may read it now. */
    public NvHealth nvHealth() {
        return core.nvHealth();
    }

    /**
     * Saves all that is in the NVRAM to another place; on return it is there.
     *
     * @throws NvramException if it failed, with the reason, or has not ended within the timeout
     */
    public void save() {
        await("save", core::save, Result.SAVED, Result.SAVE_FAILED);
    }

    /**
     * Brings back what another place keeps for this card; on return this host owns it.
     *
     * @throws NvramException if it failed, or has not ended within the timeout; it then goes on
     */
    public void restore() {
        await("restore", core::restore, Result.RESTORED, Result.RESTORE_FAILED);
    }

    /**
     * Zeroes what other places hold; on return they hold nothing.
     *
     * @throws NvramException if the card is armed, or it failed
     */
    public void erase() {
        await("erase", core::erase, Result.ERASED, Result.ERASE_FAILED);
    }

    /**
     * Ends the operation that runs.
     *
     * @throws NvramException if none did
     */
    public void abort() {
        await("abort", core::abort, Result.ABORTED, Result.NOTHING_ABORTED);
    }

    /**
     * Arms or disarms the card; on return it is so.
     *
     * @throws NvramException if it is to be armed and no other place is in sync
     */
    public void arm(boolean now) {
        await(now ? "arm" : "disarm", () -> core.arm(now), Result.ARM_CHANGED, Result.ARM_REFUSED);
    }

    /** The card's firmware images, as the host may read them now. */
    public FirmwareHealth firmwareHealth() {
        return core.firmware().health();
    }

    /**
     * Replaces the firmware that does not run; on return the new one is in the flash, checked, and the next {@link
     * #resetCard} boots it on trial. Reads and writes of the image go on before and after, and the card's fail-over all
     * the while; {@link DriverListener#firmwareProgress} tells how far it is.
     *
     * @param image its remaining bytes are sent; its position stays
     * @throws NvramException if the card refused it, with the reason; if it was interrupted; or if {@code withinNs} has
     *     passed, and the update is given up. The firmware that runs is the old one in each case
     */
    public void updateFirmware(ByteBuffer image, long withinNs) {
        long deadlineNs = waiter.nowNs() + withinNs;
        updated = Optional.empty();
        while (!core.updateFirmware(image)) {
            step(deadlineNs, withinNs, "card is " + core.state() + ", update not begun");
        }
        try {
            while (updated.isEmpty()) {
                step(deadlineNs, withinNs, "card is " + core.state() + ", update has not ended");
            }
        } catch (NvramException late) {
            core.firmware().abort();
            throw late;
        }
        UpdateResult result = updated.get();
        if (!(result instanceof UpdateResult.Activated)) {
            throw new NvramException("firmware not updated: " + result, Outcome.UNKNOWN);
        }
    }

    private void await(String what, BooleanSupplier order, Result well, Result badly) {
        long deadlineNs = waiter.nowNs() + timeoutNs;
        while (!order.getAsBoolean()) {
            step(deadlineNs, "card is " + core.state() + ", " + what + " not ordered");
        }
        while (true) {
            if (core.state() == DriverState.UP) {
                NvHealth health = core.nvHealth();
                if (health.results().contains(well)) {
                    return;
                }
                if (health.results().contains(badly)) {
                    throw new NvramException(what + " failed: " + health.failures(), Outcome.UNKNOWN);
                }
            }
            step(deadlineNs, "card is " + core.state() + ", " + what + " has not ended");
        }
    }

    /** Does what is due, without waiting. */
    public void pump() {
        if (waiter.nowNs() >= core.nextPollNs()) {
            core.poll(waiter.nowNs());
        }
    }

    /**
     * Writes; on return all bytes are durable. A write of several blocks is not atomic as a whole:
     * after a failure each 4 KiB block is old or new.
     *
     * @param offset in the image, divisible by 8
     * @param length divisible by 8
     * @throws NvramException if any part was not stored, or its fate is unknown
     */
    public void write(int window, long offset, byte[] from, int at, int length) {
        long deadlineNs = waiter.nowNs() + timeoutNs;
        if ((offset & 7) != 0 || (length & 7) != 0) {
            throw new IllegalArgumentException(
                    "offset " + offset + " and length " + length + ": must be divisible by 8");
        }
        worst = Outcome.DURABLE;
        pending = 0;
        firstTicket = NONE;
        for (int done = 0; done < length; ) {
            long target = offset + done;
            int piece = (int) Math.min(length - done, NvramLayout.BLOCK - target % NvramLayout.BLOCK);
            long ticket = core.submit(window, target, from, at + done, piece);
            if (ticket != DriverCore.BUSY) {
                firstTicket = Math.min(firstTicket, ticket);
                pending++;
                done += piece;
            } else {
                core.ring();
                step(deadlineNs, "card is " + core.state() + ", write not taken");
            }
        }
        core.ring();
        while (pending > 0) {
            step(deadlineNs, "card is " + core.state() + ", write not acknowledged");
        }
        if (worst != Outcome.DURABLE) {
            throw new NvramException("write of " + length + " bytes at " + offset + ": " + worst, worst);
        }
    }

    /**
     * Reads.
     *
     * @throws NvramException if the host doesn't own the window, or with {@link Outcome#POISONED} where the
     *     memory can't be read any more and is not repaired yet
     */
    public void read(int window, long offset, byte[] into, int at, int length) {
        if (offset < 0 || offset + length > size()) {
            throw new IllegalArgumentException("read of " + length + " bytes at " + offset + ": image has " + size());
        }
        long poisonedBefore = core.poisonedReads();
        if (!core.read(window, offset, into, at, length)) {
            if (core.poisonedReads() != poisonedBefore) {
                throw new NvramException("memory can't be read at " + offset, Outcome.POISONED);
            }
            throw new NvramException("window " + window + " is not this host's", Outcome.FENCED);
        }
    }

    /** A word, as {@link #write} stores it: little-endian. */
    public long readLong(int window, long offset) {
        read(window, offset, edge, 0, 8);
        return Words.getLong(edge, 0);
    }

    /** When a call that begins now gives up. */
    long deadlineNs() {
        return waiter.nowNs() + timeoutNs;
    }

    void step(long deadlineNs, String otherwise) {
        step(deadlineNs, timeoutNs, otherwise);
    }

    private void step(long deadlineNs, long withinNs, String otherwise) {
        long nowNs = waiter.nowNs();
        if (nowNs >= deadlineNs) {
            throw new NvramException(otherwise + " within " + withinNs / 1_000_000 + " ms", Outcome.UNKNOWN);
        }
        if (nowNs >= core.nextPollNs()) {
            core.poll(nowNs);
        } else {
            waiter.await(Math.min(deadlineNs, core.nextPollNs()));
        }
    }

    private final class Completions implements DriverListener {
        @Override
        public void completed(int window, long ticket, Outcome outcome, long lsn) {
            events.completed(window, ticket, outcome, lsn);
            if (ticket < firstTicket) {
                // Of a call that gave up on it.
                return;
            }
            pending--;
            if (outcome.ordinal() > worst.ordinal()) {
                worst = outcome;
            }
        }

        @Override
        public void blockCompleted(int window, long ticket, BlockOutcome outcome) {
            events.blockCompleted(window, ticket, outcome);
            BlockVolume volume = volumes.get(window);
            if (volume != null) {
                volume.completed(ticket, outcome);
            }
        }

        @Override
        public void stateChanged(DriverState from, DriverState to) {
            events.stateChanged(from, to);
        }

        @Override
        public void owns(int window, int personality, long epoch) {
            events.owns(window, personality, epoch);
        }

        @Override
        public void lost(int window, int personality, long epoch) {
            events.lost(window, personality, epoch);
        }

        @Override
        public void durability(int window, int copies) {
            events.durability(window, copies);
        }

        @Override
        public void energy(EnergyLevel level) {
            events.energy(level);
        }

        @Override
        public void nv(NvHealth health) {
            events.nv(health);
        }

        @Override
        public void poisoned(int window, long offset, int length) {
            events.poisoned(window, offset, length);
        }

        @Override
        public void busErrors(long errors) {
            events.busErrors(errors);
        }

        @Override
        public void daughter(DaughterSlot slot) {
            events.daughter(slot);
        }

        @Override
        public void bootFails(long times) {
            events.bootFails(times);
        }

        @Override
        public void cardReset(Set<ResetCause> causes) {
            events.cardReset(causes);
        }

        @Override
        public void firmwareBooted(FirmwareHealth health) {
            events.firmwareBooted(health);
        }

        @Override
        public void firmwareProgress(int programmedBytes, int imageBytes) {
            events.firmwareProgress(programmedBytes, imageBytes);
        }

        @Override
        public void firmwareUpdated(UpdateResult result) {
            updated = Optional.of(result);
            events.firmwareUpdated(result);
        }
    }
}
