package dev.holdover.harness.report.capture;

import dev.holdover.model.layout.Words;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Writes blocks of pcapng (draft-ietf-opsawg-pcapng), little-endian: a section header, the interfaces, the packets in
 * their order, and for each interface its statistics.
 */
final class PcapngWriter {
    private static final int SECTION = 0x0A0D0D0A;
    private static final int BYTE_ORDER = 0x1A2B3C4D;
    private static final int INTERFACE = 1;
    private static final int STATISTICS = 5;
    private static final int PACKET = 6;
    private static final int COMMENT = 1;
    private static final int USER_APPLICATION = 4;
    private static final int IF_NAME = 2;
    private static final int IF_DESCRIPTION = 3;
    private static final int IF_TSRESOL = 9;
    private static final int NANOSECONDS = 9;
    private static final int EPB_FLAGS = 2;
    private static final int INBOUND = 1;
    private static final int OUTBOUND = 2;
    private static final int ISB_IFRECV = 4;
    private static final int ISB_IFDROP = 5;
    private static final int FRAME = 12;
    private static final int ALIGN = 4;
    private static final int INITIAL_BYTES = 8192;

    private final OutputStream out;
    private byte[] body = new byte[INITIAL_BYTES];
    private int length;

    private record Placed(int lane, Packet packet) {}

    PcapngWriter(OutputStream to) {
        this.out = new BufferedOutputStream(to);
    }

    /** Writes a whole file; {@code endNs}: when the capture ended. */
    void write(List<Lane> lanes, String product, String comment, long endNs) throws IOException {
        word(BYTE_ORDER);
        half(1);
        half(0);
        longWord(-1);
        option(COMMENT, comment);
        option(USER_APPLICATION, product);
        block(SECTION);
        for (Lane lane : lanes) {
            half(lane.type().number());
            half(0);
            word(0);
            option(IF_NAME, lane.name());
            option(IF_DESCRIPTION, lane.description());
            option(IF_TSRESOL, new byte[] {NANOSECONDS});
            block(INTERFACE);
        }
        for (Placed placed : inOrder(lanes)) {
            packet(placed.lane(), placed.packet());
        }
        for (int i = 0; i < lanes.size(); i++) {
            word(i);
            time(endNs);
            option(ISB_IFRECV, bytes(lanes.get(i).seen()));
            option(ISB_IFDROP, bytes(lanes.get(i).seen() - lanes.get(i).size()));
            block(STATISTICS);
        }
        out.flush();
    }

    private static List<Placed> inOrder(List<Lane> lanes) {
        List<Placed> all = new ArrayList<>();
        for (int i = 0; i < lanes.size(); i++) {
            int lane = i;
            lanes.get(i).packets().forEach(packet -> all.add(new Placed(lane, packet)));
        }
        all.sort(Comparator.comparingLong(placed -> placed.packet().number()));
        return all;
    }

    private void packet(int lane, Packet packet) throws IOException {
        word(lane);
        time(packet.timeNs());
        word(packet.bytes().length);
        word(packet.length());
        padded(packet.bytes());
        if (!packet.comment().isEmpty()) {
            option(COMMENT, packet.comment());
        }
        byte[] flags = new byte[Integer.BYTES];
        Words.putInt(flags, 0, packet.inbound() ? INBOUND : OUTBOUND);
        option(EPB_FLAGS, flags);
        block(PACKET);
    }

    /** Ends the options and writes what was gathered as one block. */
    private void block(int type) throws IOException {
        word(0);
        byte[] frame = new byte[FRAME];
        Words.putInt(frame, 0, type);
        Words.putInt(frame, 4, length + FRAME);
        Words.putInt(frame, 8, length + FRAME);
        out.write(frame, 0, 8);
        out.write(body, 0, length);
        out.write(frame, 8, 4);
        length = 0;
    }

    private void option(int code, String text) {
        option(code, text.getBytes(StandardCharsets.UTF_8));
    }

    private void option(int code, byte[] value) {
        half(code);
        half(value.length);
        padded(value);
    }

    private void padded(byte[] value) {
        int whole = (value.length + ALIGN - 1) / ALIGN * ALIGN;
        room(whole);
        System.arraycopy(value, 0, body, length, value.length);
        for (int i = value.length; i < whole; i++) {
            body[length + i] = 0;
        }
        length += whole;
    }

    /** The high half first, whatever the byte order is. */
    private void time(long ns) {
        word((int) (ns >>> Integer.SIZE));
        word((int) ns);
    }

    private static byte[] bytes(long value) {
        byte[] bytes = new byte[Long.BYTES];
        Words.putLong(bytes, 0, value);
        return bytes;
    }

    private void half(int value) {
        room(2);
        Words.putShort(body, length, value);
        length += 2;
    }

    private void word(int value) {
        room(4);
        Words.putInt(body, length, value);
        length += 4;
    }

    private void longWord(long value) {
        room(8);
        Words.putLong(body, length, value);
        length += 8;
    }

    private void room(int bytes) {
        if (length + bytes > body.length) {
            body = Arrays.copyOf(body, 2 * (length + bytes));
        }
    }
}
