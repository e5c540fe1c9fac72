package dev.holdover.model.bus;

/** What has asked for bytes of the host's memory. */
public interface DmaRequester {
    /**
     * The completion of a read has come.
     *
     * @param tag as given to {@link PcieLink#dmaRead}
     * @param how SUCCESS, or UNSUPPORTED_REQUEST: the address is mapped to nothing, and there are no bytes
     * @param data valid until this returns, from index 0 on
     */
    void dmaRead(long tag, Completion how, byte[] data, int length);
}
