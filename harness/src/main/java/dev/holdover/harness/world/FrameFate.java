package dev.holdover.harness.world;

/** What becomes of a frame. */
public enum FrameFate {
    /** It has come as it was sent. */
    DELIVERED,
    /** It has come with a bit flipped on the way. */
    DAMAGED,
    /** It has come a second time. */
    REPEATED,
    /** The sender's port, its cable or the network is down. */
    NOT_SENT,
    /** A queue on its way is full. */
    QUEUE_FULL,
    /** The receiver can't be reached: its cable is down, or the switch has fallen in two. */
    UNREACHABLE,
    /** The network has lost it. */
    LOST,
    /** What it was under way on was cut meanwhile, or the receiver's port is down. */
    CUT
}
