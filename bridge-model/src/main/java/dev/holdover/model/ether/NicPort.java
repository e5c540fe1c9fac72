package dev.holdover.model.ether;

/** A network controller's port to its cable: what a daughter card that is one gives to whoever drives it. */
public interface NicPort {
    /** Told of what comes in; at most one listener. */
    interface Listener {
        /** A whole frame has come; the bytes are valid until this returns. */
        void received(byte[] frame, int length);

        /** The carrier has come or gone. */
        void carrierChanged();
    }

    /** Whether the other end of the cable is there. */
    boolean carrier();

    /** Sends a frame; without a carrier it is gone. The bytes are copied before it returns. */
    void send(byte[] frame, int length);

    /** From now on this one is told. */
    void listen(Listener listener);
}
