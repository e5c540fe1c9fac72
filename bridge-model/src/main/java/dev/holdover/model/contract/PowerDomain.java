package dev.holdover.model.contract;

/** The parts of the card that have a regulator of their own; the index into DOMAIN_LOAD_MW. */
public enum PowerDomain {
    PROCESSOR("The embedded processor"),
    NIC("The card's own network ports"),
    BRIDGE("The bridge, its registers and the PCIe link"),
    NVRAM("The NVRAM; a battery holds it whatever the main rail does");

    private final String doc;

    PowerDomain(String doc) {
        this.doc = doc;
    }

    public String doc() {
        return doc;
    }

    /** Its bit in DOMAIN_STATUS. */
    public int bit() {
        return 1 << ordinal();
    }
}
