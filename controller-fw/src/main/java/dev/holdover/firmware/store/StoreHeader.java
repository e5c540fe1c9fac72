package dev.holdover.firmware.store;

import dev.holdover.firmware.personality.Personality;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.Superblock;
import dev.holdover.model.layout.Words;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The header of a region: which of its halves counts, and what the personality was when it was sealed. It lies there
 * twice, and the second copy is written when the first is flushed: a cut leaves one that is whole, and so does rot.
 *
 * <pre>
 *   0  u64  magic
 *   8  u32  cluster             12  u32  card
 *  16  u32  personality         20  u32  image blocks
 *  24  u64  revision            counts the headers written
 *  32  u64  generation          of the half that counts
 *  40  u64  base lsn            48  u64  base hash: the journal goes on from there
 *  56  u64  consistent lsn      the journal must reach it: the image was copied while the log went on
 *  64  u64  sealed lsn          72  u64  sealed hash: the journal reached it when this was written
 *  80  u32  CRC32C of the checksums
 *  84  u32  CRC32C of the header without this field
 *  88  u64  run: the journal's groups bear it
 *  96       the personality's record, as in the superblock
 * </pre>
 */
final class StoreHeader {
    private static final long MAGIC = 0x45524F5453444C48L;
    private static final int CLUSTER_AT = 8;
    private static final int CARD_AT = 12;
    private static final int PERSONALITY_AT = 16;
    private static final int BLOCKS_AT = 20;
    private static final int REVISION_AT = 24;
    private static final int GENERATION_AT = 32;
    private static final int BASE_LSN_AT = 40;
    private static final int BASE_HASH_AT = 48;
    private static final int CONSISTENT_AT = 56;
    private static final int SEALED_LSN_AT = 64;
    private static final int SEALED_HASH_AT = 72;
    private static final int TABLE_CRC_AT = 80;
    private static final int CRC_AT = 84;
    private static final int RUN_AT = 88;
    private static final int RECORD_AT = 96;

    private final Personality personality;
    private final int cluster;
    private final byte[] bytes = new byte[NvramLayout.BLOCK];
    private final byte[] now = new byte[Superblock.SLOT_BYTES];
    private final CRC32C crc = new CRC32C();

    StoreHeader(Personality personality, int cluster) {
        this.personality = personality;
        this.cluster = cluster;
    }

    /** Whether a block that was read may once have been a header: what was never written, or erased, is zero. */
    static boolean written(byte[] from) {
        for (int i = 0; i < NvramLayout.BLOCK; i++) {
            if (from[i] != 0) {
                return true;
            }
        }
        return false;
    }

    /** Nothing is stored. */
    void clear() {
        Arrays.fill(bytes, (byte) 0);
    }

    long revision() {
        return Words.getLong(bytes, REVISION_AT);
    }

    long generation() {
        return Words.getLong(bytes, GENERATION_AT);
    }

    long run() {
        return Words.getLong(bytes, RUN_AT);
    }

    long baseLsn() {
        return Words.getLong(bytes, BASE_LSN_AT);
    }

    long baseHash() {
        return Words.getLong(bytes, BASE_HASH_AT);
    }

    long consistentLsn() {
        return Words.getLong(bytes, CONSISTENT_AT);
    }

    long sealedLsn() {
        return Words.getLong(bytes, SEALED_LSN_AT);
    }

    long sealedHash() {
        return Words.getLong(bytes, SEALED_HASH_AT);
    }

    int tableCrc() {
        return Words.getInt(bytes, TABLE_CRC_AT);
    }

    /** Another half counts from the next {@link #seal} on. */
    void half(long generation, long run, long baseLsn, long baseHash, long consistentLsn, int tableCrc) {
        Words.putLong(bytes, GENERATION_AT, generation);
        Words.putLong(bytes, RUN_AT, run);
        Words.putLong(bytes, BASE_LSN_AT, baseLsn);
        Words.putLong(bytes, BASE_HASH_AT, baseHash);
        Words.putLong(bytes, CONSISTENT_AT, consistentLsn);
        Words.putInt(bytes, TABLE_CRC_AT, tableCrc);
    }

    /** Whether the personality is other than when it was sealed. */
    boolean outdated(long lsn, long hash) {
        personality.record().encode(now, 0);
        return sealedLsn() != lsn
                || sealedHash() != hash
                || !Arrays.equals(now, 0, now.length, bytes, RECORD_AT, RECORD_AT + now.length);
    }

    /** Makes it what is to be written now. */
    void seal(long lsn, long hash) {
        Words.putLong(bytes, 0, MAGIC);
        Words.putInt(bytes, CLUSTER_AT, cluster);
        Words.putInt(bytes, CARD_AT, personality.card());
        Words.putInt(bytes, PERSONALITY_AT, personality.config().personality());
        Words.putInt(bytes, BLOCKS_AT, personality.layout().blocks());
        Words.putLong(bytes, REVISION_AT, revision() + 1);
        Words.putLong(bytes, SEALED_LSN_AT, lsn);
        Words.putLong(bytes, SEALED_HASH_AT, hash);
        personality.record().encode(bytes, RECORD_AT);
        Words.putInt(bytes, CRC_AT, checksum(bytes, 0));
    }

    byte[] bytes() {
        return bytes;
    }

    /** Takes a copy that was read if it is whole, belongs here and is newer than what is known; says if it is whole. */
    boolean take(byte[] from, int at) {
        boolean whole = Words.getLong(from, at) == MAGIC
                && Words.getInt(from, at + CLUSTER_AT) == cluster
                && Words.getInt(from, at + CARD_AT) == personality.card()
                && Words.getInt(from, at + PERSONALITY_AT)
                        == personality.config().personality()
                && Words.getInt(from, at + BLOCKS_AT) == personality.layout().blocks()
                && Words.getInt(from, at + CRC_AT) == checksum(from, at);
        if (whole && Words.getLong(from, at + REVISION_AT) > revision()) {
            System.arraycopy(from, at, bytes, 0, bytes.length);
        }
        return whole;
    }

    /** The personality's record becomes what was sealed. */
    void restoreRecord() {
        personality.record().decode(bytes, RECORD_AT);
    }

    private int checksum(byte[] of, int at) {
        crc.reset();
        crc.update(of, at, CRC_AT);
        crc.update(of, at + CRC_AT + Integer.BYTES, NvramLayout.BLOCK - CRC_AT - Integer.BYTES);
        return (int) crc.getValue();
    }
}
