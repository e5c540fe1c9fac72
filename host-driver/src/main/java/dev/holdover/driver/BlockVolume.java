package dev.holdover.driver;

import dev.holdover.driver.core.BlockDevice;
import dev.holdover.driver.core.BlockHealth;
import dev.holdover.driver.core.BlockOutcome;
import dev.holdover.driver.core.DriverCore;
import dev.holdover.driver.core.Outcome;
import dev.holdover.model.layout.BlockState;
import dev.holdover.model.layout.NvramLayout;
import java.util.function.LongSupplier;

/**
 * A block volume as an application sees it: RAID over the card's daughter disks, with the NVRAM before it. Blocks are
 * of 4 KiB; a write is durable when it returns, on the disks once {@link #flush} has returned.
 *
 * <p>Blocking, for the thread that has the {@link NvramCard}. {@link DriverCore#block} is the same without waiting.
 */
public final class BlockVolume {
    /** Operations that one call has under way at once. */
    private static final int UNDER_WAY = 16;

    private final NvramCard card;
    private final int window;
    private int pending;
    private BlockOutcome worst = BlockOutcome.DONE;
    private long firstTicket;
    private long deadlineNs;

    BlockVolume(NvramCard card, int window) {
        this.card = card;
        this.window = window;
    }

    /** Size in blocks; zero while there is no volume. */
    public long blocks() {
        return device().blocks();
    }

    /**
     * All that the card says of the volume: its state, failed members, progress of rebuild and scrub.
     *
     * @throws NvramException if the host does not own it now
     */
    public BlockHealth health() {
        return device().health()
                .orElseThrow(() -> new NvramException("window " + window + " is not this host's", Outcome.FENCED));
    }

    /**
     * Waits until the volume serves.
     *
     * @throws NvramException if that takes longer than the card's timeout
     */
    public void open() {
        deadlineNs = card.deadlineNs();
        while (!device().state().serves() || device().blocks() == 0) {
            card.step(deadlineNs, "block volume is " + device().state());
        }
    }

    /**
     * Writes {@code count} blocks. Each is old or new after a failure.
     *
     * @throws NvramException if any was not stored, or its fate is unknown
     * @throws IllegalArgumentException if there are no such blocks
     */
    public void write(long block, byte[] from, int at, int count) {
        each(block, count, i -> device().write(block + i, from, at + i * NvramLayout.BLOCK), "write of blocks");
    }

    /**
     * Reads {@code count} blocks; what was never written reads as zeros.
     *
     * @throws NvramException if any can't be had; the bytes then mean nothing
     */
    public void read(long block, byte[] into, int at, int count) {
        each(block, count, i -> device().read(block + i, into, at + i * NvramLayout.BLOCK), "read of blocks");
    }

    /** Makes {@code count} blocks read as zeros; no data is sent for it. */
    public void zero(long block, int count) {
        each(block, count, i -> device().zero(block + i), "zeroing of blocks");
    }

    /** The contents of {@code count} blocks are of no use any more; they read as zeros from now on. */
    public void discard(long block, int count) {
        zero(block, count);
    }

    /** Brings everything written before to the disks and out of their caches. */
    public void flush() {
        order("flush", () -> device().flush());
    }

    /**
     * Makes a new volume; what was on the disks is gone.
     *
     * @param level 0, 1, 5, 6 or 10
     * @param members how many of the card's disks; those behind are spares
     * @param chunkBlocks blocks that follow each other on one disk
     */
    public void create(int level, int members, int chunkBlocks) {
        deadlineNs = card.deadlineNs();
        while (device().state() == BlockState.OPENING) {
            card.step(deadlineNs, "block volume is " + device().state());
        }
        order("creation", () -> device().create(level, members, chunkBlocks));
        open();
    }

    /** Takes all that its members can hold, after all of them were replaced by larger ones. */
    public void grow() {
        order("growth", () -> device().grow());
    }

    /** Lets a disk be used no more; a spare is filled if there is one. */
    public void fail(int disk) {
        order("failing of disk " + disk, () -> device().fail(disk));
    }

    /** Gives the place of a failed disk to this one; {@link #health} tells how far it is filled. */
    public void replace(int disk) {
        order("replacement by disk " + disk, () -> device().replace(disk));
    }

    /** Begins to read and check every row, or stops it; {@link #health} tells how far it is. */
    public void scrub(boolean now) {
        order("scrub", () -> device().scrub(now));
    }

    /** The same volume without waiting. */
    public BlockDevice device() {
        return card.core()
                .block(window)
                .orElseThrow(() -> new NvramException("card has no cache for a block volume", Outcome.OUT_OF_BOUNDS));
    }

    @FunctionalInterface
    private interface Submission {
        long of(int i);
    }

    private void order(String what, LongSupplier submission) {
        each(0, 1, i -> submission.getAsLong(), what);
    }

    private void each(long block, int count, Submission submission, String what) {
        begin();
        for (int i = 0; i < count; ) {
            long ticket = submission.of(i);
            if (ticket == DriverCore.BUSY) {
                card.core().ring();
                card.step(deadlineNs, what + " not taken");
            } else {
                firstTicket = firstTicket == 0 ? ticket : firstTicket;
                pending++;
                i++;
                settle(what, UNDER_WAY - 1);
            }
        }
        settle(what, 0);
        if (worst != BlockOutcome.DONE) {
            String where = count == 1 && block == 0 ? "" : " " + block + " to " + (block + count - 1);
            throw new NvramException(what + where + ": " + worst, outcome());
        }
    }

    private void begin() {
        pending = 0;
        firstTicket = 0;
        worst = BlockOutcome.DONE;
        deadlineNs = card.deadlineNs();
    }

    private void settle(String what, int most) {
        card.core().ring();
        while (pending > most) {
            card.step(deadlineNs, what + " not answered");
        }
    }

    private Outcome outcome() {
        return switch (worst) {
            case DONE -> Outcome.DURABLE;
            case LOST, UNREADABLE -> Outcome.POISONED;
            case INVALID -> Outcome.OUT_OF_BOUNDS;
            case NO_ENERGY -> Outcome.NO_ENERGY;
            case FENCED -> Outcome.FENCED;
            case UNAVAILABLE, UNKNOWN -> Outcome.UNKNOWN;
        };
    }

    void completed(long ticket, BlockOutcome how) {
        if (firstTicket == 0 || ticket < firstTicket) {
            // Of a call that gave up on it.
            return;
        }
        pending--;
        worst = how.ordinal() > worst.ordinal() ? how : worst;
    }
}
