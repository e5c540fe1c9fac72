package dev.holdover.model.flash;

import java.util.Arrays;

/**
 * A NOR flash: a sector is erased to ones, a page is programmed to zeros bit by bit, and either takes its time (typical
 * values of a W25Q128: 45 ms a sector, 30 us for the first byte of a page and 2.5 us for each further one). It keeps
 * its bytes without power. Power that is lost in the middle leaves the sector half erased or the page half programmed,
 * as far as the time had come: bytes are erased, and bits fall, in the order of their addresses.
 */
public final class NorFlash {
    private static final long ERASE_NS = 45_000_000;
    private static final long FIRST_BYTE_NS = 30_000;
    private static final long NEXT_BYTE_NS = 2_500;
    private static final int ERASED = 0xff;

    private final byte[] bytes;
    private final boolean[] worn;
    private final byte[] wanted = new byte[FlashMap.PAGE];
    private boolean erasing;
    private int at;
    private int count;
    private long lastsNs;

    /** @param size in bytes, whole sectors; all of it is erased */
    public NorFlash(int size) {
        this.bytes = new byte[size];
        this.worn = new boolean[size / FlashMap.SECTOR];
        Arrays.fill(bytes, (byte) ERASED);
    }

    public int size() {
        return bytes.length;
    }

    /** Reads; what is being erased or programmed reads as it was before. */
    public void read(int address, byte[] into, int to, int length) {
        System.arraycopy(bytes, address, into, to, length);
    }

    /** A copy of {@code length} bytes. */
    public byte[] copy(int address, int length) {
        return Arrays.copyOfRange(bytes, address, address + length);
    }

    /** Whether something is under way. */
    public boolean busy() {
        return lastsNs > 0;
    }

    /**
     * Begins to erase the sector that holds {@code address}.
     *
     * @return how long it takes, in nanoseconds
     */
    public long erase(int address) {
        return begin(true, address / FlashMap.SECTOR * FlashMap.SECTOR, FlashMap.SECTOR, ERASE_NS);
    }

    /**
     * Begins to program {@code length} bytes; none may lie in another page than the first.
     *
     * @return how long it takes, in nanoseconds
     */
    public long program(int address, byte[] from, int offset, int length) {
        if (length <= 0 || address / FlashMap.PAGE != (address + length - 1) / FlashMap.PAGE) {
            throw new IllegalArgumentException(length + " bytes at " + address + ": not within one page");
        }
        System.arraycopy(from, offset, wanted, 0, length);
        return begin(false, address, length, FIRST_BYTE_NS + (length - 1) * NEXT_BYTE_NS);
    }

    private long begin(boolean erase, int address, int length, long ns) {
        if (busy()) {
            throw new IllegalStateException("busy");
        }
        if (address < 0 || address + length > bytes.length) {
            throw new IllegalArgumentException(length + " bytes at " + address + ": outside the flash");
        }
        erasing = erase;
        at = address;
        count = length;
        lastsNs = ns;
        return ns;
    }

    /** The time is over; says whether every byte is as it should be. */
    public boolean finish() {
        boolean good = !worn[at / FlashMap.SECTOR];
        if (good) {
            advance(lastsNs);
        }
        lastsNs = 0;
        for (int i = 0; i < count && good; i++) {
            good = bytes[at + i] == (erasing ? (byte) ERASED : wanted[i]);
        }
        return good;
    }

    /** Power is lost, or the chip is reset, {@code elapsedNs} after what is under way began; nothing if none is. */
    public void cut(long elapsedNs) {
        if (busy() && !worn[at / FlashMap.SECTOR]) {
            advance(Math.min(elapsedNs, lastsNs));
        }
        lastsNs = 0;
    }

    private void advance(long elapsedNs) {
        if (erasing) {
            Arrays.fill(bytes, at, at + (int) (count * elapsedNs / lastsNs), (byte) ERASED);
            return;
        }
        long fall = 0;
        for (int i = 0; i < count; i++) {
            fall += Integer.bitCount(bytes[at + i] & ~wanted[i] & ERASED);
        }
        fall = fall * elapsedNs / lastsNs;
        for (int bit = 0; bit < count * Byte.SIZE && fall > 0; bit++) {
            int mask = 1 << bit % Byte.SIZE;
            int address = at + bit / Byte.SIZE;
            if ((bytes[address] & ~wanted[bit / Byte.SIZE] & mask) != 0) {
                bytes[address] &= (byte) ~mask;
                fall--;
            }
        }
    }

    // What befalls it.

    /** Bits of the byte at {@code address} rot: a one in {@code flips} for each. */
    public void rot(int address, int flips) {
        bytes[address] ^= (byte) flips;
    }

    /** The sector that holds {@code address} takes no erase and no program, or does again. */
    public void wear(int address, boolean out) {
        worn[address / FlashMap.SECTOR] = out;
    }

    /** As a programmer in the factory writes it, at once. */
    public void provision(int address, byte[] content) {
        System.arraycopy(content, 0, bytes, address, content.length);
    }
}
