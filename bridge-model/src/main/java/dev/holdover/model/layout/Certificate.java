package dev.holdover.model.layout;

import dev.holdover.model.contract.SipHash;

/**
 * The fence certificate: the owner's signed word that its gate is shut for an epoch, and where its
 * log ends.
 *
 * @param personality whose
 * @param epoch the epoch that ended
 * @param finalLsn last position of the owner's log
 * @param finalHash hash at that position
 * @param cause an ordinal of the firmware's failure causes
 * @param mac keyed hash over the rest
 */
public record Certificate(int personality, long epoch, long finalLsn, long finalHash, int cause, long mac) {
    /** Encoded size in bytes. */
    public static final int BYTES = 40;

    /** Signs. */
    public static Certificate sign(int personality, long epoch, long finalLsn, long finalHash, int cause, SipHash key) {
        Certificate bare = new Certificate(personality, epoch, finalLsn, finalHash, cause, 0);
        return new Certificate(personality, epoch, finalLsn, finalHash, cause, bare.computeMac(key));
    }

    /** Whether the signature is that of {@code key}. */
    public boolean isSignedBy(SipHash key) {
        return mac == computeMac(key);
    }

    public void encode(byte[] into, int at) {
        Words.putInt(into, at, personality);
        Words.putInt(into, at + 4, cause);
        Words.putLong(into, at + 8, epoch);
        Words.putLong(into, at + 16, finalLsn);
        Words.putLong(into, at + 24, finalHash);
        Words.putLong(into, at + 32, mac);
    }

    public static Certificate decode(byte[] from, int at) {
        return new Certificate(
                Words.getInt(from, at),
                Words.getLong(from, at + 8),
                Words.getLong(from, at + 16),
                Words.getLong(from, at + 24),
                Words.getInt(from, at + 4),
                Words.getLong(from, at + 32));
    }

    private long computeMac(SipHash key) {
        byte[] bytes = new byte[BYTES];
        encode(bytes, 0);
        return key.tag(bytes, 0, BYTES - 8);
    }
}
