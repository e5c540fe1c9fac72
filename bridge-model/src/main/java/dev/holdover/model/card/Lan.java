package dev.holdover.model.card;

/** The networks as the card's own ports reach them: frames may be lost, repeated, reordered or changed. */
@FunctionalInterface
public interface Lan {
    /** Own ports of a card: LAN A is port 0, LAN B port 1. */
    int PORTS = 2;

    /** Instead of a card's number: an Ethernet frame to every station that is no card. */
    int EVERYBODY = 0;

    /**
     * Sends a frame from an own port to the same port of card {@code toCard}, or as Ethernet broadcast to
     * {@link #EVERYBODY}; the bytes are copied before it returns.
     */
    void transmit(int port, int toCard, byte[] frame, int at, int length);

    /** A bit for each own port that has a carrier: a cable, and something with power at its other end. */
    default int carrier() {
        return 1;
    }

    /** A bit for each own port whose loopback self-test fails: its sender or receiver is broken. */
    default int broken() {
        return 0;
    }
}
