package dev.holdover.model.contract;

/** How one side may access a register. The names are those of the PCI and CMSIS-SVD documents. */
public enum Access {
    /** Not there for this side: reads give zero, writes are ignored. */
    NONE(false, false),
    /** Read only; a write is ignored. */
    RO(true, false),
    /** Read and write. */
    RW(true, true),
    /** A one written clears the bit; a zero leaves it. */
    RW1C(true, true),
    /** A one written sets the bit; a zero leaves it. */
    W1S(true, true),
    /** Write only: reads give zero, the write is a command. */
    WO(false, true);

    private final boolean readable;
    private final boolean writable;

    Access(boolean readable, boolean writable) {
        this.readable = readable;
        this.writable = writable;
    }

    public boolean readable() {
        return readable;
    }

    public boolean writable() {
        return writable;
    }
}
