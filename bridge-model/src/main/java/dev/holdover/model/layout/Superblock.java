package dev.holdover.model.layout;

import static dev.holdover.model.layout.Struct.array;
import static dev.holdover.model.layout.Struct.u32;
import static dev.holdover.model.layout.Struct.u64;

import dev.holdover.model.contract.Role;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * What a card must remember over a restart: two copies, each with a CRC32C and a generation. Both are
 * written each time, one after the other, so that either may be lost. The newer whole copy counts; a torn
 * or unreadable one is as if it had never been begun, and the next {@link #persist} replaces it first.
 *
 * <pre>
 *   0  u64  magic "HLDSUPER"     8  u32 format version    12  u32 length
 *  16  u64  generation          24  u64 incarnation
 *  32  u64  userBytes           40  u32 logSlots          44  u32 slots
 *  48  u32  card                52  u32 cluster           56  u32 peers
 *  64  slots x 456 B:
 *        0 u32 personality   4 u32 role          8 u32 home card  12 u32 voted for
 *       16 u64 epoch        24 u32 gate open    28 u32 certified
 *       32 40 B certificate 80 u64 voted epoch
 *       88 u64 sync epoch   96 u64 sync version 104 u32 sync set  108 u32 quorum
 *      112 u64 pre-image lsn 120 u64 pre-image hash 128 u32 pre-image kept
 *      132 u32 history entries
 *      136 10 x (u64 epoch, u64 first lsn, u64 hash there, u32 owner, u32 forced)
 * len-8  u32 zero            len-4 u32 CRC32C of all before
 * </pre>
 *
 * An instance is the working copy; {@link #persist} makes it the newest in the NVRAM.
 */
public class Superblock {
    /** The letters HLDSUPER. */
    public static final long MAGIC = 0x5245505553444C48L;

    /** Version of the format. */
    public static final int VERSION = 1;

    /** How many epochs each slot remembers. */
    public static final int HISTORY = 10;

    private static final int MAGIC_AT = 0;
    private static final int VERSION_AT = 8;
    private static final int LENGTH_AT = 12;
    private static final int GENERATION_AT = 16;
    private static final int INCARNATION_AT = 24;
    private static final int USER_BYTES_AT = 32;
    private static final int LOG_SLOTS_AT = 40;
    private static final int SLOTS_AT = 44;
    private static final int CARD_AT = 48;
    private static final int CLUSTER_AT = 52;
    private static final int PEERS_AT = 56;
    private static final int HEAD_BYTES = 64;

    private static final int PERSONALITY_AT = 0;
    private static final int ROLE_AT = 4;
    private static final int HOME_CARD_AT = 8;
    private static final int VOTED_FOR_AT = 12;
    private static final int EPOCH_AT = 16;
    private static final int GATE_OPEN_AT = 24;
    private static final int CERTIFIED_AT = 28;
    private static final int CERTIFICATE_AT = 32;
    private static final int VOTED_EPOCH_AT = 80;
    private static final int SYNC_EPOCH_AT = 88;
    private static final int SYNC_VERSION_AT = 96;
    private static final int SYNC_SET_AT = 104;
    private static final int QUORUM_AT = 108;
    private static final int PRE_IMAGE_LSN_AT = 112;
    private static final int PRE_IMAGE_HASH_AT = 120;
    private static final int PRE_IMAGE_KEPT_AT = 128;
    private static final int HISTORY_SIZE_AT = 132;
    private static final int HISTORY_AT = 136;
    /** Size of the record of a personality in bytes. */
    public static final int SLOT_BYTES = 456;

    private static final int START_EPOCH_AT = 0;
    private static final int START_LSN_AT = 8;
    private static final int START_HASH_AT = 16;
    private static final int START_OWNER_AT = 24;
    private static final int START_FORCED_AT = 28;
    private static final int START_BYTES = 32;

    private static final int CRC_AT = 4;
    private static final int TAIL_BYTES = 8;

    /** What stands before the slots' records. */
    public static final Struct HEAD = new Struct(
            "superblock",
            HEAD_BYTES,
            "Head of the superblock; the slots' records and the tail follow it",
            List.of(
                    u64("magic", MAGIC_AT, "The letters HLDSUPER"),
                    u32("version", VERSION_AT, "Version of the format"),
                    u32("length", LENGTH_AT, "Of head, records and tail in bytes"),
                    u64("generation", GENERATION_AT, "The higher one of two whole copies counts"),
                    u64("incarnation", INCARNATION_AT, "How often the firmware has booted on this NVRAM"),
                    u64("user_bytes", USER_BYTES_AT, "Size of each image"),
                    u32("log_slots", LOG_SLOTS_AT, "Capacity of rings and log"),
                    u32("slots", SLOTS_AT, "Number of personalities that the card can hold"),
                    u32("card", CARD_AT, "Number of the card"),
                    u32("cluster", CLUSTER_AT, "Number of the cluster"),
                    u32("peers", PEERS_AT, "How many other cards may hold copies of a personality")));

    /** One remembered epoch. */
    public static final Struct EPOCH_START = new Struct(
            "epoch_start",
            START_BYTES,
            "Where an epoch began",
            List.of(
                    u64("epoch", START_EPOCH_AT, "The epoch"),
                    u64("start_lsn", START_LSN_AT, "Log position after which it begins"),
                    u64("start_hash", START_HASH_AT, "Hash at that position"),
                    u32("owner", START_OWNER_AT, "The card that owned it"),
                    u32("forced", START_FORCED_AT, "Whether an operator forced it")));

    /** The record of one personality. */
    public static final Struct SLOT = new Struct(
            "superblock_slot",
            SLOT_BYTES,
            "What is remembered of one personality",
            List.of(
                    u32("personality", PERSONALITY_AT, "Number of the personality; zero: the slot is unused"),
                    u32("role", ROLE_AT, "A Role"),
                    u32("home_card", HOME_CARD_AT, "The card whose host the personality belongs to"),
                    u32("voted_for", VOTED_FOR_AT, "The card that has the vote of voted_epoch"),
                    u64("epoch", EPOCH_AT, "The highest epoch known here; it never falls"),
                    u32("gate_open", GATE_OPEN_AT, "Whether the window was open"),
                    u32("certified", CERTIFIED_AT, "Whether the certificate counts"),
                    array("certificate", CERTIFICATE_AT, 1, Certificate.FORMAT, "Issued or received here"),
                    u64("voted_epoch", VOTED_EPOCH_AT, "The highest epoch that a vote was given for"),
                    u64("sync_epoch", SYNC_EPOCH_AT, "The highest epoch whose owner was granted a lease here"),
                    u64("sync_version", SYNC_VERSION_AT, "Counts the sync sets of that epoch"),
                    u32("sync_set", SYNC_SET_AT, "A bit for each copy that has all acknowledged writes"),
                    u32("quorum", QUORUM_AT, "In how many of them a write is before it is acknowledged"),
                    u64("pre_image_lsn", PRE_IMAGE_LSN_AT, "Log position of the state that the pre-image keeps"),
                    u64("pre_image_hash", PRE_IMAGE_HASH_AT, "Hash at that position"),
                    u32(
                            "pre_image_kept",
                            PRE_IMAGE_KEPT_AT,
                            "Whether the image is being filled and the pre-image counts"),
                    u32("history_size", HISTORY_SIZE_AT, "Number of remembered epochs"),
                    array("history", HISTORY_AT, HISTORY, EPOCH_START, "The remembered epochs, the oldest first")));

    /** What stands behind the slots' records. */
    public static final Struct TAIL = new Struct(
            "superblock_tail",
            TAIL_BYTES,
            "End of the superblock",
            List.of(u32("crc", CRC_AT, "CRC32C of all before")));

    private final byte[] bytes;
    private final NvramAccess nvram;
    private final NvramLayout layout;
    private final CRC32C crc = new CRC32C();
    private int trusted;

    /** A fresh one, not yet in the NVRAM. */
    protected Superblock(NvramAccess nvram, NvramLayout layout, int cluster, int card) {
        this.nvram = nvram;
        this.layout = layout;
        this.bytes = new byte[HEAD_BYTES + layout.slots() * SLOT_BYTES + TAIL_BYTES];
        Words.putLong(bytes, MAGIC_AT, MAGIC);
        Words.putInt(bytes, VERSION_AT, VERSION);
        Words.putInt(bytes, LENGTH_AT, bytes.length);
        Words.putLong(bytes, USER_BYTES_AT, layout.userBytes());
        Words.putInt(bytes, LOG_SLOTS_AT, layout.logSlots());
        Words.putInt(bytes, SLOTS_AT, layout.slots());
        Words.putInt(bytes, CARD_AT, card);
        Words.putInt(bytes, CLUSTER_AT, cluster);
        Words.putInt(bytes, PEERS_AT, layout.peers());
    }

    /** A fresh one, not yet in the NVRAM. */
    public static Superblock create(NvramAccess nvram, NvramLayout layout, int cluster, int card) {
        return new Superblock(nvram, layout, cluster, card);
    }

    /**
     * Loads the newer of the two copies that are whole and belong to this card.
     *
     * @return whether there was one; if not, the working copy is as {@link #create} left it
     */
    public final boolean load() {
        byte[] best = new byte[bytes.length];
        byte[] candidate = new byte[bytes.length];
        long bestGeneration = 0;
        for (int copy = 0; copy < 2; copy++) {
            if (readable(copy, candidate)
                    && whole(candidate)
                    && Words.getLong(candidate, GENERATION_AT) > bestGeneration) {
                bestGeneration = Words.getLong(candidate, GENERATION_AT);
                System.arraycopy(candidate, 0, best, 0, best.length);
                trusted = copy;
            }
        }
        if (bestGeneration == 0) {
            return false;
        }
        System.arraycopy(best, 0, bytes, 0, bytes.length);
        return true;
    }

    private boolean readable(int copy, byte[] into) {
        try {
            nvram.get(NvramLayout.superblock(copy), into, 0, into.length);
            return true;
        } catch (UncorrectableError error) {
            return false;
        }
    }

    /** Writes the working copy over both, the one that is not trusted first; it is durable on return. */
    public final void persist() {
        Words.putLong(bytes, GENERATION_AT, generation() + 1);
        Words.putInt(bytes, crcAt(), Words.crc32c(crc, bytes, 0, crcAt()));
        for (int i = 1; i >= 0; i--) {
            nvram.put(NvramLayout.superblock(trusted ^ i), bytes, 0, bytes.length);
            nvram.fence();
        }
    }

    /** One of the copies in the NVRAM is found to be bad: the next {@link #persist} replaces it first. */
    public final void distrust(int copy) {
        trusted = copy ^ 1;
    }

    /** Size of a copy in bytes. */
    public final int size() {
        return bytes.length;
    }

    public final long generation() {
        return Words.getLong(bytes, GENERATION_AT);
    }

    /** How often the firmware has booted on this NVRAM. */
    public final long incarnation() {
        return Words.getLong(bytes, INCARNATION_AT);
    }

    public final void incarnation(long value) {
        Words.putLong(bytes, INCARNATION_AT, value);
    }

    /** The record of slot {@code slot}, a view of the working copy. */
    public final Slot slot(int slot) {
        return new Slot(HEAD_BYTES + slot * SLOT_BYTES);
    }

    /** Whether these bytes are a copy of this card's superblock, complete and undamaged. */
    protected boolean whole(byte[] candidate) {
        return Words.getLong(candidate, MAGIC_AT) == MAGIC
                && Words.getInt(candidate, VERSION_AT) == VERSION
                && Words.getInt(candidate, LENGTH_AT) == candidate.length
                && Words.getLong(candidate, USER_BYTES_AT) == layout.userBytes()
                && Words.getInt(candidate, LOG_SLOTS_AT) == layout.logSlots()
                && Words.getInt(candidate, SLOTS_AT) == layout.slots()
                && Words.getInt(candidate, CARD_AT) == Words.getInt(bytes, CARD_AT)
                && Words.getInt(candidate, PEERS_AT) == layout.peers()
                && Words.getInt(candidate, CLUSTER_AT) == Words.getInt(bytes, CLUSTER_AT)
                && Words.getInt(candidate, crcAt()) == Words.crc32c(crc, candidate, 0, crcAt());
    }

    private int crcAt() {
        return bytes.length - TAIL_BYTES + CRC_AT;
    }

    /** What is remembered of one personality. Setters change the working copy only. */
    public final class Slot {
        private final int at;

        private Slot(int at) {
            this.at = at;
        }

        /** Number of the personality; zero: the slot is unused. */
        public int personality() {
            return Words.getInt(bytes, at + PERSONALITY_AT);
        }

        public void personality(int value) {
            Words.putInt(bytes, at + PERSONALITY_AT, value);
        }

        public Role role() {
            return Role.of(Words.getInt(bytes, at + ROLE_AT));
        }

        public void role(Role value) {
            Words.putInt(bytes, at + ROLE_AT, value.ordinal());
        }

        /** The card whose host the personality belongs to. */
        public int homeCard() {
            return Words.getInt(bytes, at + HOME_CARD_AT);
        }

        public void homeCard(int value) {
            Words.putInt(bytes, at + HOME_CARD_AT, value);
        }

        /** The highest epoch that a vote was given for; zero: none. */
        public long votedEpoch() {
            return Words.getLong(bytes, at + VOTED_EPOCH_AT);
        }

        /** The card that the vote of {@link #votedEpoch} went to. */
        public int votedFor() {
            return Words.getInt(bytes, at + VOTED_FOR_AT);
        }

        public void vote(long forEpoch, int card) {
            Words.putLong(bytes, at + VOTED_EPOCH_AT, forEpoch);
            Words.putInt(bytes, at + VOTED_FOR_AT, card);
        }

        /** What the owner of the highest epoch that got a lease here has registered. */
        public SyncSet syncSet() {
            return new SyncSet(
                    Words.getLong(bytes, at + SYNC_EPOCH_AT),
                    Words.getLong(bytes, at + SYNC_VERSION_AT),
                    Words.getInt(bytes, at + SYNC_SET_AT),
                    Words.getInt(bytes, at + QUORUM_AT));
        }

        public void syncSet(SyncSet value) {
            Words.putLong(bytes, at + SYNC_EPOCH_AT, value.epoch());
            Words.putLong(bytes, at + SYNC_VERSION_AT, value.version());
            Words.putInt(bytes, at + SYNC_SET_AT, value.members());
            Words.putInt(bytes, at + QUORUM_AT, value.quorum());
        }

        /** Whether the image is being filled and the pre-image counts. */
        public boolean preImageKept() {
            return Words.getInt(bytes, at + PRE_IMAGE_KEPT_AT) != 0;
        }

        /** Log position of the state that the pre-image keeps. */
        public long preImageLsn() {
            return Words.getLong(bytes, at + PRE_IMAGE_LSN_AT);
        }

        /** Hash at {@link #preImageLsn}. */
        public long preImageHash() {
            return Words.getLong(bytes, at + PRE_IMAGE_HASH_AT);
        }

        /** From now on the pre-image keeps the state at a log position. */
        public void keepPreImage(long lsn, long hash) {
            Words.putLong(bytes, at + PRE_IMAGE_LSN_AT, lsn);
            Words.putLong(bytes, at + PRE_IMAGE_HASH_AT, hash);
            Words.putInt(bytes, at + PRE_IMAGE_KEPT_AT, 1);
        }

        /** The image is whole again. */
        public void dropPreImage() {
            Words.putInt(bytes, at + PRE_IMAGE_KEPT_AT, 0);
        }

        /** The highest epoch known here. It never falls. */
        public long epoch() {
            return Words.getLong(bytes, at + EPOCH_AT);
        }

        public void epoch(long value) {
            Words.putLong(bytes, at + EPOCH_AT, value);
        }

        public boolean gateOpen() {
            return Words.getInt(bytes, at + GATE_OPEN_AT) != 0;
        }

        public void gateOpen(boolean value) {
            Words.putInt(bytes, at + GATE_OPEN_AT, value ? 1 : 0);
        }

        /** Whether {@link #certificate()} was issued or received here. */
        public boolean certified() {
            return Words.getInt(bytes, at + CERTIFIED_AT) != 0;
        }

        public Certificate certificate() {
            return Certificate.decode(bytes, at + CERTIFICATE_AT);
        }

        public void certificate(Certificate certificate) {
            certificate.encode(bytes, at + CERTIFICATE_AT);
            Words.putInt(bytes, at + CERTIFIED_AT, 1);
        }

        /** Forgets the certificate: the epoch it ended is over. */
        public void clearCertificate() {
            Words.putInt(bytes, at + CERTIFIED_AT, 0);
        }

        /** Number of remembered epochs. */
        public int historySize() {
            return Words.getInt(bytes, at + HISTORY_SIZE_AT);
        }

        public long historyEpoch(int entry) {
            return Words.getLong(bytes, history(entry) + START_EPOCH_AT);
        }

        /** First log position of the epoch of {@code entry}. */
        public long historyStart(int entry) {
            return Words.getLong(bytes, history(entry) + START_LSN_AT);
        }

        /** Hash at {@link #historyStart}. */
        public long historyHash(int entry) {
            return Words.getLong(bytes, history(entry) + START_HASH_AT);
        }

        /** The card that owned the epoch of {@code entry}. */
        public int historyOwner(int entry) {
            return Words.getInt(bytes, history(entry) + START_OWNER_AT);
        }

        /** Whether an operator forced the epoch of {@code entry}. */
        public boolean historyForced(int entry) {
            return Words.getInt(bytes, history(entry) + START_FORCED_AT) != 0;
        }

        /** Remembers an epoch, the newest; the oldest entry gives way. */
        public void addHistory(EpochStart start) {
            int size = historySize();
            if (size == HISTORY) {
                System.arraycopy(bytes, history(1), bytes, history(0), (HISTORY - 1) * START_BYTES);
                size--;
            }
            Words.putLong(bytes, history(size) + START_EPOCH_AT, start.epoch());
            Words.putLong(bytes, history(size) + START_LSN_AT, start.lsn());
            Words.putLong(bytes, history(size) + START_HASH_AT, start.hash());
            Words.putInt(bytes, history(size) + START_OWNER_AT, start.owner());
            Words.putInt(bytes, history(size) + START_FORCED_AT, start.forced() ? 1 : 0);
            Words.putInt(bytes, at + HISTORY_SIZE_AT, size + 1);
        }

        /** Copies the record out: {@link #SLOT_BYTES}. */
        public void encode(byte[] into, int to) {
            System.arraycopy(bytes, at, into, to, SLOT_BYTES);
        }

        /** Makes the record what was copied out earlier. */
        public void decode(byte[] from, int fromAt) {
            System.arraycopy(from, fromAt, bytes, at, SLOT_BYTES);
        }

        private int history(int entry) {
            return at + HISTORY_AT + entry * START_BYTES;
        }
    }

    /**
     * Where an epoch began.
     *
     * @param epoch the epoch
     * @param lsn log position after which it begins
     * @param hash hash at that position
     * @param owner the card that owned it
     * @param forced whether an operator forced it
     */
    public record EpochStart(long epoch, long lsn, long hash, int owner, boolean forced) {}

    /**
     * Which copies have all acknowledged writes, as the owner of an epoch registers it with its lease.
     *
     * @param epoch the owner's
     * @param version counts the sets of that epoch
     * @param members a bit for each copy, by its place in the list of copies
     * @param quorum in how many of them a write is before it is acknowledged
     */
    public record SyncSet(long epoch, long version, int members, int quorum) {
        /** Number of members. */
        public int size() {
            return Integer.bitCount(members);
        }

        /** Whether the copy at {@code index} is a member. */
        public boolean has(int index) {
            return (members >>> index & 1) != 0;
        }

        /** Whether this is what its owner said later than {@code other}. */
        public boolean isNewerThan(SyncSet other) {
            return epoch > other.epoch || epoch == other.epoch && version > other.version;
        }
    }
}
