package dev.holdover.model.card;

/** The network as the card's own port reaches it: frames may be lost, repeated, reordered or changed. */
@FunctionalInterface
public interface Lan {
    /** Sends a frame to the port of card {@code toCard}; the bytes are copied before it returns. */
    void transmit(int toCard, byte[] frame, int at, int length);
}
