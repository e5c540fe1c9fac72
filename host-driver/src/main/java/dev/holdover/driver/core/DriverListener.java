package dev.holdover.driver.core;

import dev.holdover.model.contract.EnergyLevel;
import java.util.Set;

/** Told by the driver core what happens; called from within its {@code poll} and {@code onInterrupt}. */
public interface DriverListener {
    /**
     * A write that {@code submit} took has ended.
     *
     * @param ticket what {@code submit} returned
     * @param lsn its log sequence number, zero where it has none
     */
    default void completed(int window, long ticket, Outcome outcome, long lsn) {}

    /**
     * An operation of a block volume has ended.
     *
     * @param ticket what {@link BlockDevice} gave for it
     */
    default void blockCompleted(int window, long ticket, BlockOutcome outcome) {}

    /**
     * Writes to {@code window} that are completed from now on are in this many cards' NVRAM. Told before the
     * first of them is.
     *
     * @param copies 1 in mode LOCAL and while the driver goes on alone; never zero; {@link
     *     dev.holdover.model.layout.CompletionRing#DESTAGED}: in another's, and on the disk that it saves to
     */
    default void durability(int window, int copies) {}

    /**
     * The card's firmware has failed to come up, {@code times} in a row (BOOT_FAILS). The host goes on without it;
     * told again each time that the number grows.
     */
    default void bootFails(long times) {}

    /**
     * The card's processor has been reset since the driver was last up; told each time that it comes up after one.
     *
     * @param causes all of them since then; never empty
     */
    default void cardReset(Set<ResetCause> causes) {}

    /**
     * The card's boot ROM did not simply boot the confirmed slot: it booted a new image on trial, fell back to another
     * one, or found none that may run. Told once for each such boot, when the driver comes up or finds the processor
     * halted.
     */
    default void firmwareBooted(FirmwareHealth health) {}

    /** An update of the card's firmware goes on: so many of the image's bytes are in the flash. */
    default void firmwareProgress(int programmedBytes, int imageBytes) {}

    /** An update of the card's firmware has ended. */
    default void firmwareUpdated(UpdateResult result) {}

    /**
     * Errors were found in AER_STATUS, and cleared: bits as in AER's Uncorrectable Error Status. The driver goes on by
     * itself; nothing that was completed is touched by them.
     */
    default void busErrors(long errors) {}

    /** The driver can do more, or less, than before. */
    default void stateChanged(DriverState from, DriverState to) {}

    /**
     * The host owns window {@code window} from now on. Window 0 is its own personality: at start, or when it comes
     * home. Any other is a take-over: the host whose it was is fenced, all that was acknowledged to it is in the
     * image, and this host may serve it at once.
     */
    default void owns(int window, int personality, long epoch) {}

    /**
     * The host owns it no longer: another card took the personality over, it went home, or the card was lost. What
     * was submitted and not completed has ended as {@link Outcome#UNKNOWN}.
     */
    default void lost(int window, int personality, long epoch) {}

    /** What the card can promise with its energy has changed; told before the first write that it refuses. */
    default void energy(EnergyLevel level) {}

    /**
     * An operation of the NV state machine has ended, or it was armed or disarmed: also by itself, and also while this
     * driver was not up.
     */
    default void nv(NvHealth health) {}

    /**
     * A read of the card met a word that can't be corrected; whoever asked for it was told. The card tries
     * to repair it.
     *
     * @param window whose, or -1 outside every read of an image
     * @param offset in the image
     * @param length in bytes
     */
    default void poisoned(int window, long offset, int length) {}

    /** Something has changed in a daughter slot: what is in it, its power, or whose it is. */
    default void daughter(DaughterSlot slot) {}
}
