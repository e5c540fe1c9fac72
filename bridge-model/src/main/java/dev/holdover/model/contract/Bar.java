package dev.holdover.model.contract;

/** The base address registers of the card's PCI function. */
public final class Bar {
    /** The registers, {@link Register}. */
    public static final int CONTROL = 0;

    /** The MSI-X table and its pending bits. */
    public static final int MSIX = 1;

    /** The NVRAM's windows: window n begins n times 2^CAPS.STRIDE_LOG2 bytes in. */
    public static final int NVRAM = 2;

    /** The pages of the daughter slots that the host drives, {@link DaughterRegister}. */
    public static final int DAUGHTER = 4;

    private Bar() {}
}
