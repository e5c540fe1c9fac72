package dev.holdover.model.layout;

import static dev.holdover.model.layout.Struct.u16;
import static dev.holdover.model.layout.Struct.u64;

import java.util.Arrays;
import java.util.List;

/**
 * The descriptors of the two rings between the host and a network controller in its daughter slot, in host memory. Both
 * rings have the same, as simple controllers do (the legacy descriptors of Intel's 8254x, Software Developer's Manual,
 * 3.2.3 and 3.3.3). A descriptor has 16 bytes:
 *
 * <pre>
 *  0  u64  address  bus address of the buffer
 *  8  u16  length   of the frame to send; of the room to receive into, and then of the frame that came
 * 10  u16  flags    bit 0 done, bit 1 error: not sent, or longer than the room
 * </pre>
 */
public final class NicRing {
    /** Size of a descriptor in bytes. */
    public static final int DESCRIPTOR_BYTES = 16;

    /** Of those the controller writes this many, from {@link #STATUS_AT} on. */
    public static final int STATUS_BYTES = 4;

    /** Where in a descriptor the controller writes. */
    public static final int STATUS_AT = 8;

    private static final int ADDRESS_AT = 0;
    private static final int FLAGS_AT = 10;
    private static final int DONE = 1;
    private static final int ERROR = 2;

    /** A descriptor. */
    static final Struct DESCRIPTOR = new Struct(
            "nic_descriptor",
            DESCRIPTOR_BYTES,
            "A frame or the room for one, of a network controller in the host's daughter slot",
            List.of(
                    u64("address", ADDRESS_AT, "Bus address of the buffer"),
                    u16("length", STATUS_AT, "Of the frame, or of the room for one, in bytes"),
                    u16("flags", FLAGS_AT, "Bit 0 done; bit 1 error: not sent, or longer than the room")));

    private NicRing() {}

    /** Encodes a descriptor for the controller into the first 16 bytes of {@code entry}. */
    public static void descriptor(byte[] entry, long address, int length) {
        Arrays.fill(entry, 0, DESCRIPTOR_BYTES, (byte) 0);
        Words.putLong(entry, ADDRESS_AT, address);
        Words.putShort(entry, STATUS_AT, length);
    }

    /** Encodes what the controller writes of a descriptor that is done, from its {@link #STATUS_AT} on. */
    public static void done(byte[] entry, int length, boolean error) {
        Words.putShort(entry, STATUS_AT, length);
        Words.putShort(entry, FLAGS_AT, error ? DONE | ERROR : DONE);
    }

    public static long address(byte[] entry) {
        return Words.getLong(entry, ADDRESS_AT);
    }

    public static int length(byte[] entry) {
        return Words.getShort(entry, STATUS_AT);
    }

    public static boolean done(byte[] entry) {
        return (Words.getShort(entry, FLAGS_AT) & DONE) != 0;
    }

    public static boolean error(byte[] entry) {
        return (Words.getShort(entry, FLAGS_AT) & ERROR) != 0;
    }
}
