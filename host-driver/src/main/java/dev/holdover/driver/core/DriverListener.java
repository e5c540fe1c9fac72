package dev.holdover.driver.core;

import dev.holdover.model.contract.EnergyLevel;

/** Told by the driver core what happens; called from within its {@code poll} and {@code onInterrupt}. */
public interface DriverListener {
    /**
     * A write that {@code submit} took has ended.
     *
     * @param ticket what {@code submit} returned
     * @param lsn its log sequence number, zero where it has none
     */
    void completed(int window, long ticket, Outcome outcome, long lsn);

    /**
     * Writes to {@code window} that are completed from now on are in this many cards' NVRAM. Told before the
     * first of them is.
     *
     * @param copies 1 in mode LOCAL and while the driver goes on alone; never zero
     */
    default void durability(int window, int copies) {}

    /**
     * The card's firmware has failed to come up, {@code times} in a row (BOOT_FAILS). The host goes on without it;
     * told again each time that the number grows.
     */
    default void bootFails(long times) {}

    /**
     * Errors were found in AER_STATUS, and cleared: bits as in AER's Uncorrectable Error Status. The driver goes on by
     * itself; nothing that was completed is touched by them.
     */
    default void busErrors(long errors) {}

    /** The driver can do more, or less, than before. */
    void stateChanged(DriverState from, DriverState to);

    /** The host owns window {@code window} from now on: at start, or as a take-over. */
    void owns(int window, int personality, long epoch);

    /** The host owns it no longer: another card took the personality over. */
    void lost(int window, int personality, long epoch);

    /** What the card can promise with its energy has changed; told before the first write that it refuses. */
    default void energy(EnergyLevel level) {}

    /**
     * A read of the card met a word that can't be corrected; whoever asked for it was told. The card tries
     * to repair it.
     *
     * @param window whose, or -1 outside every read of an image
     * @param offset in the image
     * @param length in bytes
     */
    default void poisoned(int window, long offset, int length) {}
}
