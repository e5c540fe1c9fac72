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
}
