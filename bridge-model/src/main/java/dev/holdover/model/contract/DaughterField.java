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
    SHAPE_MDTS(DaughterRegister.NVME_SHAPE, 16, 8, "A command moves 2^n times 4096 bytes at most");

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
