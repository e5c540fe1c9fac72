package dev.holdover.model.layout;

import static dev.holdover.model.layout.Struct.u16;
import static dev.holdover.model.layout.Struct.u32;
import static dev.holdover.model.layout.Struct.u64;

import dev.holdover.model.contract.SipHash;
import java.util.List;

/**
 * The fence certificate: the owner's signed word that its gate is shut for an epoch, where its log ends,
 * and which card is to take the next epoch. An owner signs one for each epoch.
 *
 * @param personality whose
 * @param epoch the epoch that ended
 * @param finalLsn last position of the owner's log
 * @param finalHash hash at that position
 * @param cause an ordinal of the firmware's failure causes
 * @param taker number of the card that the next epoch is given to
 * @param mac keyed hash over the rest
 */
public record Certificate(int personality, long epoch, long finalLsn, long finalHash, int cause, int taker, long mac) {
    /** Encoded size in bytes. */
    public static final int BYTES = 40;

    private static final int PERSONALITY_AT = 0;
    private static final int CAUSE_AT = 4;
    private static final int EPOCH_AT = 8;
    private static final int FINAL_LSN_AT = 16;
    private static final int FINAL_HASH_AT = 24;
    private static final int TAKER_AT = 6;
    private static final int MAC_AT = 32;

    /** As it is stored and sent. */
    public static final Struct FORMAT = new Struct(
            "certificate",
            BYTES,
            "Fence certificate",
            List.of(
                    u32("personality", PERSONALITY_AT, "Whose"),
                    u16("cause", CAUSE_AT, "Why the owner gave up"),
                    u16("taker", TAKER_AT, "The card that the next epoch is given to"),
                    u64("epoch", EPOCH_AT, "The epoch that ended"),
                    u64("final_lsn", FINAL_LSN_AT, "Last position of the owner's log"),
                    u64("final_hash", FINAL_HASH_AT, "Hash at that position"),
                    u64("mac", MAC_AT, "SipHash-2-4 of all before")));

    /** Signs. */
    public static Certificate sign(
            int personality, long epoch, long finalLsn, long finalHash, int cause, int taker, SipHash key) {
        Certificate bare = new Certificate(personality, epoch, finalLsn, finalHash, cause, taker, 0);
        return new Certificate(personality, epoch, finalLsn, finalHash, cause, taker, bare.computeMac(key));
    }

    /** Whether the signature is that of {@code key}. */
    public boolean isSignedBy(SipHash key) {
        return mac == computeMac(key);
    }

    public void encode(byte[] into, int at) {
        Words.putInt(into, at + PERSONALITY_AT, personality);
        Words.putShort(into, at + CAUSE_AT, cause);
        Words.putShort(into, at + TAKER_AT, taker);
        Words.putLong(into, at + EPOCH_AT, epoch);
        Words.putLong(into, at + FINAL_LSN_AT, finalLsn);
        Words.putLong(into, at + FINAL_HASH_AT, finalHash);
        Words.putLong(into, at + MAC_AT, mac);
    }

    public static Certificate decode(byte[] from, int at) {
        return new Certificate(
                Words.getInt(from, at + PERSONALITY_AT),
                Words.getLong(from, at + EPOCH_AT),
                Words.getLong(from, at + FINAL_LSN_AT),
                Words.getLong(from, at + FINAL_HASH_AT),
                Words.getShort(from, at + CAUSE_AT),
                Words.getShort(from, at + TAKER_AT),
                Words.getLong(from, at + MAC_AT));
    }

    private long computeMac(SipHash key) {
        byte[] bytes = new byte[BYTES];
        encode(bytes, 0);
        return key.tag(bytes, 0, MAC_AT);
    }
}
