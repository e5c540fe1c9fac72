package dev.holdover.driver.core;

import dev.holdover.model.layout.CompletionRing;
import dev.holdover.model.layout.CompletionRing.Status;
import dev.holdover.model.layout.NvramAccess;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.SubmissionRing;
import dev.holdover.model.layout.UncorrectableError;
import dev.holdover.model.layout.Words;
import dev.holdover.model.layout.WriteLog;
import java.util.zip.CRC32C;

/**
 * The driver's end of one window's rings. It keeps a copy of every write that is not completed, so
 * that a write can be submitted again when the card was away in between.
 */
final class Window {
    private final int number;
    private final NvramLayout layout;
    private final NvramAccess nvram;
    private final SubmissionRing submissions;
    private final CompletionRing completions;
    private final WriteLog log;
    private final DriverListener listener;
    private final Runnable beforeRefusal;
    private final CRC32C crc = new CRC32C();
    private final int mask;

    private final byte[] kept;
    private final long[] targets;
    private final int[] lengths;
    private final long[] tickets;
    private final boolean[] linked;

    private int personality;
    private long epoch;
    private boolean owned;
    private long next;
    private long completed;
    private long credit;
    private int copies;
    private long rung;
    private long completedBefore;

    /** @param beforeRefusal called before a write is reported that the card had no energy for: the reason goes first */
    Window(int number, NvramLayout layout, NvramAccess nvram, DriverListener listener, Runnable beforeRefusal) {
        this.number = number;
        this.layout = layout;
        this.nvram = nvram;
        this.listener = listener;
        this.beforeRefusal = beforeRefusal;
        this.submissions = new SubmissionRing(layout, nvram, 0);
        this.completions = new CompletionRing(layout, nvram, 0);
        this.log = new WriteLog(layout, nvram, 0);
        int slots = layout.logSlots();
        this.mask = slots - 1;
        this.kept = new byte[slots * NvramLayout.BLOCK];
        this.targets = new long[slots];
        this.lengths = new int[slots];
        this.tickets = new long[slots];
        this.linked = new boolean[slots];
    }

    boolean owned() {
        return owned;
    }

    int personality() {
        return personality;
    }

    long epoch() {
        return epoch;
    }

    /** In how many cards' NVRAM the writes were that were acknowledged last; zero: none was. */
    int copies() {
        return copies;
    }

    boolean busy() {
        return completed < next;
    }

    /** Whether something waits and nothing has ended since this was asked before. */
    boolean stalled() {
        boolean stalled = busy() && completed == completedBefore;
        completedBefore = completed;
        return stalled;
    }

    /** Whether submissions wait for {@link #push}. */
    boolean unrung() {
        return rung < next;
    }

    /** The window is ours in {@code newEpoch}: what an earlier life of the host left in the ring must not come true. */
    void acquire(int itsPersonality, long newEpoch) {
        long consumed = nvram.getLong(NvramLayout.CONSUMED);
        long firstCredit = nvram.getLong(NvramLayout.CREDIT);
        for (int i = 0; i < layout.logSlots(); i++) {
            nvram.putLong(layout.submissions() + (long) i * SubmissionRing.BYTES, 0);
        }
        nvram.fence();
        // Fails if the window closed over the stores.
        nvram.getLong(layout.submissions());
        personality = itsPersonality;
        epoch = newEpoch;
        owned = true;
        next = consumed;
        completed = next;
        credit = firstCredit;
        copies = 0;
        rung = next;
    }

    /** The window is not ours any more; what was under way may or may not be there. */
    void release() {
        owned = false;
        while (completed < next) {
            completed++;
            listener.completed(number, tickets[slot(completed)], Outcome.UNKNOWN, 0);
        }
    }

    /** Whether the last writes were acknowledged in more than one card's NVRAM. */
    boolean inSeveralCopies() {
        return copies > 1;
    }

    /**
     * Whether a write to these bytes is under way that is not durable when it is in the image. Before the first
     * acknowledgement nobody has said in how many copies a write must be.
     */
    boolean mayVanish(long offset, int length) {
        if (copies == 1) {
            return false;
        }
        for (long index = completed + 1; index <= next; index++) {
            int slot = slot(index);
            if (targets[slot] < offset + length && offset < targets[slot] + lengths[slot]) {
                return true;
            }
        }
        return false;
    }

    /** Whether another write may be submitted now. */
    boolean hasRoom() {
        return next < credit && next - completed <= mask;
    }

    /** How many writes may be submitted now. */
    int room() {
        return (int) Math.min(credit - next, mask + 1 - (next - completed));
    }

    /** Reads the credit anew: the card gave some without a completion. */
    void refreshCredit() {
        credit = nvram.getLong(NvramLayout.CREDIT);
    }

    void submit(long target, byte[] from, int at, int length, long ticket, boolean itsLinked) {
        next++;
        int slot = slot(next);
        System.arraycopy(from, at, kept, slot * NvramLayout.BLOCK, length);
        targets[slot] = target;
        lengths[slot] = length;
        tickets[slot] = ticket;
        linked[slot] = itsLinked;
        store(next);
    }

    /** Makes sure that the card has all submissions; says whether its gate is open. */
    boolean push() {
        nvram.fence();
        long last = nvram.getLong(layout.submissions() + (long) slot(next) * SubmissionRing.BYTES);
        rung = next;
        return last == next;
    }

    /** After the card was away: takes what it answered before, and submits the rest again. */
    void resubmit() {
        reap();
        long consumed = nvram.getLong(NvramLayout.CONSUMED);
        credit = nvram.getLong(NvramLayout.CREDIT);
        for (long index = Math.max(consumed, completed) + 1; index <= next; index++) {
            store(index);
        }
        rung = completed;
    }

    /** Takes the completions that have come. */
    void reap() {
        while (completed < next) {
            try {
                if (!completions.read(completed + 1)) {
                    return;
                }
            } catch (UncorrectableError error) {
                if (nvram.getLong(NvramLayout.CONSUMED) <= completed) {
                    throw error;
                }
                // It was answered, and nobody can read the answer any more.
                completed++;
                listener.completed(number, tickets[slot(completed)], Outcome.UNKNOWN, 0);
                continue;
            }
            completed++;
            credit = Math.max(credit, completions.credit());
            if (completions.status() == Status.OK) {
                inCopies(completions.copies());
            } else if (completions.status() == Status.NO_ENERGY) {
                beforeRefusal.run();
            }
            listener.completed(number, tickets[slot(completed)], outcome(), completions.lsn());
        }
    }

    // While the NVRAM is the host's alone.

    /** Takes the log over from a dead firmware: finishes what is in the ring. Says whether the log is whole. */
    boolean takeLog() {
        reap();
        if (!log.open()) {
            return false;
        }
        log.replay();
        long consumed = nvram.getLong(NvramLayout.CONSUMED);
        if (log.read(log.lsn())) {
            consumed = Math.max(consumed, log.submissionRead());
        }
        for (long index = Math.max(completed, consumed) + 1; index <= next; index++) {
            store(index);
            commit(index);
        }
        nvram.putLong(NvramLayout.CONSUMED, Math.max(consumed, next));
        nvram.fence();
        reportAlone();
        return true;
    }

    /** Writes without firmware: durable on return; {@link #reportAlone} says so. */
    void writeAlone(long target, byte[] from, int at, int length, long ticket) {
        submit(target, from, at, length, ticket, false);
        commit(next);
        nvram.putLong(NvramLayout.CONSUMED, next);
        nvram.fence();
        nvram.getLong(NvramLayout.CONSUMED);
        rung = next;
    }

    /** Reports what {@link #writeAlone} made durable, if the window was still open for it. */
    void reportAlone() {
        if (completed == next) {
            return;
        }
        boolean arrived = nvram.getLong(NvramLayout.CONSUMED) >= next;
        if (arrived) {
            inCopies(1);
        }
        while (completed < next) {
            completed++;
            long lsn = arrived ? log.lsn() - (next - completed) : 0;
            listener.completed(number, tickets[slot(completed)], arrived ? Outcome.DURABLE : Outcome.UNKNOWN, lsn);
        }
    }

    private void inCopies(int now) {
        if (now != copies) {
            copies = now;
            listener.durability(number, now);
        }
    }

    /** Whether another write can be remembered until it is reported. */
    boolean hasRoomAlone() {
        return roomAlone() > 0;
    }

    /** How many writes can be remembered until they are reported. */
    int roomAlone() {
        return (int) (mask + 1 - (next - completed));
    }

    void read(long offset, byte[] into, int at, int length) {
        nvram.get(layout.image() + offset, into, at, length);
    }

    /** The bytes of the window, by their offset in it. */
    NvramAccess nvram() {
        return nvram;
    }

    private void commit(long index) {
        int slot = slot(index);
        log.commit(targets[slot], lengths[slot], payloadCrc(slot), slot, epoch, index);
        log.replay();
    }

    private void store(long index) {
        int slot = slot(index);
        nvram.put(log.payloadAt(slot), kept, slot * NvramLayout.BLOCK, lengths[slot]);
        nvram.fence();
        submissions.write(index, targets[slot], lengths[slot], payloadCrc(slot), epoch, tickets[slot], linked[slot]);
    }

    private int payloadCrc(int slot) {
        return Words.crc32c(crc, kept, slot * NvramLayout.BLOCK, lengths[slot]);
    }

    private int slot(long index) {
        return (int) index & mask;
    }

    private Outcome outcome() {
        return switch (completions.status()) {
            case OK -> Outcome.DURABLE;
            case CORRUPT -> Outcome.CORRUPT;
            case OUT_OF_BOUNDS -> Outcome.OUT_OF_BOUNDS;
            case FENCED -> Outcome.FENCED;
            case NO_ENERGY -> Outcome.NO_ENERGY;
            case UNLINKED -> Outcome.UNLINKED;
        };
    }
}
