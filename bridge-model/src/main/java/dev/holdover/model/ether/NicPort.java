package dev.holdover.model.ether;

/** A network controller's port to its cable: what a daughter card that is one gives to whoever drives it. */
public interface NicPort {
    /** Told of what comes in; at most one listener. */
    interface Listener {
        /** Whether frames to this address pass its filter now. */
        boolean takes(long to);

        /** A whole frame has come; the bytes are valid until this returns. */
        void received(byte[] frame, int length);

        /** The frame that was sent last has left the cable's near end: the next one may be sent. */
        void sent();

        /** The carrier has come or gone. */
        void carrierChanged();
    }

    /** The address that its maker gave it. */
    long address();

    /** Whether the other end of the cable is there. */
    boolean carrier();

    /**
     * Sends a frame; without a carrier it is gone. The bytes are copied before it returns. One at a time: the next one
     * after {@link Listener#sent}, which may be called from within.
     */
    void send(byte[] frame, int length);

    /** The frame that is being sent ends as it may, and {@link Listener#sent} does not tell of it any more. */
    void reset();

    /** From now on this one is told. */
    void listen(Listener listener);
}
