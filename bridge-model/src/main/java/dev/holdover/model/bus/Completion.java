package dev.holdover.model.bus;

/** How a non-posted transaction ended (PCI Express Base Specification, section 2.2.9). */
public enum Completion {
    /** Successful Completion. */
    SUCCESS,
    /** Unsupported Request: nothing answers there, or not at that width. */
    UNSUPPORTED_REQUEST,
    /**
     * Completer Abort: the completer is there and refuses, as a shut gate does. Access control services answer
     * requests that may not pass in the same way (section 6.12, ACS Violation).
     */
    COMPLETER_ABORT,
    /** Successful, but the data is marked as bad (error forwarding, section 2.7.2): AER's Poisoned TLP. */
    POISONED,
    /** No completion came in time; the requester sees all ones. */
    TIMEOUT
}
