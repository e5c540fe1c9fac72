package dev.holdover.harness.report.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.model.layout.Words;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads a little-endian pcapng file of one section, and takes no liberties. */
final class PcapngFile {
    record Interface(int type, String name, String description) {}

    /** A packet; its bytes from {@code at} on are the file's. */
    record Read(int lane, long timeNs, int at, int length, boolean inbound, String comment) {}

    record Statistics(long received, long dropped) {}

    private final byte[] file;
    private final List<Interface> interfaces = new ArrayList<>();
    private final List<Read> packets = new ArrayList<>();
    private final List<Statistics> statistics = new ArrayList<>();
    private String comment = "";

    PcapngFile(byte[] file) {
        this.file = file;
        for (int at = 0; at < file.length; ) {
            int length = Words.getInt(file, at + 4);
            assertTrue(length >= 12 && length % 4 == 0 && at + length <= file.length, "block at " + at);
            assertEquals(length, Words.getInt(file, at + length - 4), "block at " + at);
            block(Words.getInt(file, at), at + 8, at + length - 4, at == 0);
            at += length;
        }
        assertEquals(interfaces.size(), statistics.size());
    }

    private void block(int type, int at, int end, boolean first) {
        assertEquals(first, type == 0x0A0D0D0A);
        switch (type) {
            case 0x0A0D0D0A -> {
                assertEquals(0x1A2B3C4D, Words.getInt(file, at));
                assertEquals(1, Words.getInt(file, at + 4), "version 1.0");
                assertEquals(-1, Words.getLong(file, at + 8));
                comment = text(option(options(at + 16, end), 1));
            }
            case 1 -> {
                Map<Integer, byte[]> options = options(at + 8, end);
                assertEquals(9, option(options, 9)[0], "nanoseconds");
                interfaces.add(
                        new Interface(Words.getShort(file, at), text(option(options, 2)), text(option(options, 3))));
            }
            case 6 -> packet(at, end);
            case 5 -> {
                assertEquals(statistics.size(), Words.getInt(file, at));
                Map<Integer, byte[]> options = options(at + 12, end);
                statistics.add(
                        new Statistics(Words.getLong(option(options, 4), 0), Words.getLong(option(options, 5), 0)));
            }
            default -> throw new AssertionError("block " + type);
        }
    }

    private void packet(int at, int end) {
        assertTrue(statistics.isEmpty() && Words.getInt(file, at) < interfaces.size());
        long timeNs = (long) Words.getInt(file, at + 4) << 32 | Words.getInt(file, at + 8) & 0xffff_ffffL;
        int length = Words.getInt(file, at + 12);
        assertEquals(length, Words.getInt(file, at + 16));
        int data = at + 20;
        Map<Integer, byte[]> options = options(data + (length + 3) / 4 * 4, end);
        int flags = Words.getInt(option(options, 2), 0);
        assertTrue(flags == 1 || flags == 2);
        assertTrue(packets.isEmpty() || packets.get(packets.size() - 1).timeNs() <= timeNs, "order of times");
        String its = text(options.getOrDefault(1, new byte[0]));
        packets.add(new Read(Words.getInt(file, at), timeNs, data, length, flags == 1, its));
    }

    private Map<Integer, byte[]> options(int from, int end) {
        Map<Integer, byte[]> options = new HashMap<>();
        int at = from;
        for (int code = Words.getShort(file, at); code != 0; code = Words.getShort(file, at)) {
            int length = Words.getShort(file, at + 2);
            options.put(code, Arrays.copyOfRange(file, at + 4, at + 4 + length));
            at += 4 + (length + 3) / 4 * 4;
        }
        assertEquals(end, at + 4, "end of options");
        return options;
    }

    private static byte[] option(Map<Integer, byte[]> options, int code) {
        return Objects.requireNonNull(options.get(code));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    byte[] bytes(Read packet) {
        return Arrays.copyOfRange(file, packet.at(), packet.at() + packet.length());
    }

    String comment() {
        return comment;
    }

    List<Interface> interfaces() {
        return interfaces;
    }

    List<Read> packets() {
        return packets;
    }

    List<Statistics> statistics() {
        return statistics;
    }
}
