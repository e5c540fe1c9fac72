package dev.holdover.driver.core;

/** Told by a {@link DaughterNic} what happens; called from within {@code poll} and {@code onInterrupt}. */
public interface DaughterNicListener {
    /**
     * A frame has come in: Ethernet II, from its destination address on, without its check sequence. ARP requests for
     * addresses that the driver answers for are not shown.
     *
     * @param frame its bytes, valid until this returns
     * @param length 14 to {@link DaughterNic#MAX_FRAME}
     */
    void received(byte[] frame, int length);

    /**
     * A frame that {@code send} took has ended; frames end in the order in which they were taken.
     *
     * @param ticket what {@code send} returned
     */
    default void sent(long ticket, NicOutcome outcome) {}

    /** Frames are taken from now on: the first time, or again. */
    default void ready() {}

    /** It was pulled, lost its power or died; told once, after its frames have ended as GONE. */
    default void gone() {}

    /** The cable's carrier has come or gone; told after {@code ready} too, each time. */
    default void link(boolean up) {}

    /** So many more frames have been lost, since the host did not give room for them in time. */
    default void missed(long frames) {}

    /** The controller bears the address of {@code window} from now on, and has begun to announce it. */
    default void addressTaken(int window, int ipv4, long mac) {}

    /** It bears it no longer: the card has withdrawn it, or is lost. */
    default void addressLost(int window) {}
}
