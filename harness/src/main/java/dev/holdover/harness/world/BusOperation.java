package dev.holdover.harness.world;

/** What a transaction on a card's PCIe link is. */
public enum BusOperation {
    /** The host reads the card's memory space. */
    READ,
    /** The host writes the card's memory space. */
    WRITE,
    /** The card reads the host's memory. */
    DMA_READ,
    /** The card writes the host's memory. */
    DMA_WRITE,
    /** The card's MSI-X message: a write of four bytes to an address of the host's interrupt controller. */
    MESSAGE
}
