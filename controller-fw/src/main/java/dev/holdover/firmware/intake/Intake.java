package dev.holdover.firmware.intake;

import dev.holdover.firmware.block.BlockVolumes;
import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.hal.Notice;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.firmware.power.EnergyBudget;
import dev.holdover.firmware.replicate.Replicator;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Role;
import dev.holdover.model.layout.CompletionRing.Status;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.SubmissionRing;
import dev.holdover.model.layout.UncorrectableError;

/**
 * The way of a write: descriptor validated, logged, applied, sent to the peers, acknowledged. The
 * order is the promise of the ack mode: the completion is stored after the log record is durable in as
 * many copies as the mode asks for. In mode LOCAL that is this card's own, and the peers get it after.
 *
 * <p>While the batteries could not save a write, it is refused, or, as the personality's configuration says, the mode
 * is raised: it is acknowledged when another card holds it, and waits until then or until there is energy again.
 */
public class Intake {
    private final Hal hal;
    private final Replicator replicator;
    private final EnergyBudget energy;
    private final BlockVolumes blocks;
    private final long[] completedLsn = new long[NvramLayout.MAX_SLOTS];
    private final int[] copies = new int[NvramLayout.MAX_SLOTS];
    /** Whether submissions lie in the ring that wait for a line of the cache to get to the disks. */
    private final boolean[] held = new boolean[NvramLayout.MAX_SLOTS];

    private final boolean[] raised = new boolean[NvramLayout.MAX_SLOTS];

    public Intake(Hal hal, Replicator replicator, EnergyBudget energy, BlockVolumes blocks) {
        this.hal = hal;
        this.replicator = replicator;
        this.energy = energy;
        this.blocks = blocks;
    }

    /** The submission doorbell of {@code personality} rang: takes all that lies in its ring. */
    public final void doorbell(Personality personality) {
        if (personality.role() != Role.ACTIVE) {
            return;
        }
        long control = personality.base();
        long consumed = hal.nvram().getLong(control + NvramLayout.CONSUMED);
        long first = consumed;
        int limit = personality.layout().logSlots();
        while (consumed - first < limit && personality.submissions().read(consumed + 1)) {
            if (mustWait(personality)) {
                held[personality.slot()] = true;
                break;
            }
            consumed++;
            take(personality, consumed);
        }
        if (consumed != first) {
            hal.write(Register.INT_RAISE, Field.INT_COMPLETION.mask());
            replicator.pump(personality);
        }
    }

    /** Lines may have got to the disks: takes what has waited for that. */
    public final void resume(Personality personality) {
        if (held[personality.slot()]) {
            held[personality.slot()] = false;
            doorbell(personality);
        }
    }

    private boolean mustWait(Personality personality) {
        SubmissionRing submission = personality.submissions();
        return submission.inBounds() && blocks.mustWait(personality, submission.target(), submission.length());
    }

    private void take(Personality personality, long index) {
        Status status = validate(personality, index);
        if (status == Status.OK) {
            accept(personality, index);
        } else {
            replicator.refused(personality, index);
            acknowledge(personality, index, status, 0);
        }
        hal.nvram().putLong(personality.base() + NvramLayout.CONSUMED, index);
    }

    /**
     * Catches up what a restart may have cut off: the last record's submission is acknowledged and
     * off the ring.
     */
    public final void recover(Personality personality) {
        begin(personality);
        if (!personality.log().read(personality.log().lsn())) {
            return;
        }
        long index = personality.log().submissionRead();
        long consumedAt = personality.base() + NvramLayout.CONSUMED;
        if (index > hal.nvram().getLong(consumedAt)) {
            hal.nvram().putLong(consumedAt, index);
        }
        // Which of the last records were acknowledged is not known; to say it again does no harm.
        int unsure = replicator.copies(personality) > 1 ? personality.layout().logSlots() - 1 : 1;
        completedLsn[personality.slot()] = Math.max(0, personality.log().lsn() - unsure);
        if (personality.config().raises()) {
            // What waited for another copy when the firmware stopped must not pass now.
            affords(personality, replicator.unsentBytes(personality));
        }
        complete(personality);
    }

    /** This card has just become the owner: what others logged is not to be acknowledged here. */
    public final void begin(Personality personality) {
        completedLsn[personality.slot()] = personality.log().lsn();
        copies[personality.slot()] = 0;
        raised[personality.slot()] = false;
        raise(personality, false);
    }

    /** A heartbeat period has passed: what waits for another copy need not, if there is energy again. */
    public final void tick(Personality personality) {
        resume(personality);
        if (raised[personality.slot()] && personality.role() == Role.ACTIVE) {
            affords(personality, replicator.unsentBytes(personality));
            complete(personality);
        }
    }

    /** A peer has come nearer: acknowledges what has become durable by that. */
    public final void complete(Personality personality) {
        if (personality.owns() && settle(personality)) {
            hal.write(Register.INT_RAISE, Field.INT_COMPLETION.mask());
        }
    }

    private boolean settle(Personality personality) {
        int slot = personality.slot();
        long durable = replicator.durableLsn(personality);
        if (completedLsn[slot] >= durable) {
            return false;
        }
        while (completedLsn[slot] < durable) {
            long lsn = ++completedLsn[slot];
            long index = replicator.submissionAt(personality, lsn);
            if (index != 0) {
                acknowledge(personality, index, Status.OK, lsn);
            }
        }
        return true;
    }

    /** A valid submission: durable first, acknowledged then. */
    protected void accept(Personality personality, long index) {
        persist(personality, index);
        settle(personality);
    }

    /** Logs and applies the submission read last; gives its log sequence number. */
    protected final long persist(Personality personality, long index) {
        SubmissionRing submission = personality.submissions();
        int payloadSlot = (int) index & personality.layout().logSlots() - 1;
        personality
                .log()
                .commit(
                        submission.target(),
                        submission.length(),
                        submission.payloadCrc(),
                        payloadSlot,
                        personality.epoch(),
                        index);
        personality.log().replay();
        replicator.logged(personality, index);
        blocks.written(personality, submission.target(), submission.length());
        return personality.log().lsn();
    }

    /** Stores the completion. */
    protected final void acknowledge(Personality personality, long index, Status status, long lsn) {
        long credit = replicator.credit(personality);
        int inCopies = status == Status.OK ? replicator.copies(personality) : 0;
        if (inCopies != copies[personality.slot()] && status == Status.OK) {
            copies[personality.slot()] = inCopies;
            hal.journal(
                    Notice.DURABILITY_CHANGED,
                    personality.slot(),
                    inCopies,
                    personality.config().personality());
        }
        personality.completions().write(index, status, inCopies, lsn, credit, personality.epoch());
    }

    /** Whether the newest record came from the submission before {@code index}: the log knows it over restarts too. */
    private static boolean tookBefore(Personality personality, long index) {
        return personality.log().read(personality.log().lsn())
                && personality.log().submissionRead() == index - 1;
    }

    private boolean intact(long payload, SubmissionRing submission) {
        try {
            return hal.nvram().crc32c(payload, submission.length()) == submission.payloadCrc();
        } catch (UncorrectableError error) {
            return false;
        }
    }

    private Status validate(Personality personality, long index) {
        SubmissionRing submission = personality.submissions();
        if (submission.epoch() != personality.epoch()) {
            return Status.FENCED;
        }
        if (!submission.inBounds()) {
            return Status.OUT_OF_BOUNDS;
        }
        if (submission.linked() && !tookBefore(personality, index)) {
            return Status.UNLINKED;
        }
        long payload =
                personality.log().payloadAt((int) index & personality.layout().logSlots() - 1);
        if (!intact(payload, submission)) {
            return Status.CORRUPT;
        }
        long unsaved = replicator.unsentBytes(personality) + submission.length();
        return affords(personality, unsaved) ? Status.OK : Status.NO_ENERGY;
    }

    /** Whether a write may be taken with which so many bytes are not saved yet; raises the mode for it if it must. */
    private boolean affords(Personality personality, long unsavedBytes) {
        boolean covered = energy.covers(unsavedBytes);
        boolean raise = !covered && personality.config().raises();
        if (raise != raised[personality.slot()]) {
            raised[personality.slot()] = raise;
            raise(personality, raise);
        }
        return covered || raise && replicator.anyInSync(personality);
    }

    /** From now on another card must hold what is acknowledged; or it need not. */
    protected void raise(Personality personality, boolean now) {
        replicator.raise(personality, now);
    }
}
