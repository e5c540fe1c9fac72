package dev.holdover.model.layout;

import dev.holdover.model.contract.Role;
import java.util.zip.CRC32C;

/**
 * What a card must remember over a restart: two copies, written in turn, each with a CRC32C and a
 * generation. The newer whole copy counts; a torn one is as if it had never been begun.
 *
 * <pre>
 *   0  u64  magic "HLDSUPER"     8  u32 format version    12  u32 length
 *  16  u64  generation          24  u64 incarnation
 *  32  u64  userBytes           40  u32 logSlots          44  u32 slots
 *  48  u32  card                52  u32 cluster
 *  64  slots x 256 B:
 *        0 u32 personality   4 u32 role       8 u32 home card   12 u32 peer card
 *       16 u64 epoch        24 u32 gate open 28 u32 certified
 *       32 40 B certificate 72 u32 history entries
 *       80 10 x (u64 epoch, u64 first lsn)
 * len-8  u32 zero            len-4 u32 CRC32C of all before
 * </pre>
 *
 * An instance is the working copy; {@link #persist} makes it the newest in the NVRAM.
 */
public final class Superblock {
    private static final long MAGIC = 0x5245505553444C48L;
    private static final int VERSION = 1;
    private static final int HEAD_BYTES = 64;
    private static final int SLOT_BYTES = 256;
    private static final int HISTORY = 10;

    private final byte[] bytes;
    private final NvramAccess nvram;
    private final NvramLayout layout;
    private final CRC32C crc = new CRC32C();

    private Superblock(NvramAccess nvram, NvramLayout layout, byte[] bytes) {
        this.nvram = nvram;
        this.layout = layout;
        this.bytes = bytes;
    }

    /** A fresh one, not yet in the NVRAM. */
    public static Superblock create(NvramAccess nvram, NvramLayout layout, int cluster, int card) {
        byte[] bytes = new byte[HEAD_BYTES + layout.slots() * SLOT_BYTES + 8];
        Superblock made = new Superblock(nvram, layout, bytes);
        Words.putLong(bytes, 0, MAGIC);
        Words.putInt(bytes, 8, VERSION);
        Words.putInt(bytes, 12, bytes.length);
        Words.putLong(bytes, 32, layout.userBytes());
        Words.putInt(bytes, 40, layout.logSlots());
        Words.putInt(bytes, 44, layout.slots());
        Words.putInt(bytes, 48, card);
        Words.putInt(bytes, 52, cluster);
        return made;
    }

    /**
     * Loads the newer of the two copies that are whole and belong to this card.
     *
     * @return whether there was one; if not, the working copy is as {@link #create} left it
     */
    public boolean load() {
        byte[] best = new byte[bytes.length];
        byte[] candidate = new byte[bytes.length];
        long bestGeneration = 0;
        for (int copy = 0; copy < 2; copy++) {
            nvram.get(NvramLayout.superblock(copy), candidate, 0, candidate.length);
            long generation = Words.getLong(candidate, 16);
            if (whole(candidate) && generation > bestGeneration) {
                bestGeneration = generation;
                System.arraycopy(candidate, 0, best, 0, best.length);
            }
        }
        if (bestGeneration == 0) {
            return false;
        }
        System.arraycopy(best, 0, bytes, 0, bytes.length);
        return true;
    }

    /** Writes the working copy over the older of the two; it is durable on return. */
    public void persist() {
        long generation = generation() + 1;
        Words.putLong(bytes, 16, generation);
        Words.putInt(bytes, bytes.length - 4, Words.crc32c(crc, bytes, 0, bytes.length - 8));
        nvram.put(NvramLayout.superblock((int) (generation & 1)), bytes, 0, bytes.length);
        nvram.fence();
    }

    public long generation() {
        return Words.getLong(bytes, 16);
    }

    /** How often the firmware has booted on this NVRAM. */
    public long incarnation() {
        return Words.getLong(bytes, 24);
    }

    public void incarnation(long value) {
        Words.putLong(bytes, 24, value);
    }

    /** The record of slot {@code slot}, a view of the working copy. */
    public Slot slot(int slot) {
        return new Slot(HEAD_BYTES + slot * SLOT_BYTES);
    }

    private boolean whole(byte[] candidate) {
        return Words.getLong(candidate, 0) == MAGIC
                && Words.getInt(candidate, 8) == VERSION
                && Words.getInt(candidate, 12) == candidate.length
                && Words.getLong(candidate, 32) == layout.userBytes()
                && Words.getInt(candidate, 40) == layout.logSlots()
                && Words.getInt(candidate, 44) == layout.slots()
                && Words.getInt(candidate, 48) == Words.getInt(bytes, 48)
                && Words.getInt(candidate, candidate.length - 4)
                        == Words.crc32c(crc, candidate, 0, candidate.length - 8);
    }

    /** What is remembered of one personality. Setters change the working copy only. */
    public final class Slot {
        private final int at;

        private Slot(int at) {
            this.at = at;
        }

        /** Number of the personality; zero: the slot is unused. */
        public int personality() {
            return Words.getInt(bytes, at);
        }

        public void personality(int value) {
            Words.putInt(bytes, at, value);
        }

        public Role role() {
            return Role.of(Words.getInt(bytes, at + 4));
        }

        public void role(Role value) {
            Words.putInt(bytes, at + 4, value.ordinal());
        }

        /** The card whose host the personality belongs to. */
        public int homeCard() {
            return Words.getInt(bytes, at + 8);
        }

        public void homeCard(int value) {
            Words.putInt(bytes, at + 8, value);
        }

        /** The card that holds the other copy; zero: none. */
        public int peerCard() {
            return Words.getInt(bytes, at + 12);
        }

        public void peerCard(int value) {
            Words.putInt(bytes, at + 12, value);
        }

        /** The highest epoch known here. It never falls. */
        public long epoch() {
            return Words.getLong(bytes, at + 16);
        }

        public void epoch(long value) {
            Words.putLong(bytes, at + 16, value);
        }

        public boolean gateOpen() {
            return Words.getInt(bytes, at + 24) != 0;
        }

        public void gateOpen(boolean value) {
            Words.putInt(bytes, at + 24, value ? 1 : 0);
        }

        /** Whether {@link #certificate()} was issued or received here. */
        public boolean certified() {
            return Words.getInt(bytes, at + 28) != 0;
        }

        public Certificate certificate() {
            return Certificate.decode(bytes, at + 32);
        }

        public void certificate(Certificate certificate) {
            certificate.encode(bytes, at + 32);
            Words.putInt(bytes, at + 28, 1);
        }

        /** Forgets the certificate: the epoch it ended is over. */
        public void clearCertificate() {
            Words.putInt(bytes, at + 28, 0);
        }

        /** Number of remembered epochs. */
        public int historySize() {
            return Words.getInt(bytes, at + 72);
        }

        public long historyEpoch(int entry) {
            return Words.getLong(bytes, at + 80 + entry * 16);
        }

        /** First log position of the epoch of {@code entry}. */
        public long historyStart(int entry) {
            return Words.getLong(bytes, at + 88 + entry * 16);
        }

        /** Remembers that {@code epoch} begins after {@code startLsn}; the oldest entry gives way. */
        public void addHistory(long epoch, long startLsn) {
            int size = historySize();
            if (size == HISTORY) {
                System.arraycopy(bytes, at + 96, bytes, at + 80, (HISTORY - 1) * 16);
                size--;
            }
            Words.putLong(bytes, at + 80 + size * 16, epoch);
            Words.putLong(bytes, at + 88 + size * 16, startLsn);
            Words.putInt(bytes, at + 72, size + 1);
        }
    }
}
