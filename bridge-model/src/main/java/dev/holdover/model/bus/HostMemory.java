package dev.holdover.model.bus;

/** The host's memory at bus addresses, as its root complex and IOMMU let a card reach it. */
public interface HostMemory {
    /** No memory: every bus address is mapped to nothing. */
    HostMemory NONE = new HostMemory() {
        @Override
        public boolean maps(long address, int length) {
            return false;
        }

        @Override
        public void write(long address, byte[] from, int at, int length) {}

        @Override
        public void read(long address, byte[] into, int at, int length) {}
    };

    /** Whether all of these bytes are mapped for the card. */
    boolean maps(long address, int length);

    /** Stores bytes that are mapped. */
    void write(long address, byte[] from, int at, int length);

    /** Loads bytes that are mapped. */
    void read(long address, byte[] into, int at, int length);

    /** A request has come to addresses that are mapped to nothing; {@code data} is what a write brought. */
    default void refused(long address, byte[] data, int length, boolean write) {}
}
