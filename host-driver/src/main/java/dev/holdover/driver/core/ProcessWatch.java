package dev.holdover.driver.core;

import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;

/** What the driver tells the card of the processes that serve its windows. */
final class ProcessWatch {
    private final CardRegisters card;
    private long watched;
    private long alive;
    private long told;

    ProcessWatch(CardRegisters card) {
        this.card = card;
    }

    void watch(int window) {
        watched |= 1L << window;
        alive |= 1L << window;
    }

    void beat(int window) {
        alive |= 1L << window;
    }

    /** A heartbeat is due: tells of the windows in {@code owned}, and forgets the others. */
    void tell(long owned) {
        watched &= owned;
        long status = Field.PROCESS_WATCHED.set(0, watched);
        status = Field.PROCESS_ALIVE.set(status, alive & watched);
        if (status != 0 || told != 0) {
            card.write(Register.PROCESS_STATUS, status);
        }
        told = status;
        alive = 0;
    }
}
