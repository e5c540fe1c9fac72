package dev.holdover.model.contract;

/** A group of registers that belong together; {@code offset} and {@code size} in bytes within BAR0. */
public enum Block {
    IDENTITY(0x000, 0x020, "Who the card is and what it can do"),
    RESET(0x020, 0x020, "Reset of the embedded processor and its boot state"),
    INTERRUPT(0x040, 0x040, "Interrupt causes towards the host and towards the processor"),
    ENERGY(0x080, 0x040, "Rails and the energy source (JESD245 0x90-0x9F)"),
    NV(0x0C0, 0x040, "Saving the NVRAM elsewhere, restoring it, and arming that (JESD245)"),
    ECC(
            0x100,
            0x080,
            "Error detection and correction of the NVRAM, patrol scrubber and error injection (umem 0x0C-0x3F)"),
    SOURCE(0x180, 0x080, "The two batteries of the energy source one by one, learn cycles and power domains (JESD245)"),
    NTB(0x200, 0x100, "Non-transparent bridge: windows, gates, doorbells, scratchpads"),
    WATCHDOG(0x300, 0x040, "Two-stage watchdog of the processor (i6300esb) and the panic mailbox (pvpanic)"),
    FAILOVER(0x340, 0x080, "Heartbeat, and for each window its personality, role and epoch"),
    MAILBOX(0x3C0, 0x020, "Unlock mailbox: reachable through both gates"),
    LEASE(0x3E0, 0x020, "Dead-man of each window: closes it in time whether the firmware runs or not"),
    DAUGHTER(0x400, 0x060, "Slots for daughter cards: presence, power, fault, and which side drives what is in them"),
    UART(0x460, 0x020, "The console's UART: 115200 baud, even parity (PL011)"),
    ADDRESS(0x480, 0x080, "For each window the network address that its host answers for"),
    UPDATE(
            0x600,
            0x140,
            "Firmware images in the boot flash, and their update by the host (JESD245 firmware operations)"),
    FLASH(0x780, 0x120, "Controller of the boot flash: for the processor only");

    private final int offset;
    private final int size;
    private final String doc;

    Block(int offset, int size, String doc) {
        this.offset = offset;
        this.size = size;
        this.doc = doc;
    }

    public int offset() {
        return offset;
    }

    public int size() {
        return size;
    }

    public String doc() {
        return doc;
    }
}
