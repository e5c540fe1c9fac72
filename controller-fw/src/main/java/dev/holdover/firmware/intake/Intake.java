package dev.holdover.firmware.intake;

import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.firmware.power.EnergyBudget;
import dev.holdover.firmware.replicate.Replicator;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Role;
import dev.holdover.model.layout.CompletionRing.Status;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.SubmissionRing;

/**
 * The way of a write: descriptor validated, logged, applied, acknowledged, sent to the peer. The
 * order is the promise of ack mode LOCAL: the completion is stored after the log record is durable.
 */
public class Intake {
    private final Hal hal;
    private final Replicator replicator;
    private final EnergyBudget energy;

    public Intake(Hal hal, Replicator replicator, EnergyBudget energy) {
        this.hal = hal;
        this.replicator = replicator;
        this.energy = energy;
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
            consumed++;
            take(personality, consumed);
        }
        if (consumed != first) {
            hal.write(Register.INT_RAISE, Field.INT_COMPLETION.mask());
            replicator.pump(personality);
        }
    }

    private void take(Personality personality, long index) {
        Status status = validate(personality, index);
        if (status == Status.OK) {
            accept(personality, index);
        } else {
            acknowledge(personality, index, status, 0);
        }
        hal.nvram().putLong(personality.base() + NvramLayout.CONSUMED, index);
    }

    /**
     * Catches up what a restart may have cut off: the last record's submission is acknowledged and
     * off the ring.
     */
    public final void recover(Personality personality) {
        if (!personality.log().read(personality.log().lsn())) {
            return;
        }
        long index = personality.log().submissionRead();
        long consumedAt = personality.base() + NvramLayout.CONSUMED;
        if (index > hal.nvram().getLong(consumedAt)) {
            acknowledge(personality, index, Status.OK, personality.log().lsn());
            hal.nvram().putLong(consumedAt, index);
        }
    }

    /** A valid submission: durable first, acknowledged then. */
    protected void accept(Personality personality, long index) {
        long lsn = persist(personality, index);
        acknowledge(personality, index, Status.OK, lsn);
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
        return personality.log().lsn();
    }

    /** Stores the completion. */
    protected final void acknowledge(Personality personality, long index, Status status, long lsn) {
        long credit = replicator.credit(personality);
        personality.completions().write(index, status, lsn, credit, personality.epoch());
    }

    private Status validate(Personality personality, long index) {
        SubmissionRing submission = personality.submissions();
        if (submission.epoch() != personality.epoch()) {
            return Status.FENCED;
        }
        if (!submission.inBounds()) {
            return Status.OUT_OF_BOUNDS;
        }
        long payload =
                personality.log().payloadAt((int) index & personality.layout().logSlots() - 1);
        if (hal.nvram().crc32c(payload, submission.length()) != submission.payloadCrc()) {
            return Status.CORRUPT;
        }
        long unsaved = replicator.unsentBytes(personality) + submission.length();
        return energy.covers(unsaved) ? Status.OK : Status.NO_ENERGY;
    }
}
