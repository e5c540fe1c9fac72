package dev.holdover.driver.core;

import dev.holdover.model.contract.Register;

/** What the card's hardware reports of its own accord, for the host to know. */
final class CardReports {
    private static final long ALL_ONES = 0xffff_ffffL;

    private final CardRegisters card;
    private final DriverListener listener;
    private long bootFails;

    CardReports(CardRegisters card, DriverListener listener) {
        this.card = card;
        this.listener = listener;
    }

    /** A firmware that does not come up is held in reset, longer each time. */
    void bootFails() {
        long fails = card.read(Register.BOOT_FAILS);
        if (fails == ALL_ONES) {
            return;
        }
        if (fails > bootFails) {
            listener.bootFails(fails);
        }
        bootFails = fails;
    }

    /** Errors of the link are told once each. */
    void busErrors() {
        long errors = card.read(Register.AER_STATUS);
        if (errors != 0 && errors != ALL_ONES) {
            card.write(Register.AER_STATUS, errors);
            listener.busErrors(errors);
        }
    }
}
