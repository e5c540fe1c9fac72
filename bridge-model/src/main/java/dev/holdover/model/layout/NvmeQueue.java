package dev.holdover.model.layout;

import static dev.holdover.model.layout.Struct.u16;
import static dev.holdover.model.layout.Struct.u32;
import static dev.holdover.model.layout.Struct.u64;

import java.util.Arrays;
import java.util.List;

/**
 * The entries of the queue pair between the host and a disk in its daughter slot, in host memory (NVMe Base
 * Specification 2.0, 3.3.3; NVM Command Set Specification 1.0, 3.2). A command has 64 bytes:
 *
 * <pre>
 *  0  u8   opcode      of a DiskOpcode
 *  1  u8   flags       0x40: the data is named by an SGL descriptor
 *  2  u16  id          the driver's, unique among its open commands
 *  8  u64  epoch       on whose behalf; zero: without a reservation. The key of a RESERVE
 * 24  u64  address     bus address of the data
 * 32  u32  length      of the data, in bytes
 * 36  u32  descriptor  zero: an SGL Data Block
 * 40  u64  block       first logical block
 * 48  u32  control     logical blocks less one; bit 30 FUA
 * </pre>
 *
 * In NVMe the epoch is the registrant's reservation key, which a controller is told once (7.3); here each command
 * carries it, in dwords that NVMe reserves, so that a command of a past epoch can't run under a later one. A
 * completion has 16:
 *
 * <pre>
 *  0  u64  zero
 *  8  u16  head    of the submission queue: entries before it are free again
 * 12  u16  id      of the command
 * 14  u16  status  an NvmeStatus' number times two; bit 0 the phase tag, which changes with each round
 * </pre>
 */
public final class NvmeQueue {
    /** Size of a command in bytes. */
    public static final int COMMAND_BYTES = 64;

    /** Size of a completion in bytes. */
    public static final int COMPLETION_BYTES = 16;

    private static final int OPCODE_AT = 0;
    private static final int ID_AT = 2;
    private static final int EPOCH_AT = 8;
    private static final int ADDRESS_AT = 24;
    private static final int LENGTH_AT = 32;
    private static final int DESCRIPTOR_AT = 36;
    private static final int BLOCK_AT = 40;
    private static final int CONTROL_AT = 48;
    private static final int HEAD_AT = 8;
    private static final int DONE_ID_AT = 12;
    private static final int STATUS_AT = 14;

    private static final int SGL = 0x40;
    private static final int BYTE = 0xff;
    private static final int COUNT_MASK = 0xffff;
    private static final int FUA = 1 << 30;

    /** A command. */
    static final Struct COMMAND = new Struct(
            "nvme_command",
            COMMAND_BYTES,
            "Command of the host to a disk in its daughter slot (NVMe)",
            List.of(
                    u16("opcode", OPCODE_AT, "Opcode; above it the flags, 0x40: data by an SGL descriptor"),
                    u16("id", ID_AT, "Unique among the driver's open commands"),
                    u64("epoch", EPOCH_AT, "On whose behalf; zero: without a reservation. The key of a RESERVE"),
                    u64("address", ADDRESS_AT, "Bus address of the data"),
                    u32("length", LENGTH_AT, "Of the data, in bytes"),
                    u32("descriptor", DESCRIPTOR_AT, "Zero: an SGL Data Block"),
                    u64("block", BLOCK_AT, "First logical block"),
                    u32("control", CONTROL_AT, "Logical blocks less one; bit 30 FUA")));

    /** A completion. */
    static final Struct COMPLETION = new Struct(
            "nvme_completion",
            COMPLETION_BYTES,
            "How a command to a disk in the host's daughter slot ended (NVMe)",
            List.of(
                    u16("head", HEAD_AT, "Of the submission queue: entries before it are free again"),
                    u16("id", DONE_ID_AT, "Of the command"),
                    u16("status", STATUS_AT, "Status number times two; bit 0 the phase tag")));

    private NvmeQueue() {}

    /** Encodes a command without data into the first 64 bytes of {@code entry}. */
    public static void command(byte[] entry, int opcode, int id, long epoch, long block, int count, boolean fua) {
        Arrays.fill(entry, 0, COMMAND_BYTES, (byte) 0);
        Words.putShort(entry, OPCODE_AT, opcode);
        Words.putShort(entry, ID_AT, id);
        Words.putLong(entry, EPOCH_AT, epoch);
        Words.putLong(entry, BLOCK_AT, block);
        Words.putInt(entry, CONTROL_AT, count - 1 & COUNT_MASK | (fua ? FUA : 0));
    }

    /** Gives an encoded command its data. */
    public static void data(byte[] entry, long address, int length) {
        Words.putShort(entry, OPCODE_AT, opcode(entry) | SGL << Byte.SIZE);
        Words.putLong(entry, ADDRESS_AT, address);
        Words.putInt(entry, LENGTH_AT, length);
        Words.putInt(entry, DESCRIPTOR_AT, 0);
    }

    public static int opcode(byte[] entry) {
        return entry[OPCODE_AT] & BYTE;
    }

    public static int id(byte[] entry) {
        return Words.getShort(entry, ID_AT);
    }

    public static long epoch(byte[] entry) {
        return Words.getLong(entry, EPOCH_AT);
    }

    /** Whether the data is named by an SGL Data Block descriptor. */
    public static boolean hasData(byte[] entry) {
        return (entry[OPCODE_AT + 1] & BYTE) == SGL && Words.getInt(entry, DESCRIPTOR_AT) == 0;
    }

    /** Bus address of a command's data. */
    public static long address(byte[] entry) {
        return Words.getLong(entry, ADDRESS_AT);
    }

    /** Length of a command's data in bytes. */
    public static long length(byte[] entry) {
        return Words.getInt(entry, LENGTH_AT) & 0xffff_ffffL;
    }

    /** First logical block of a command. */
    public static long block(byte[] entry) {
        return Words.getLong(entry, BLOCK_AT);
    }

    /** How many logical blocks a command is about. */
    public static int count(byte[] entry) {
        return (Words.getInt(entry, CONTROL_AT) & COUNT_MASK) + 1;
    }

    public static boolean fua(byte[] entry) {
        return (Words.getInt(entry, CONTROL_AT) & FUA) != 0;
    }

    /** Encodes a completion into the first 16 bytes of {@code entry}. */
    public static void completion(byte[] entry, int head, int id, int status, boolean phase) {
        Words.putLong(entry, 0, 0);
        Words.putInt(entry, HEAD_AT, head);
        Words.putShort(entry, DONE_ID_AT, id);
        Words.putShort(entry, STATUS_AT, status << 1 | (phase ? 1 : 0));
    }

    public static boolean phase(byte[] entry) {
        return (Words.getShort(entry, STATUS_AT) & 1) != 0;
    }

    /** The id of the command that a completion ends. */
    public static int doneId(byte[] entry) {
        return Words.getShort(entry, DONE_ID_AT);
    }

    /** Number of the status in a completion. */
    public static int status(byte[] entry) {
        return Words.getShort(entry, STATUS_AT) >>> 1;
    }

    /** The submission queue's head in a completion. */
    public static int head(byte[] entry) {
        return Words.getShort(entry, HEAD_AT);
    }
}
