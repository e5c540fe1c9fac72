package dev.holdover.harness.report.capture;

import dev.holdover.harness.world.BusOperation;
import dev.holdover.model.bus.Completion;
import dev.holdover.model.layout.Words;

/**
 * A transaction on a card's PCIe link, as the packets of link type USER0 have it; little-endian:
 *
 * <pre>
 *  0  u8   version: 1
 *  1  u8   kind: 0 memory read with its completion, 1 memory write, 2 MSI-X message
 *  2  u8   direction: 0 host to card, 1 card to host
 *  3  u8   status: 0 SC, 1 UR, 2 CA, 3 poisoned, 4 timeout or lost on the link
 *  4  u16  requester: number of the card, zero: the host's root complex
 *  6  u8   BAR that was hit; 255: none, the host's memory
 *  7  u8   zero
 *  8  u64  offset within the BAR, or bus address
 * 16  u32  length of the transaction in bytes
 * 20  u32  how many of its bytes follow: {@value #MOST_DATA} at most; none of a read that failed
 * </pre>
 */
final class BusRecord {
    static final int HEADER_BYTES = 24;
    static final int MOST_DATA = 256;

    private static final int VERSION = 1;
    private static final int KIND_READ = 0;
    private static final int KIND_WRITE = 1;
    private static final int KIND_MESSAGE = 2;
    private static final int HOST_MEMORY = 0xff;

    private BusRecord() {}

    static boolean fromCard(BusOperation what) {
        return switch (what) {
            case READ, WRITE -> false;
            case DMA_READ, DMA_WRITE, MESSAGE -> true;
        };
    }

    static boolean reads(BusOperation what) {
        return what == BusOperation.READ || what == BusOperation.DMA_READ;
    }

    static byte[] encode(
            int card, BusOperation what, int bar, long address, byte[] data, int at, int length, Completion how) {
        boolean nothing = reads(what) && how != Completion.SUCCESS && how != Completion.POISONED;
        int kept = nothing ? 0 : Math.min(length, MOST_DATA);
        byte[] record = new byte[HEADER_BYTES + kept];
        boolean fromCard = fromCard(what);
        record[0] = VERSION;
        record[1] = (byte) (what == BusOperation.MESSAGE ? KIND_MESSAGE : reads(what) ? KIND_READ : KIND_WRITE);
        record[2] = (byte) (fromCard ? 1 : 0);
        record[3] = (byte) status(how);
        Words.putShort(record, 4, fromCard ? card : 0);
        record[6] = (byte) (fromCard ? HOST_MEMORY : bar);
        Words.putLong(record, 8, address);
        Words.putInt(record, 16, length);
        Words.putInt(record, 20, kept);
        System.arraycopy(data, at, record, HEADER_BYTES, kept);
        return record;
    }

    private static int status(Completion how) {
        return switch (how) {
            case SUCCESS -> 0;
            case UNSUPPORTED_REQUEST -> 1;
            case COMPLETER_ABORT -> 2;
            case POISONED -> 3;
            case TIMEOUT -> 4;
        };
    }
}
