package dev.holdover.model.memory;

import dev.holdover.model.contract.Side;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * Battery-backed memory. A word of eight bytes is stored whole or not at all; a longer store is a
 * sequence of words, and power may fail between any two.
 *
 * <p>Each word has eight check bits of a {@link Secded} code. They are not kept: what was stored is, and
 * beside it which bits have flipped since ({@link #flip}). {@code get}, {@code getLong} and {@code crc32c}
 * give what was stored, for provisioning and for oracles; {@code load} and {@code check} give what the
 * hardware can still make of it. A store of a whole word takes its flips away; a part of a word is read,
 * corrected and written back, and if it can't be corrected it stays poison.
 */
public final class Nvram {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long NEVER = Long.MAX_VALUE;

    private final byte[] bytes;
    private final StoreTap tap;
    private final CRC32C crc = new CRC32C();
    private boolean marked;
    private long cardStores;
    private long triggerAt = NEVER;
    private StoreTrigger trigger = () -> {};
    private final Flaws flaws = new Flaws();
    private EccListener ecc = EccListener.NONE;
    private EdcMode mode = EdcMode.CORRECT;

    /** @param size in bytes, divisible by eight */
    public Nvram(int size, StoreTap tap) {
        this.bytes = new byte[size];
        this.tap = tap;
    }

    public int size() {
        return bytes.length;
    }

    public long getLong(long offset) {
        return (long) LONG.get(bytes, (int) offset);
    }

    public void get(long offset, byte[] into, int at, int length) {
        System.arraycopy(bytes, (int) offset, into, at, length);
    }

    public int crc32c(long offset, int length) {
        crc.reset();
        crc.update(bytes, (int) offset, length);
        return (int) crc.getValue();
    }

    /** Whether a range holds the same bytes as a range of another NVRAM. */
    public boolean matches(long offset, Nvram other, long otherOffset, int length) {
        int from = (int) offset;
        int otherFrom = (int) otherOffset;
        return Arrays.equals(bytes, from, from + length, other.bytes, otherFrom, otherFrom + length);
    }

    // Flips, and what the error correction makes of them.

    /** From now on {@code listener} hears of every error that is found. */
    public void listen(EccListener listener) {
        ecc = listener;
    }

    /** What is done with errors from now on. */
    public void mode(EdcMode next) {
        mode = next;
    }

    /** Whether any bit anywhere is not as it was stored. */
    public boolean flawed() {
        return flaws.size() != 0;
    }

    /**
     * Flips bits of the word at {@code offset}, as a particle or a worn cell does; the same flip twice
     * undoes itself.
     *
     * @param dataFlips a one for each data bit
     * @param checkFlips a one for each of the eight check bits
     */
    public void flip(long offset, long dataFlips, int checkFlips) {
        flaws.flip(offset >>> 3, dataFlips, checkFlips & (1 << Secded.CHECK_BITS) - 1);
    }

    /** Address of the first flawed word at or after {@code offset}, or -1. */
    public long nextFlaw(long offset) {
        int at = flaws.from(offset + 7 >>> 3);
        return at == flaws.size() ? -1 : flaws.word(at) << 3;
    }

    /** Whether any word of a range would be handed out as poison. It looks only. */
    public boolean poisoned(long offset, int length) {
        for (int at = flaws.from(offset >>> 3); at < flaws.size() && flaws.word(at) << 3 < offset + length; at++) {
            if (poison(syndrome(at))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Takes a range through the error correction, as each read and the patrol scrubber do: what can be
     * corrected is, and is stored back (demand scrubbing).
     *
     * @return address of the first word that is poison, or -1
     */
    public long check(long offset, int length) {
        long poison = -1;
        for (int at = flaws.from(offset >>> 3); at < flaws.size() && flaws.word(at) << 3 < offset + length; at++) {
            long address = flaws.word(at) << 3;
            int syndrome = syndrome(at);
            if (syndrome == 0 || mode == EdcMode.NONE) {
                continue;
            }
            long found = getLong(address) ^ flaws.dataFlips(at);
            if (poison(syndrome)) {
                ecc.uncorrectable(address, found, syndrome);
                poison = poison < 0 ? address : poison;
            } else {
                correct(at, address, Secded.position(syndrome));
                ecc.corrected(address, found, syndrome);
                at--;
            }
        }
        return poison;
    }

    /** A read by the hardware, {@link #check} done: what was stored, and on it the flips that are still there. */
    public void load(long offset, byte[] into, int at, int length) {
        get(offset, into, at, length);
        for (int i = flaws.from(offset >>> 3); i < flaws.size() && flaws.word(i) << 3 < offset + length; i++) {
            long first = (flaws.word(i) << 3) - offset;
            for (int b = 0; b < 8; b++) {
                if (first + b >= 0 && first + b < length) {
                    into[at + (int) first + b] ^= (byte) (flaws.dataFlips(i) >>> 8 * b);
                }
            }
        }
    }

    /** What {@link #load} would give after a {@link #check}, for oracles: nothing is corrected, logged or told. */
    public void preview(long offset, byte[] into, int at, int length) {
        load(offset, into, at, length);
        for (int i = flaws.from(offset >>> 3); i < flaws.size() && flaws.word(i) << 3 < offset + length; i++) {
            int syndrome = syndrome(i);
            int bit = syndrome == 0 || mode != EdcMode.CORRECT ? -1 : Secded.position(syndrome);
            int place = (int) ((flaws.word(i) << 3) - offset) + bit / 8;
            if (bit >= 0 && bit < Secded.DATA_BITS && place >= 0 && place < length) {
                into[at + place] ^= (byte) (1 << bit % 8);
            }
        }
    }

    /** A store of one word by the embedded processor. */
    public void putLong(long offset, long value) {
        reach();
        cardStores++;
        if (flaws.size() != 0) {
            mend(offset, value);
        }
        LONG.set(bytes, (int) offset, value);
        tap.stored(Side.CARD, offset, 8);
    }

    /** A sequence of word stores by the embedded processor. */
    public void put(long offset, byte[] from, int at, int length) {
        for (int done = 0; done < length; ) {
            int piece = untilTrigger(length - done);
            move(from, at + done, offset + done, piece);
            done += piece;
        }
    }

    /** A sequence of word copies by the embedded processor. */
    public void copy(long from, long to, int length) {
        for (int done = 0; done < length; ) {
            int piece = untilTrigger(length - done);
            move(bytes, (int) from + done, to + done, piece);
            done += piece;
        }
    }

    /** After a copy: the words that arrived are as flawed as those that they were copied from. */
    public void carryFlaws(long from, long to, int length) {
        for (int at = flaws.from(from >>> 3); at < flaws.size() && flaws.word(at) << 3 < from + length; at++) {
            long word = flaws.word(at);
            flaws.flip(word + (to - from >>> 3), flaws.dataFlips(at), flaws.checkFlips(at));
            at = flaws.from(word);
        }
    }

    /** Bytes that arrive from the host, one transaction at a time. */
    public void putFromHost(long offset, byte[] from, int at, int length) {
        if (flaws.size() != 0) {
            mend(offset, from, at, length);
        }
        System.arraycopy(from, at, bytes, (int) offset, length);
        tap.stored(Side.HOST, offset, length);
    }

    /** Word stores by the embedded processor since the beginning. */
    public long cardStores() {
        return cardStores;
    }

    /** Calls {@code what} once, just before the processor's word store number {@code store}. */
    public void beforeStore(long store, StoreTrigger what) {
        triggerAt = store;
        trigger = what;
    }

    /** The host's mark on the contents: it lasts exactly as long as they do. */
    public void mark(boolean now) {
        marked = now;
    }

    public boolean marked() {
        return marked;
    }

    /** The contents are gone: no supply was left. What remains is noise, never zeros. */
    public void lose() {
        flaws.clear();
        marked = false;
        long noise = 0x6A09E667F3BCC909L;
        for (int i = 0; i + 8 <= bytes.length; i += 8) {
            noise = noise * 0x5851F42D4C957F2DL + 0x14057B7EF767814FL;
            LONG.set(bytes, i, noise);
        }
    }

    /** How many of the next {@code length} bytes come before the trigger, after it has been pulled if it is due. */
    private int untilTrigger(int length) {
        reach();
        long until = triggerAt - cardStores;
        return until >= 0 && until < length >>> 3 ? (int) until << 3 : length;
    }

    private void reach() {
        if (cardStores == triggerAt) {
            triggerAt = NEVER;
            trigger.reached();
        }
    }

    private void move(byte[] from, int at, long to, int length) {
        if (length > 0) {
            if (flaws.size() != 0) {
                mend(to, from, at, length);
            }
            System.arraycopy(from, at, bytes, (int) to, length);
            cardStores += length >>> 3;
            tap.stored(Side.CARD, to, length);
        }
    }

    private int syndrome(int flaw) {
        return Secded.syndrome(flaws.dataFlips(flaw), flaws.checkFlips(flaw));
    }

    private boolean poison(int syndrome) {
        return syndrome != 0
                && mode != EdcMode.NONE
                && (mode == EdcMode.DETECT || Secded.position(syndrome) == Secded.UNCORRECTABLE);
    }

    /** Turns back the bit that the decoder takes for flipped. If it is another, the word is wrong from now on. */
    private void correct(int flaw, long address, int bit) {
        long wrong = flaws.dataFlips(flaw) ^ (bit < Secded.DATA_BITS ? 1L << bit : 0);
        LONG.set(bytes, (int) address, getLong(address) ^ wrong);
        flaws.remove(flaw);
    }

    /** Words that are about to be stored whole lose their flips; of others a part is stored. */
    private void mend(long offset, byte[] from, int at, int length) {
        for (int i = flaws.from(offset >>> 3); i < flaws.size() && flaws.word(i) << 3 < offset + length; i++) {
            long address = flaws.word(i) << 3;
            if (address >= offset && address + 8 <= offset + length) {
                mend(address, (long) LONG.get(from, at + (int) (address - offset)));
                i--;
            } else {
                int before = flaws.size();
                check(address, 8);
                i -= before - flaws.size();
            }
        }
    }

    private void mend(long address, long stored) {
        int at = flaws.from(address >>> 3);
        if (at < flaws.size() && flaws.word(at) << 3 == address) {
            int syndrome = syndrome(at);
            if (syndrome != 0 && (mode != EdcMode.CORRECT || poison(syndrome))) {
                ecc.overwritten(address, getLong(address) ^ flaws.dataFlips(at), stored);
            }
            flaws.remove(at);
        }
    }
}
