package dev.holdover.firmware.wire;

/** What a frame says. The ordinal stands in its header. */
public enum MessageType {
    /** Who I am, and for each shared personality where I stand. Opens a session. */
    HELLO,
    /** I live; where I stand. */
    HEARTBEAT,
    /** One log record with its payload. */
    APPEND,
    /** Everything up to here is in my NVRAM; and one more than what is on my disk, zero: nothing is kept there. */
    ACK,
    /** The fence certificate. */
    GATE_SHUT,
    /** The certificate's log is complete at your side: the epoch is yours. */
    DRAIN_DONE,
    /** I own the epoch now. */
    CLAIMED,
    /** The log does not reach back: blocks follow. */
    RESYNC_BEGIN,
    /** One block of the image. */
    RESYNC_BLOCK,
    /** That block is in my NVRAM. */
    RESYNC_ACK,
    /** The blocks are done; the log goes on from here. */
    RESYNC_END,
    /** Send me part of a personality's image. */
    FETCH,
    /** A piece of what was asked for. */
    FETCH_DATA,
    /** Your epoch is over; here is the present one. */
    NACK_STALE,
    /** Your host may come back. */
    RECONNECT_OK,
    /** Hashes of blocks of my image: which of yours differ? */
    RESYNC_HASHES,
    /** Those. */
    RESYNC_DIFFER,
    /** May I keep my gate open? With the copies that have all acknowledged writes. */
    LEASE_REQUEST,
    /** You may, counted from when you asked. */
    LEASE_GRANT,
    /** May I take over? */
    VOTE_REQUEST,
    /** Whether you may, and what I know of the owner's copies. */
    VOTE,
    /** To the disk array: register the key of an owner for its host, and preempt every older one. */
    RESERVE,
    /** The array's answer: which epoch holds the volume now. */
    RESERVED,
    /** To the array: keep this fence certificate for whoever asks. */
    MAILBOX_PUT,
    /** To the array: is there a certificate? */
    MAILBOX_GET,
    /** The array's answer to both: the newest certificate that it keeps. */
    MAILBOX,
    /** How are your ports, and by which of them do you hear that card? */
    DIAGNOSE,
    /** So, and by these. */
    DIAGNOSIS,
    /** To whoever keeps my bytes: give them back; or, if the word is zero, no longer. */
    RESTORE,
    /** Whether I keep them whole: one, or zero. */
    KEPT,
    /** To a copy: zero what you hold. */
    ERASE,
    /** It is zeroed. */
    ERASED,
    /** Part of an intent: a row of the block volume that I am about to write. */
    INTENT,
    /** All of that intent is in my NVRAM. */
    INTENT_ACK;

    private static final MessageType[] VALUES = values();

    static boolean known(int code) {
        return code >= 0 && code < VALUES.length;
    }

    static MessageType of(int code) {
        return VALUES[code];
    }
}
