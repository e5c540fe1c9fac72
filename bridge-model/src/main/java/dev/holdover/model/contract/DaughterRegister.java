package dev.holdover.model.contract;

import static dev.holdover.model.contract.Access.RO;
import static dev.holdover.model.contract.Access.RW;
import static dev.holdover.model.contract.Access.RW1C;
import static dev.holdover.model.contract.Access.WO;

/**
 * The registers of what the host drives in a daughter slot, each once: slot n's page lies n times
 * {@link #PAGE_BYTES} into BAR4, and is the host's only; the processor has a port of its own to its disks.
 *
 * <p>A disk has those from NVME_CAP on: a controller in the manner of NVMe (Base Specification 2.0, 3.1.3 for the
 * registers, 3.3.3 for the two
 * queue entries, 4.1.2 for their place in host memory). What differs: there is one queue pair and no admin queue, so
 * that AQA, ASQ and ACQ are the sizes and places of that pair; what Identify would tell stands in registers; and
 * doorbells lie within the page. Commands point to their data by one SGL Data Block descriptor (4.1.2.1).
 *
 * <p>A network controller has those from ETH_CTRL on: two rings of descriptors with a head and a tail, a filter and a
 * set of interrupt causes, as simple controllers have them (Intel 8254x, Software Developer's Manual, chapter 13).
 * The personalities' addresses are the card's to give: a frame that bears one, as its source or in ARP as its sender,
 * is sent only while ADDR_CTRL has it armed and its window is open, whoever wrote the frame and whenever. So hosts may
 * keep MAC and IP addresses from being spoofed in virtual functions (82599, Datasheet, 7.10.3.9.1).
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
            "Completion queue head doorbell (NVMe CQyHDBL); if entries are left, INT_DISK is raised again"),

    ETH_CTRL(0x100, 4, RW, "Control of the network controller"),
    ETH_STATUS(0x104, 4, RO, "Its status"),
    ETH_TX_BASE(0x108, 8, RW, "Bus address of the transmit ring"),
    ETH_RX_BASE(0x110, 8, RW, "Bus address of the receive ring"),
    ETH_SIZES(0x118, 4, RW, "Sizes of the rings, taken when EN is set"),
    ETH_TX_TAIL(0x120, 4, WO, "First transmit descriptor that is not the controller's; written last: it begins"),
    ETH_TX_HEAD(0x124, 4, RO, "Transmit descriptor that the controller does next"),
    ETH_RX_TAIL(0x128, 4, WO, "First receive descriptor that is not the controller's"),
    ETH_RX_HEAD(0x12C, 4, RO, "Receive descriptor that the controller fills next"),
    ETH_CAUSE(0x130, 4, RW1C, "Why it has interrupted; if causes are left, INT_NIC is raised again"),
    ETH_MISSED(0x134, 4, RO, "Frames for which there was no room, since it was enabled"),
    ETH_REFUSED(0x138, 4, RO,
            "Frames not sent because they bore a window's address that is not answered for, since it was enabled"),
    ETH_MAC0(0x140, 8, RW, "An address of its own, number 0"),
    ETH_MAC1(0x148, 8, RW, "An address of its own, number 1"),
    ETH_MAC2(0x150, 8, RW, "An address of its own, number 2"),
    ETH_MAC3(0x158, 8, RW, "An address of its own, number 3"),
    ETH_MAC4(0x160, 8, RW, "An address of its own, number 4"),
    ETH_MAC5(0x168, 8, RW, "An address of its own, number 5"),
    ETH_MAC6(0x170, 8, RW, "An address of its own, number 6"),
    ETH_MAC7(0x178, 8, RW, "An address of its own, number 7"),
    ETH_ADDRESS(0x180, 8, RO, "Address that its maker gave it; frames to it pass where ETH_MAC0 to 7 say so");
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

    /** In whose page it is: that of a DISK, or of a NIC. */
    public DaughterType type() {
        return offset < ETH_CTRL.offset ? DaughterType.DISK : DaughterType.NIC;
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
