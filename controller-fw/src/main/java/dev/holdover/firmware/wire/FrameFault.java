package dev.holdover.firmware.wire;

/** Why a frame was refused. */
public enum FrameFault {
    /** None: the frame is good. */
    NONE,
    /** Too short, too long, or not ours. */
    MALFORMED,
    /** The checksum is wrong: damaged on the way. */
    BAD_CRC,
    /** The signature is wrong: not from a member. */
    BAD_MAC,
    /** Of another cluster, for another card, or sent on another LAN. */
    WRONG_ADDRESS,
    /** Of a session that is over. */
    OLD_SESSION,
    /** Seen before. */
    REPLAYED,
    /** None: the copy of a frame that came by the other LAN already. */
    TWIN
}
