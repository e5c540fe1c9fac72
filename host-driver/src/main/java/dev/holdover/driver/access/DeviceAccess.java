package dev.holdover.driver.access;

/**
 * A PCI function as the driver core sees it. Implementations reach a simulated card, or a real one
 * through sysfs, VFIO or UIO; the core cannot tell.
 */
public interface DeviceAccess {
    /** Reads an aligned 32-bit word of configuration space. */
    int configRead(int offset);

    /** The mapped BAR {@code number}: 0 registers, 2 NVRAM (write-combining where possible). */
    Region bar(int number);

    /**
     * How many reads of this function have ended other than by Successful Completion so far: by Completion Timeout,
     * Unsupported Request or Completer Abort. Such a read gives all ones, and so may a good one; this tells them
     * apart, and the driver asks only then. On Linux it is the sum of CmpltTO, UnsupReq and CmpltAbrt in the port's
     * {@code aer_dev_nonfatal}.
     */
    long failedReads();

    /**
     * Programs and unmasks the function's MSI-X vectors. Each message then reaches the driver as
     * {@code DriverCore.onInterrupt(vector, now)}; how is the implementation's affair.
     *
     * @return how many vectors there are; zero: the driver must poll
     */
    int enableInterrupts();

    /**
     * How many reads of this function were answered by a poisoned completion so far (AER: Poisoned TLP
     * Received). Their bytes mean nothing.
     */
    long poisonedReads();

    /**
     * Memory that the card can reach, zeroed. An implementation by VFIO takes pages, pins them and maps them for the
     * function in its IOMMU (VFIO_IOMMU_MAP_DMA), each at an address of its own, so that an address of a closed buffer
     * is mapped to nothing; it lets the function master the bus (Command register, bit 2). Without an IOMMU there is
     * no safe way.
     *
     * @param bytes size, rounded up to whole pages
     * @throws UnsupportedOperationException if this access can't let the card reach memory
     */
    DmaBuffer dma(int bytes);
}
