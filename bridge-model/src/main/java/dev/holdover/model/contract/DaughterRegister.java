package dev.holdover.model.contract;

import static dev.holdover.model.contract.Access.RO;
import static dev.holdover.model.contract.Access.RW;
import static dev.holdover.model.contract.Access.WO;

/**
 * The registers of a disk in a daughter slot that the host drives, each once: slot n's page lies n times
 * {@link #PAGE_BYTES} into BAR4, and is the host's only; the processor has a port of its own to its disks.
 *
 * <p>It is a controller in the manner of NVMe (Base Specification 2.0, 3.1.3 for the registers, 3.3.3 for the two
 * queue entries, 4.1.2 for their place in host memory). What differs: there is one queue pair and no admin queue, so
 * that AQA, ASQ and ACQ are the sizes and places of that pair; what Identify would tell stands in registers; and
 * doorbells lie within the page. Commands point to their data by one SGL Data Block descriptor (4.1.2.1).
 *
 * <p>Behind the card's shut gate, or in a slot that is not the host's, an access is refused as for any other register
 * behind the gate. Where nothing answers, in an empty slot or one without power, it is an Unsupported Request.
 */
public enum DaughterRegister {
    // spotless:off
    NVME_CAP(0x00, 8, RO, "Capabilities (NVMe CAP)"),
    NVME_VS(0x08, 4, RO, "Version of the specification, 2.0 (NVMe VS)"),
    NVME_CC(0x14, 4, RW, "Configuration (NVMe CC)"),
    NVME_CSTS(0x1C, 4, RO, "Status (NVMe CSTS)"),
    NVME_QSIZE(0x24, 4, RW, "Sizes of the queue pair, taken when EN is set (NVMe AQA)"),
    NVME_SQ_BASE(0x28, 8, RW, "Bus address of the submission queue, taken when EN is set (NVMe ASQ)"),
    NVME_CQ_BASE(0x30, 8, RW, "Bus address of the completion queue, taken when EN is set (NVMe ACQ)"),
    NVME_BLOCKS(0x40, 8, RO, "Logical blocks of the disk (NVMe Identify Namespace, NSZE)"),
    NVME_SHAPE(0x48, 4, RO, "Sizes of its blocks, and what it takes at once (NVMe Identify)"),
    NVME_SQ_TAIL(0x80, 4, WO, "Submission queue tail doorbell (NVMe SQyTDBL)"),
    NVME_CQ_HEAD(0x84, 4, WO,
            "Completion queue head doorbell (NVMe CQyHDBL); if entries are left, INT_DISK is raised again");
    // spotless:on

    /** Size of a slot's page in BAR4. */
    public static final int PAGE_BYTES = 0x1000;

    private static final DaughterRegister[] VALUES = values();

    private final int offset;
    private final int width;
    private final Access host;
    private final String doc;

    DaughterRegister(int offset, int width, Access host, String doc) {
        this.offset = offset;
        this.width = width;
        this.host = host;
        this.doc = doc;
    }

    /** Byte offset within the page. */
    public int offset() {
        return offset;
    }

    /** Byte offset within BAR4 of slot {@code slot}'s. */
    public long offset(int slot) {
        return (long) slot * PAGE_BYTES + offset;
    }

    /** Width of every access, in bytes: 4 or 8. */
    public int width() {
        return width;
    }

    /** How the host may access it; the processor can't. */
    public Access access() {
        return host;
    }

    public String doc() {
        return doc;
    }

    /** The register that an access of {@code width} bytes at an offset of the page means, or -1: its ordinal. */
    public static int at(long offset, int width) {
        for (DaughterRegister each : VALUES) {
            if (each.offset == offset && each.width == width) {
                return each.ordinal();
            }
        }
        return -1;
    }
}
