package dev.holdover.model.contract;

/** The bit fields of the daughter page's registers; {@code lsb} is the lowest bit, {@code bits} the width. */
public enum DaughterField implements BitField {
    CAP_MQES(DaughterRegister.NVME_CAP, 0, 16, "Entries that a queue may have, less one"),
    CAP_CQR(DaughterRegister.NVME_CAP, 16, 1, "Queues must be contiguous"),
    CAP_TO(DaughterRegister.NVME_CAP, 24, 8, "Units of 500 ms in which RDY follows EN"),
    CC_EN(DaughterRegister.NVME_CC, 0, 1, "Enabled; a zero resets the controller: what is under way is dropped"),
    CSTS_RDY(DaughterRegister.NVME_CSTS, 0, 1, "Ready for commands"),
    CSTS_CFS(DaughterRegister.NVME_CSTS, 1, 1, "Fatal: a queue could not be reached; only a reset helps"),
    QSIZE_SQ(DaughterRegister.NVME_QSIZE, 0, 12, "Entries of the submission queue, less one"),
    QSIZE_CQ(DaughterRegister.NVME_QSIZE, 16, 12, "Entries of the completion queue, less one"),
    SHAPE_LBADS(DaughterRegister.NVME_SHAPE, 0, 8, "A logical block has 2^n bytes"),
    SHAPE_PBADS(DaughterRegister.NVME_SHAPE, 8, 8, "A physical block has 2^n bytes"),
    SHAPE_MDTS(DaughterRegister.NVME_SHAPE, 16, 8, "A command moves 2^n times 4096 bytes at most"),

    ETH_EN(DaughterRegister.ETH_CTRL, 0, 1, "Enabled; a zero resets it: nothing goes in or out, the filter is empty"),
    ETH_PROMISCUOUS(DaughterRegister.ETH_CTRL, 1, 1, "Every frame passes the filter"),
    ETH_MULTICAST(DaughterRegister.ETH_CTRL, 2, 1, "Frames to groups pass"),
    ETH_BROADCAST(DaughterRegister.ETH_CTRL, 3, 1, "Frames to all pass"),
    ETH_LINK_UP(DaughterRegister.ETH_STATUS, 0, 1, "The cable has a carrier"),
    ETH_FATAL(DaughterRegister.ETH_STATUS, 1, 1, "A ring could not be reached; only a reset helps"),
    ETH_SIZE_TX(DaughterRegister.ETH_SIZES, 0, 12, "Descriptors of the transmit ring, less one"),
    ETH_SIZE_RX(DaughterRegister.ETH_SIZES, 16, 12, "Descriptors of the receive ring, less one"),
    ETH_CAUSE_TX(DaughterRegister.ETH_CAUSE, 0, 1, "A transmit descriptor is done"),
    ETH_CAUSE_RX(DaughterRegister.ETH_CAUSE, 1, 1, "A receive descriptor is done"),
    ETH_CAUSE_LINK(DaughterRegister.ETH_CAUSE, 2, 1, "ETH_STATUS has another carrier"),
    ETH_CAUSE_MISSED(DaughterRegister.ETH_CAUSE, 3, 1, "ETH_MISSED has grown"),
    ETH_CAUSE_FATAL(DaughterRegister.ETH_CAUSE, 4, 1, "A ring could not be reached"),
    ETH_MAC_ADDRESS(DaughterRegister.ETH_MAC0, 0, 48, "Of ETH_MAC0 to 7: the address, its first byte highest"),
    ETH_MAC_VALID(DaughterRegister.ETH_MAC0, 63, 1, "Of ETH_MAC0 to 7: frames to it pass");

    private final DaughterRegister register;
    private final int lsb;
    private final int bits;
    private final String doc;

    DaughterField(DaughterRegister register, int lsb, int bits, String doc) {
        this.register = register;
        this.lsb = lsb;
        this.bits = bits;
        this.doc = doc;
    }

    public DaughterRegister register() {
        return register;
    }

    @Override
    public int lsb() {
        return lsb;
    }

    @Override
    public int bits() {
        return bits;
    }

    public String doc() {
        return doc;
    }
}
