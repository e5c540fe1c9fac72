package dev.holdover.model.contract;

import static dev.holdover.model.contract.Access.NONE;
import static dev.holdover.model.contract.Access.RO;
import static dev.holdover.model.contract.Access.RW;
import static dev.holdover.model.contract.Access.RW1C;
import static dev.holdover.model.contract.Access.W1S;
import static dev.holdover.model.contract.Access.WO;

/**
 * The register map of BAR0, each register once.
 *
 * <p>An access must have the register's own width and be aligned to it; any other is an Unsupported
 * Request. A register with {@link #banked()} has one copy for each side. A register with {@link
 * #throughGate()} answers even when a gate is shut. Arrays ({@code count} above one) repeat every
 * {@code width} bytes.
 *
 * <p>Behind the card's shut gate a host reaches what serves its own way back: identity and boot state, its
 * interrupts, the state of both gates, the mailbox, and RESET_CTRL. It must see and acknowledge its interrupts, or
 * the one that tells of the open gate never comes; and it may always reset the processor (claim 17), for the card that
 * fenced it may be the one that is sick. A reset gives a fenced host nothing: role, certificate and log are in the
 * NVRAM, the gate stays shut over it, and a drain goes on after it. Against a host that runs wild stands the key, as
 * VECTKEY does in Arm's AIRCR: neither zeros nor ones nor data reset a card.
 *
 * <p>Where an idea has a public model, it is named: umem is the Micro Memory battery-backed card,
 * edu and i6300esb are QEMU's, gen4 and AMD are the NTBs of Intel and AMD.
 */
public enum Register {
    // spotless:off
    MAGIC(Block.IDENTITY, 0x000, 4, 1, RO, RO, 0x31444C48L, Kind.OPEN, "The letters HLD1"),
    VERSION(Block.IDENTITY, 0x004, 4, 1, RO, RO, 0x0001_0000L, Kind.OPEN, "Version of this map"),
    CAPS(Block.IDENTITY, 0x008, 4, 1, RO, RO, 0, Kind.OPEN, "What this card can do"),
    LIVENESS(Block.IDENTITY, 0x00C, 4, 1, RW, RW, 0, Kind.BANKED_OPEN,
            "Reads back the last value written, inverted (edu)"),
    MEM_SIZE(Block.IDENTITY, 0x010, 8, 1, RO, RO, 0, Kind.PLAIN, "Size of the NVRAM in bytes (umem)"),
    SCRATCH(Block.IDENTITY, 0x018, 4, 1, RW, RW, 0, Kind.PLAIN, "No meaning; for tests of the path"),
    UPTIME(Block.IDENTITY, 0x01C, 4, 1, RO, RO, 0, Kind.PLAIN, "Milliseconds since power came on"),

    RESET_CTRL(Block.RESET, 0x020, 4, 1, W1S, RO, 0, Kind.OPEN,
            "Reset of the embedded processor by the host, with its key; a fenced host may too, it gains nothing by it"),
    RESET_CAUSE(Block.RESET, 0x024, 4, 1, RW1C, RO, 1, Kind.PLAIN,
            "Why the processor was reset; sticky over warm resets"),
    BOOT_STATE(Block.RESET, 0x028, 4, 1, RO, RW, 0, Kind.OPEN, "How far the firmware has come"),
    BOOT_FAILS(Block.RESET, 0x02C, 4, 1, RO, RO, 0, Kind.OPEN,
            "Boots in a row that BOOT_CONFIRM did not end; each doubles the time in reset"),
    BOOT_CONFIRM(Block.RESET, 0x030, 4, 1, NONE, WO, 0, Kind.PLAIN, "Any write: this boot has come up and is healthy"),

    INT_CAUSE(Block.INTERRUPT, 0x040, 4, 1, RW1C, RO, 0, Kind.OPEN, "Causes pending for the host"),
    INT_MASK_SET(Block.INTERRUPT, 0x044, 4, 1, W1S, NONE, 0xFFFF_FFFFL, Kind.OPEN,
            "A one masks the cause; reads give the mask"),
    INT_MASK_CLR(Block.INTERRUPT, 0x048, 4, 1, RW1C, NONE, 0xFFFF_FFFFL, Kind.OPEN,
            "A one unmasks the cause; reads give the mask"),
    INT_RAISE(Block.INTERRUPT, 0x04C, 4, 1, WO, WO, 0, Kind.PLAIN,
            "A one raises the cause (the host's use is a self-test)"),
    INT_ACK(Block.INTERRUPT, 0x050, 4, 1, WO, NONE, 0, Kind.OPEN,
            "A one clears the cause; a further pending one sends a new message (AMD, gen4)"),
    VECTOR_MAP(Block.INTERRUPT, 0x054, 4, 2, RW, RO, 0, Kind.PLAIN,
            "MSI-X vector of eight causes, four bits each (gen4)"),
    PROC_INT_CAUSE(Block.INTERRUPT, 0x060, 4, 1, NONE, RW1C, 0, Kind.PLAIN,
            "Causes pending for the embedded processor"),

    RAIL_STATUS(Block.ENERGY, 0x080, 4, 1, RO, RO, 0, Kind.PLAIN, "Which rails are good"),
    BATT_STATUS(Block.ENERGY, 0x084, 4, 1, RO, RO, 0, Kind.PLAIN, "State of the battery (umem 0x04)"),
    BATT_MV(Block.ENERGY, 0x088, 4, 1, RO, RO, 0, Kind.PLAIN, "Battery voltage in millivolts"),
    BATT_MA(Block.ENERGY, 0x08C, 4, 1, RO, RO, 0, Kind.PLAIN, "Battery current in milliamperes; discharging counts up"),
    BATT_TEMP(Block.ENERGY, 0x090, 4, 1, RO, RO, 298, Kind.PLAIN, "Battery temperature in kelvin"),
    CHARGE_PCT(Block.ENERGY, 0x094, 4, 1, RO, RO, 0, Kind.PLAIN, "Charge in percent of capacity"),
    HOLDUP_S(Block.ENERGY, 0x098, 4, 1, RO, RO, 0, Kind.PLAIN, "Seconds that the charge lasts at the present load"),
    LIFETIME_PCT(Block.ENERGY, 0x09C, 4, 1, RO, RO, 100, Kind.PLAIN, "Remaining life in percent (JESD245 0x90)"),
    ES_WARN_PCT(Block.ENERGY, 0x0A0, 4, 1, RW, RW, 30, Kind.PLAIN, "Charge below which LOW is set"),
    ES_ERROR_PCT(Block.ENERGY, 0x0A4, 4, 1, RW, RW, 10, Kind.PLAIN, "Charge below which CRITICAL is set"),
    LOAD_MW(Block.ENERGY, 0x0A8, 4, 1, RO, RO, 0, Kind.PLAIN, "Load of the card in milliwatts"),
    CHARGE_MJ(Block.ENERGY, 0x0B0, 8, 1, RO, RO, 0, Kind.PLAIN, "Charge in millijoules, as the gauge believes it"),

    NV_READY(Block.NV, 0x0C0, 4, 1, RO, RW, 0, Kind.PLAIN,
            "One while the firmware takes commands of this block (JESD245 NVDIMM_READY)"),
    NV_FUNC_CMD(Block.NV, 0x0C4, 4, 1, W1S, RW1C, 0, Kind.PLAIN,
            "A one orders that operation; the firmware clears it when it takes the order (JESD245 NVDIMM_FUNC_CMD)"),
    NV_ARM_CMD(Block.NV, 0x0C8, 4, 1, W1S, RW1C, 0, Kind.PLAIN,
            "A one arms or disarms; the firmware clears it when it takes the order (JESD245 ARM_CMD)"),
    NV_CMD_STATUS(Block.NV, 0x0CC, 4, 1, RO, RW, 0, Kind.PLAIN,
            "Which operation runs, and whether a SAVE begins by itself (JESD245 NVDIMM_CMD_STATUS)"),
    NV_RESULT(Block.NV, 0x0D0, 4, 1, RW1C, RW, 0, Kind.PLAIN,
            "How the last operation of each kind ended, cleared when one begins; sticky over processor resets"
                    + " (JESD245 SAVE_STATUS and others)"),
    CSAVE_INFO(Block.NV, 0x0D4, 4, 1, RO, RW, 0, Kind.PLAIN,
            "Whether another place holds what was saved last, and why that was saved (JESD245 CSAVE_INFO)"),
    CSAVE_FAIL_INFO(Block.NV, 0x0D8, 4, 1, RO, RW, 0, Kind.PLAIN,
            "Why the last operation failed; zero: it did not (JESD245 CSAVE_FAIL_INFO)"),
    MODULE_HEALTH(Block.NV, 0x0DC, 4, 1, RO, RW, 0, Kind.PLAIN,
            "What stands in the way of the next SAVE (JESD245 MODULE_HEALTH_STATUS)"),
    INJECT_ERROR(Block.NV, 0x0E0, 4, 1, RW, RW, 0, Kind.PLAIN,
            "A one lets every operation of that kind fail until it is cleared (JESD245 INJECT_OPS_FAILURES)"),
    MEMORY_INITIALIZED(Block.NV, 0x0E4, 4, 1, RW, RO, 0, Kind.PLAIN,
            "The host's own mark: no reset clears it, the loss of the NVRAM's contents does (umem)"),

    EDC_CTRL(Block.ECC, 0x100, 4, 1, RW, RW, 2, Kind.PLAIN, "What is done with an error (umem 0x0C)"),
    ERR_STATUS(Block.ECC, 0x104, 4, 1, RW1C, RW1C, 0, Kind.PLAIN, "What was found since it was cleared; sticky"),
    ERR_COUNT(Block.ECC, 0x108, 4, 1, RO, RO, 0, Kind.PLAIN, "Errors since power came on; each field stays at its end"),
    SYNDROME(Block.ECC, 0x10C, 4, 1, RO, RO, 0, Kind.PLAIN, "Syndrome of the logged error"),
    ERR_DATA_LOG(Block.ECC, 0x110, 8, 1, RO, RO, 0, Kind.PLAIN, "Data of the logged error, as it was found"),
    ERR_ADDR_LOG(Block.ECC, 0x118, 8, 1, RO, RO, 0, Kind.PLAIN,
            "NVRAM address of the first error, or of the first uncorrectable one, since ERR_STATUS was cleared"),
    SCRUB_CTRL(Block.ECC, 0x120, 4, 1, RO, RW, 1, Kind.PLAIN, "Patrol scrubber"),
    SCRUB_PERIOD_US(Block.ECC, 0x124, 4, 1, RO, RW, 100, Kind.PLAIN,
            "Microseconds in which the scrubber walks over 4 KiB; zero: it stands"),
    SCRUB_POS(Block.ECC, 0x128, 8, 1, RO, RO, 0, Kind.PLAIN, "NVRAM address that the scrubber has reached"),
    INJECT_ADDR(Block.ECC, 0x130, 8, 1, RW, RW, 0, Kind.PLAIN, "NVRAM address of the word that INJECT_DATA strikes"),
    INJECT_CHECK(Block.ECC, 0x138, 4, 1, RW, RW, 0, Kind.PLAIN, "Check bits that INJECT_DATA flips besides"),
    INJECT_DATA(Block.ECC, 0x140, 8, 1, WO, WO, 0, Kind.PLAIN,
            "A write flips these data bits and INJECT_CHECK's: a self-test of the error path"),

    ES_POLICY(Block.SOURCE, 0x180, 4, 1, RW, RW, 1, Kind.PLAIN, "What the energy source may do (JESD245 ES_POLICY)"),
    ES_TEST(Block.SOURCE, 0x184, 4, 1, W1S, W1S, 0, Kind.PLAIN,
            "A one begins a learn cycle of that battery; reads tell which one is in it"),
    CELL_STATUS(Block.SOURCE, 0x188, 4, 2, RO, RO, 0, Kind.PLAIN, "State of battery n"),
    CELL_MV(Block.SOURCE, 0x190, 4, 2, RO, RO, 0, Kind.PLAIN,
            "Voltage of battery n in millivolts: 9000 empty, 12000 full"),
    CELL_PCT(Block.SOURCE, 0x198, 4, 2, RO, RO, 0, Kind.PLAIN,
            "Charge of battery n in percent, as its gauge believes it"),
    CELL_LIFE_PCT(Block.SOURCE, 0x1A0, 4, 2, RO, RO, 0, Kind.PLAIN, "Capacity of battery n in percent of its design"),
    CELL_DESIGN_MJ(Block.SOURCE, 0x1A8, 8, 2, RO, RO, 0, Kind.PLAIN, "Capacity of battery n by design, in millijoules"),
    CELL_LEARNED_MJ(Block.SOURCE, 0x1B8, 8, 2, RO, RO, 0, Kind.PLAIN,
            "Capacity of battery n in millijoules, as its last learn cycle measured it; zero: none yet"),
    POWER_CTRL(Block.SOURCE, 0x1C8, 4, 1, NONE, WO, 0, Kind.PLAIN, "Power domains"),
    ENERGY_STATUS(Block.SOURCE, 0x1CC, 4, 1, RO, RW, 0, Kind.PLAIN,
            "What the firmware can promise with the energy it has"),
    SELF_REFRESH_MW(Block.SOURCE, 0x1D0, 4, 1, RO, RO, 50, Kind.PLAIN,
            "Load of the card while it sleeps, in milliwatts"),
    DOMAIN_STATUS(Block.SOURCE, 0x1D4, 4, 1, RO, RO, 0, Kind.PLAIN, "Which power domains have power"),
    DOMAIN_LOAD_MW(Block.SOURCE, 0x1D8, 4, 4, RO, RO, 0, Kind.PLAIN,
            "What power domain n draws now, in milliwatts: processor, NIC, bridge, NVRAM; LOAD_MW has DAUGHTER_MW too"),
    MAIN_PCT(Block.SOURCE, 0x1E8, 4, 1, RO, RO, 0, Kind.PLAIN,
            "Voltage of the main rail at the card, in percent of the nominal one"),
    ES_CHANGES(Block.SOURCE, 0x1EC, 4, 1, RO, RO, 0, Kind.PLAIN,
            "Counts the changes of rails and batteries; between two of them, on the mains, the charge never falls"),
    DAUGHTER_MW(Block.SOURCE, 0x1F0, 4, 1, RO, RO, 0, Kind.PLAIN,
            "What the daughter slots with power draw, in milliwatts, from the mains or from the batteries"),

    WINDOW_XLAT(Block.NTB, 0x200, 8, 8, RO, RW, 0, Kind.PLAIN,
            "NVRAM address at which window n begins: that of slot n; with any other, the first use closes the window"),
    WINDOW_LIMIT(Block.NTB, 0x240, 8, 8, RO, RW, 0, Kind.PLAIN, "Size of window n in bytes; zero closes it"),
    GATE_CTRL(Block.NTB, 0x280, 4, 1, RO, RW, 1, Kind.PLAIN, "The card's gate: what the host may reach"),
    HOST_GATE_CTRL(Block.NTB, 0x284, 4, 1, RW, RO, 0, Kind.OPEN, "The host's gate: what the card may reach"),
    GATE_STATUS(Block.NTB, 0x288, 4, 1, RO, RO, 1, Kind.OPEN, "Both gates and the windows, readable from outside"),
    MISS_COUNT(Block.NTB, 0x28C, 4, 1, RO, RW, 0, Kind.PLAIN, "Requests of the host that the card's gate refused"),
    HOST_MISS_COUNT(Block.NTB, 0x290, 4, 1, RW, RO, 0, Kind.OPEN, "Requests of the card that the host's gate refused"),
    FIRST_MISS_INFO(Block.NTB, 0x294, 4, 1, RW1C, RW1C, 0, Kind.PLAIN,
            "The first refused request; VALID cleared arms it again"),
    FIRST_MISS_ADDR(Block.NTB, 0x298, 8, 1, RO, RO, 0, Kind.PLAIN,
            "Offset of the first refused request within its BAR"),
    DB(Block.NTB, 0x2A0, 4, 1, RW1C, RW1C, 0, Kind.BANKED, "Doorbells rung by the other side"),
    DB_MASK(Block.NTB, 0x2A4, 4, 1, RW, RW, 0, Kind.BANKED, "A one keeps that doorbell from interrupting"),
    PEER_DB(Block.NTB, 0x2A8, 4, 1, W1S, W1S, 0, Kind.BANKED, "A one rings the other side's doorbell; reads give zero"),
    LINK_STATUS(Block.NTB, 0x2AC, 4, 1, RO, RO, 0, Kind.PLAIN, "The PCIe link to the host"),
    SEMAPHORE(Block.NTB, 0x2B0, 4, 1, RW, RW, 0, Kind.PLAIN,
            "Reads zero once and is then taken; a write of zero gives it back (gen4)"),
    STICKY_SPAD(Block.NTB, 0x2B4, 4, 1, RW, RW, 0, Kind.PLAIN, "A scratchpad that survives processor resets (gen4)"),
    AER_STATUS(Block.NTB, 0x2B8, 4, 1, RW1C, RW1C, 0, Kind.OPEN,
            "Uncorrectable errors seen at this end of the link; bits as in AER's Uncorrectable Error Status"),
    SPAD(Block.NTB, 0x2C0, 4, 16, RW, RW, 0, Kind.PLAIN, "Scratchpads, shared by both sides"),

    WDT_UNLOCK(Block.WATCHDOG, 0x300, 4, 1, NONE, WO, 0, Kind.PLAIN, "0x80 then 0x86 opens the block for one write"),
    WDT_TIMER1_US(Block.WATCHDOG, 0x304, 4, 1, RO, RW, 0, Kind.PLAIN, "Microseconds until the interrupt"),
    WDT_TIMER2_US(Block.WATCHDOG, 0x308, 4, 1, RO, RW, 0, Kind.PLAIN, "Microseconds from the interrupt to the reset"),
    WDT_RELOAD(Block.WATCHDOG, 0x30C, 4, 1, NONE, WO, 0, Kind.PLAIN, "Any write starts both stages anew"),
    WDT_CTRL(Block.WATCHDOG, 0x310, 4, 1, RO, RW, 0, Kind.PLAIN, "Enable and lock"),
    WDT_STATUS(Block.WATCHDOG, 0x314, 4, 1, RO, RW1C, 0, Kind.PLAIN, "Whether it fired; sticky"),
    WDT_WINDOW_US(Block.WATCHDOG, 0x318, 4, 1, RO, RW, 0, Kind.PLAIN,
            "Microseconds after a reload in which the next one is a fault; zero: none is too early"),
    PANIC(Block.WATCHDOG, 0x31C, 4, 1, W1S, RW1C, 0, Kind.PLAIN,
            "What the host says of itself before it stops (pvpanic)"),

    HEARTBEAT(Block.FAILOVER, 0x340, 4, 1, RW, RO, 0, Kind.PLAIN, "The driver's heartbeat: any write counts"),
    HEARTBEAT_PERIOD_US(Block.FAILOVER, 0x344, 4, 1, RO, RW, 0, Kind.PLAIN, "Microseconds between heartbeats"),
    HEARTBEAT_LIMIT(Block.FAILOVER, 0x348, 4, 1, RO, RW, 0, Kind.PLAIN, "Heartbeats that may be missed"),
    PEER_STATE(Block.FAILOVER, 0x34C, 4, 1, RO, RW, 0, Kind.PLAIN, "What the card knows of its peer"),
    SLOT_STATE(Block.FAILOVER, 0x350, 4, 8, RO, RW, 0, Kind.PLAIN, "Personality and role of window n"),
    CARD_HEARTBEAT(Block.FAILOVER, 0x370, 4, 1, RO, RW, 0, Kind.OPEN, "The firmware's heartbeat: it counts up"),
    NIC_STATUS(Block.FAILOVER, 0x374, 4, 1, RO, RO, 0, Kind.PLAIN,
            "The card's own ports: carrier, and what their loopback self-test says"),
    PROCESS_STATUS(Block.FAILOVER, 0x378, 4, 1, RW, RO, 0, Kind.PLAIN,
            "The processes that serve the windows, as the driver sees them; written before each HEARTBEAT"),
    OPERATOR(Block.FAILOVER, 0x37C, 4, 1, RO, RW, 0, Kind.PLAIN,
            "What an operator has begun at the console and not ended; sticky over processor resets"),
    SLOT_EPOCH(Block.FAILOVER, 0x380, 8, 8, RO, RW, 0, Kind.PLAIN, "Epoch of window n: the fence token of its writes"),

    MBOX_SEND(Block.MAILBOX, 0x3C0, 8, 1, WO, WO, 0, Kind.BANKED_OPEN, "One message to the other side"),
    MBOX_RECV(Block.MAILBOX, 0x3C8, 8, 1, RO, RO, 0, Kind.BANKED_OPEN, "The last message of the other side"),
    MBOX_STATUS(Block.MAILBOX, 0x3D0, 4, 1, RW1C, RW1C, 0, Kind.BANKED_OPEN, "Whether a message has come"),

    LEASE_US(Block.LEASE, 0x3E0, 4, 8, RO, RW, 0, Kind.PLAIN,
            "Microseconds until window n is closed to the host; counts down. Zero: nothing closes it"),

    DAUGHTER_STATUS(Block.DAUGHTER, 0x400, 4, 8, RO, RO, 0, Kind.PLAIN, "What is in daughter slot n, and whose it is"),
    DAUGHTER_CTRL(Block.DAUGHTER, 0x420, 4, 8, WO, WO, 0, Kind.PLAIN,
            "A one orders that for daughter slot n, if whoever writes may (PCIe Slot Control)"),
    DAUGHTER_EVENT(Block.DAUGHTER, 0x440, 4, 1, RW1C, RW1C, 0, Kind.BANKED,
            "A bit for each daughter slot in which something has changed (PCIe Slot Status)"),

    UART_RX(Block.UART, 0x460, 4, 1, NONE, RO, 0, Kind.PLAIN,
            "Takes the oldest character off the receive FIFO, with what was wrong with it (PL011 UARTDR)"),
    UART_TX(Block.UART, 0x464, 4, 1, NONE, WO, 0, Kind.PLAIN,
            "Puts a character into the transmit FIFO; into a full one nothing (PL011 UARTDR)"),
    UART_STATUS(Block.UART, 0x468, 4, 1, NONE, RO, 0, Kind.PLAIN, "How full both FIFOs of 16 characters are"),

    ADDR_CTRL(Block.ADDRESS, 0x480, 4, 1, RO, RW, 0, Kind.PLAIN,
            "Addresses that the host's network ports answer for while their windows are open"),
    ADDR_IPV4(Block.ADDRESS, 0x4A0, 4, 8, RO, RW, 0, Kind.PLAIN, "IPv4 address of window n, first byte highest"),
    ADDR_MAC(Block.ADDRESS, 0x4C0, 8, 8, RO, RW, 0, Kind.PLAIN, "MAC address of window n, first byte highest"),

    FW_SLOTS(Block.UPDATE, 0x600, 4, 1, RO, RO, 0, Kind.OPEN, "Which slot runs, and which one the next reset boots"),
    FW_BOOT(Block.UPDATE, 0x604, 4, 1, RO, RO, 0, Kind.OPEN, "What the boot ROM did at the last reset, and why"),
    FW_VERSION(Block.UPDATE, 0x608, 4, 2, RO, RO, 0, Kind.OPEN,
            "Version of the image in slot n, as it was checked last; zero: none that may run (JESD245 SLOTn_FWREV)"),
    FW_CMD(Block.UPDATE, 0x610, 4, 1, W1S, RW1C, 0, Kind.PLAIN,
            "A one orders that; the firmware clears it when it takes the order (JESD245 FIRMWARE_OPS_CMD)"),
    FW_LENGTH(Block.UPDATE, 0x614, 4, 1, RW, RO, 0, Kind.PLAIN, "Length in bytes of the image that START begins"),
    FW_OFFSET(Block.UPDATE, 0x618, 4, 1, RW, RO, 0, Kind.PLAIN, "Offset in the image of the block in FW_DATA"),
    FW_BLOCK_CRC(Block.UPDATE, 0x61C, 4, 1, RW, RO, 0, Kind.PLAIN, "CRC32C of the block's bytes in FW_DATA"),
    FW_STATUS(Block.UPDATE, 0x620, 4, 1, RO, RW, 0, Kind.PLAIN,
            "How far the update has come; every reset of the processor ends it (JESD245 FIRMWARE_OPS_STATUS)"),
    FW_PROGRESS(Block.UPDATE, 0x624, 4, 1, RO, RW, 0, Kind.PLAIN, "Bytes of the image that are programmed"),
    FW_DATA(Block.UPDATE, 0x640, 8, 32, RW, RO, 0, Kind.PLAIN, "The block: 256 bytes, or what is left of the image"),

    FLASH_CTRL(Block.FLASH, 0x780, 4, 1, NONE, WO, 0, Kind.PLAIN, "A one begins that, if nothing is under way"),
    FLASH_ADDR(Block.FLASH, 0x784, 4, 1, NONE, RW, 0, Kind.PLAIN, "Address in the flash, or number of a slot"),
    FLASH_COUNT(Block.FLASH, 0x788, 4, 1, NONE, RW, 0, Kind.PLAIN, "Bytes of FLASH_DATA to program, or to check"),
    FLASH_STATUS(Block.FLASH, 0x78C, 4, 1, NONE, RO, 0, Kind.PLAIN, "Whether it is busy, and how the last one ended"),
    FLASH_DATA(Block.FLASH, 0x7A0, 8, 32, NONE, RW, 0, Kind.PLAIN, "Page buffer");
    // spotless:on

    /** Size of the control BAR in bytes. */
    public static final int BAR0_BYTES = 0x1_0000;

    private enum Kind {
        PLAIN,
        OPEN,
        BANKED,
        BANKED_OPEN
    }

    private final Block block;
    private final int offset;
    private final int width;
    private final int count;
    private final Access host;
    private final Access card;
    private final long reset;
    private final Kind kind;
    private final String doc;

    Register(
            Block block,
            int offset,
            int width,
            int count,
            Access host,
            Access card,
            long reset,
            Kind kind,
            String doc) {
        this.block = block;
        this.offset = offset;
        this.width = width;
        this.count = count;
        this.host = host;
        this.card = card;
        this.reset = reset;
        this.kind = kind;
        this.doc = doc;
    }

    public Block block() {
        return block;
    }

    /** Byte offset within BAR0. */
    public int offset() {
        return offset;
    }

    /** Byte offset of element {@code n} of an array. */
    public int offset(int n) {
        if (n < 0 || n >= count) {
            throw new IndexOutOfBoundsException(name() + "[" + n + "]");
        }
        return offset + n * width;
    }

    /** Width of every access, in bytes: 4 or 8. */
    public int width() {
        return width;
    }

    /** How many of it there are, one after the other. */
    public int count() {
        return count;
    }

    public Access access(Side side) {
        return side == Side.HOST ? host : card;
    }

    /** Value after power-on. */
    public long resetValue() {
        return reset;
    }

    /** Whether each side has a copy of its own. */
    public boolean banked() {
        return kind == Kind.BANKED || kind == Kind.BANKED_OPEN;
    }

    /** Whether it stays reachable while a gate is shut. */
    public boolean throughGate() {
        return kind == Kind.OPEN || kind == Kind.BANKED_OPEN;
    }

    /** Whether a read changes it. */
    public boolean readChanges() {
        return this == SEMAPHORE || this == UART_RX;
    }

    /** Whether the map alone says what a read gives after power-on; the rest the hardware drives. */
    public boolean resetIsKnown() {
        return host != RO || card != RO || reset != 0;
    }

    /** What a read gives after power-on, if {@link #resetIsKnown()}. */
    public long readAfterReset() {
        return this == LIVENESS ? ~reset & 0xffff_ffffL : reset;
    }

    public String doc() {
        return doc;
    }
}
