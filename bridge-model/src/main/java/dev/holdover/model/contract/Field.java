package dev.holdover.model.contract;

/** The bit fields of the registers; {@code lsb} is the lowest bit, {@code bits} the width. */
public enum Field implements BitField {
    VERSION_MINOR(Register.VERSION, 0, 16, "Additions"),
    VERSION_MAJOR(Register.VERSION, 16, 16, "Incompatible changes"),

    CAPS_NVRAM(Register.CAPS, 0, 1, "Battery-backed memory behind BAR2"),
    CAPS_GATES(Register.CAPS, 1, 1, "Gates in both directions"),
    CAPS_WATCHDOG(Register.CAPS, 2, 1, "Processor watchdog"),
    CAPS_MSIX(Register.CAPS, 3, 1, "MSI-X"),
    CAPS_MAILBOX(Register.CAPS, 4, 1, "Unlock mailbox"),
    CAPS_WINDOWS(Register.CAPS, 8, 4, "Number of windows in use"),
    CAPS_STRIDE_LOG2(Register.CAPS, 16, 6, "Windows lie 2^n bytes apart in BAR2"),

    RESET_SOFT(Register.RESET_CTRL, 0, 1, "Resets the processor, if the key is right; clears itself"),
    RESET_KEY(Register.RESET_CTRL, 16, 16, "Must be 0x05FA, else the write does nothing (Arm AIRCR.VECTKEY)"),

    CAUSE_POR(Register.RESET_CAUSE, 0, 1, "Power came on"),
    CAUSE_FLR(Register.RESET_CAUSE, 1, 1, "Function-level reset"),
    CAUSE_HOT(Register.RESET_CAUSE, 2, 1, "Hot reset of the link"),
    CAUSE_WATCHDOG(Register.RESET_CAUSE, 3, 1, "The watchdog's second stage"),
    CAUSE_SOFT(Register.RESET_CAUSE, 4, 1, "The host, through RESET_CTRL"),
    CAUSE_BROWN_OUT(Register.RESET_CAUSE, 5, 1, "A rail sagged"),
    CAUSE_WAKE(Register.RESET_CAUSE, 7, 1, "The mains came back while the card slept"),
    CAUSE_MACHINE_CHECK(Register.RESET_CAUSE, 6, 1, "The processor read a word that can't be corrected"),

    CAUSE_BOOT_TIMER(Register.RESET_CAUSE, 8, 1, "A firmware image on trial was not confirmed in time"),
    CAUSE_IMAGE(Register.RESET_CAUSE, 9, 1, "The boot ROM did not simply boot the confirmed slot: FW_BOOT tells"),

    BOOT_PHASE(Register.BOOT_STATE, 0, 8, "A BootState"),

    INT_COMPLETION(Register.INT_CAUSE, 0, 1, "A completion was written"),
    INT_SLOT(Register.INT_CAUSE, 1, 1, "A window's role or epoch changed"),
    INT_GATE(Register.INT_CAUSE, 2, 1, "The card's gate moved"),
    INT_MAILBOX(Register.INT_CAUSE, 3, 1, "A message lies in the mailbox"),
    INT_BOOT(Register.INT_CAUSE, 4, 1, "BOOT_STATE changed"),
    INT_ENERGY(Register.INT_CAUSE, 5, 1, "A rail or the battery changed"),
    INT_DOORBELL(Register.INT_CAUSE, 6, 1, "The card rang a doorbell"),
    INT_TEST(Register.INT_CAUSE, 7, 1, "Self-test"),
    INT_ECC(Register.INT_CAUSE, 8, 1, "A word of the NVRAM can't be corrected"),
    INT_NV(Register.INT_CAUSE, 9, 1, "An operation of the NV block has ended, or ARMED has changed"),
    INT_BLOCK(Register.INT_CAUSE, 10, 1, "The block volume has answered, or its state has changed"),
    INT_DAUGHTER(Register.INT_CAUSE, 11, 1, "DAUGHTER_EVENT is not zero"),
    INT_UPDATE(Register.INT_CAUSE, 12, 1, "FW_STATUS has changed"),
    INT_DISK(Register.INT_CAUSE, 13, 1, "A disk in a slot of the host has completed a command; passes the host's gate"),
    INT_NIC(Register.INT_CAUSE, 14, 1, "A NIC in a slot of the host has an ETH_CAUSE; passes the host's gate"),

    PROC_DOORBELL(Register.PROC_INT_CAUSE, 0, 1, "The host rang a doorbell"),
    PROC_HEARTBEAT(Register.PROC_INT_CAUSE, 1, 1, "The host's heartbeat"),
    PROC_POWER(Register.PROC_INT_CAUSE, 2, 1, "A rail changed"),
    PROC_MAILBOX(Register.PROC_INT_CAUSE, 3, 1, "A message lies in the mailbox"),
    PROC_HOST_GATE(Register.PROC_INT_CAUSE, 4, 1, "The host's gate moved"),
    PROC_PANIC(Register.PROC_INT_CAUSE, 5, 1, "The host said that it stops"),
    PROC_WATCHDOG(Register.PROC_INT_CAUSE, 6, 1, "The watchdog's first stage"),
    PROC_LINK(Register.PROC_INT_CAUSE, 7, 1, "The PCIe link changed"),
    PROC_ECC(Register.PROC_INT_CAUSE, 8, 1, "A word of the NVRAM can't be corrected"),

    PROC_LEASE(Register.PROC_INT_CAUSE, 12, 1, "A lease ran out and its window was closed"),
    PROC_WINDOW(Register.PROC_INT_CAUSE, 15, 1, "A window was used that is not where its slot is, and closed"),
    PROC_UART(Register.PROC_INT_CAUSE, 14, 1, "A character came, or the transmit FIFO is half empty"),

    PROC_NV(Register.PROC_INT_CAUSE, 13, 1, "The host has written NV_FUNC_CMD or NV_ARM_CMD"),
    PROC_UPDATE(Register.PROC_INT_CAUSE, 16, 1, "The host has written FW_CMD"),
    PROC_DAUGHTER(Register.PROC_INT_CAUSE, 18, 1, "DAUGHTER_EVENT is not zero"),
    PROC_FLASH(Register.PROC_INT_CAUSE, 17, 1, "The boot flash has done what FLASH_CTRL began"),

    RAIL_MAIN(Register.RAIL_STATUS, 0, 1, "The host's power is good"),
    RAIL_BATTERY(Register.RAIL_STATUS, 1, 1, "The battery can carry the card"),

    BATT_PRESENT(Register.BATT_STATUS, 0, 1, "There is one"),
    BATT_DISCHARGING(Register.BATT_STATUS, 1, 1, "It carries the card"),
    BATT_CHARGING(Register.BATT_STATUS, 2, 1, "It is being charged"),
    BATT_LOW(Register.BATT_STATUS, 3, 1, "Below ES_WARN_PCT"),
    BATT_CRITICAL(Register.BATT_STATUS, 4, 1, "Below ES_ERROR_PCT"),
    BATT_FAILURE(Register.BATT_STATUS, 5, 1, "It can't carry the card"),

    ES_LEARN_ALLOWED(Register.ES_POLICY, 0, 1, "Learn cycles may run"),
    ES_LEARN(Register.ES_TEST, 0, 2, "A bit for each battery"),
    CELL_PRESENT(Register.CELL_STATUS, 0, 1, "It is plugged in"),
    CELL_LEARNING(Register.CELL_STATUS, 1, 1, "It is in a learn cycle: what it holds can't be promised"),
    POWER_SLEEP(
            Register.POWER_CTRL,
            0,
            1,
            "On battery: processor and NIC off, NVRAM in self-refresh, until the mains come back"),
    DOMAIN_PROCESSOR(Register.DOMAIN_STATUS, 0, 1, "The embedded processor; off in sleep"),
    DOMAIN_NIC(Register.DOMAIN_STATUS, 1, 1, "The card's own network ports; off in sleep"),
    DOMAIN_BRIDGE(Register.DOMAIN_STATUS, 2, 1, "The bridge; its clock stands in sleep"),
    DOMAIN_NVRAM(Register.DOMAIN_STATUS, 3, 1, "The NVRAM"),
    ENERGY_LEVEL(
            Register.ENERGY_STATUS,
            0,
            2,
            "0 enough, 1 low, 2 short: nothing is acknowledged that only this card holds"),

    NV_IS_READY(Register.NV_READY, 0, 1, "Commands are taken"),
    NV_SAVE(Register.NV_FUNC_CMD, 0, 1, "SAVE: all that was stored until now is to be in another place too"),
    NV_RESTORE(Register.NV_FUNC_CMD, 1, 1, "RESTORE: what another place keeps comes back into the NVRAM"),
    NV_ERASE(Register.NV_FUNC_CMD, 2, 1, "ERASE: what other places keep is zeroed; refused while armed"),
    NV_ABORT(Register.NV_FUNC_CMD, 3, 1, "ABORT: the operation that runs ends where it is"),
    NV_ARM(Register.NV_ARM_CMD, 0, 1, "ARM: when the mains or the host are lost, a SAVE begins by itself"),
    NV_DISARM(Register.NV_ARM_CMD, 1, 1, "DISARM: it does not"),
    NV_SAVING(Register.NV_CMD_STATUS, 0, 1, "A SAVE runs"),
    NV_RESTORING(Register.NV_CMD_STATUS, 1, 1, "A RESTORE runs"),
    NV_ERASING(Register.NV_CMD_STATUS, 2, 1, "An ERASE runs"),
    NV_ARMED(Register.NV_CMD_STATUS, 8, 1, "A SAVE begins by itself"),
    NV_ERASED(Register.NV_CMD_STATUS, 9, 1, "Other places were erased and are filled again only after ARM"),
    NV_SAVE_SUCCESS(Register.NV_RESULT, 0, 1, "A SAVE ended well"),
    NV_SAVE_ERROR(Register.NV_RESULT, 1, 1, "A SAVE failed or was refused; CSAVE_FAIL_INFO says why"),
    NV_RESTORE_SUCCESS(Register.NV_RESULT, 2, 1, "A RESTORE ended well"),
    NV_RESTORE_ERROR(Register.NV_RESULT, 3, 1, "A RESTORE failed or was refused"),
    NV_ERASE_SUCCESS(Register.NV_RESULT, 4, 1, "An ERASE ended well"),
    NV_ERASE_ERROR(Register.NV_RESULT, 5, 1, "An ERASE failed or was refused"),
    NV_ABORT_SUCCESS(Register.NV_RESULT, 6, 1, "An operation was aborted"),
    NV_ABORT_ERROR(Register.NV_RESULT, 7, 1, "There was nothing to abort, or it was too late"),
    NV_ARM_SUCCESS(Register.NV_RESULT, 8, 1, "ARM or DISARM took effect"),
    NV_ARM_ERROR(Register.NV_RESULT, 9, 1, "ARM was refused: no place is in sync"),
    CSAVE_VALID(Register.CSAVE_INFO, 0, 1, "What was saved last is whole in another place"),
    CSAVE_CAUSE(Register.CSAVE_INFO, 8, 8, "A SaveCause"),
    FAIL_ENERGY(Register.CSAVE_FAIL_INFO, 0, 1, "Too little energy: what is not saved is retained in self-refresh"),
    FAIL_NO_PLACE(Register.CSAVE_FAIL_INFO, 1, 1, "No other place to save to, or none that keeps what is asked for"),
    FAIL_PLACE_LOST(Register.CSAVE_FAIL_INFO, 2, 1, "The other place went away before it had everything"),
    FAIL_NVRAM_LOST(Register.CSAVE_FAIL_INFO, 3, 1, "The NVRAM's contents are lost: both rails were gone"),
    FAIL_ABORTED(Register.CSAVE_FAIL_INFO, 4, 1, "ABORT"),
    FAIL_INJECTED(Register.CSAVE_FAIL_INFO, 5, 1, "INJECT_ERROR"),
    FAIL_REFUSED(Register.CSAVE_FAIL_INFO, 6, 1, "The state did not allow it: busy, armed, or nothing to do"),
    FAIL_DAMAGED(
            Register.CSAVE_FAIL_INFO, 7, 1, "What was saved to disk is damaged or not complete; none of it is used"),
    HEALTH_NO_PLACE(Register.MODULE_HEALTH, 0, 1, "No other place is in sync"),
    HEALTH_ENERGY(Register.MODULE_HEALTH, 1, 1, "ENERGY_STATUS says that the energy is short"),
    HEALTH_SAVE_FAILED(Register.MODULE_HEALTH, 2, 1, "The last SAVE failed"),
    INJECT_SAVE(Register.INJECT_ERROR, 0, 1, "SAVE fails"),
    INJECT_RESTORE(Register.INJECT_ERROR, 1, 1, "RESTORE fails"),
    INJECT_ERASE(Register.INJECT_ERROR, 2, 1, "ERASE fails"),
    MEMORY_IS_INITIALIZED(Register.MEMORY_INITIALIZED, 0, 1, "The host has put its data in order"),

    EDC_MODE(Register.EDC_CTRL, 0, 2, "0 none, 1 detect, 2 correct"),
    ERR_ANY(Register.ERR_STATUS, 0, 1, "An error was found"),
    ERR_MULTI(Register.ERR_STATUS, 1, 1, "One that can't be corrected; the log holds the first of these"),
    ERR_CORRECTED(Register.ERR_COUNT, 0, 16, "Corrected words"),
    ERR_UNCORRECTABLE(Register.ERR_COUNT, 16, 16, "Reads of words that can't be corrected"),
    SCRUB_ENABLE(Register.SCRUB_CTRL, 0, 1, "It walks"),
    INJECT_CHECK_BITS(Register.INJECT_CHECK, 0, 8, "The check bits"),

    GATE_SHUT(Register.GATE_CTRL, 0, 1, "No request of the host is forwarded"),
    GATE_WINDOWS(Register.GATE_CTRL, 8, 8, "Windows that the host may reach while the gate is open"),
    HOST_GATE_SHUT(Register.HOST_GATE_CTRL, 0, 1, "No request of the card is forwarded to the host or the NVRAM"),
    STATUS_CARD_GATE(Register.GATE_STATUS, 0, 1, "GATE_CTRL.SHUT"),
    STATUS_HOST_GATE(Register.GATE_STATUS, 1, 1, "HOST_GATE_CTRL.SHUT"),
    STATUS_WINDOWS(Register.GATE_STATUS, 8, 8, "GATE_CTRL.WINDOWS"),
    MISS_VALID(Register.FIRST_MISS_INFO, 0, 1, "There was one"),
    MISS_WRITE(Register.FIRST_MISS_INFO, 1, 1, "It was a write"),
    MISS_BY_CARD(Register.FIRST_MISS_INFO, 2, 1, "The card sent it"),
    MISS_BAR(Register.FIRST_MISS_INFO, 4, 3, "BAR it was meant for"),

    DB_SUBMIT(Register.DB, 0, 8, "Towards the card: descriptors wait in window n's submission ring"),
    LINK_UP(Register.LINK_STATUS, 0, 1, "The link is trained"),
    LINK_LOST(Register.LINK_STATUS, 1, 1, "It went down without notice since the last training"),

    AER_SURPRISE_DOWN(Register.AER_STATUS, 5, 1, "The link went down without notice"),
    AER_COMPLETER_ABORT(Register.AER_STATUS, 15, 1, "A read was refused by a shut gate: it ended by Completer Abort"),
    AER_UNSUPPORTED_REQUEST(Register.AER_STATUS, 20, 1, "Nothing is there, or not at that width; writes too"),

    WDT_ENABLE(Register.WDT_CTRL, 0, 1, "Runs"),
    WDT_LOCK(Register.WDT_CTRL, 1, 1, "ENABLE and the timers keep their values until reset"),
    WDT_STAGE1(Register.WDT_STATUS, 0, 1, "The first stage fired"),
    WDT_TIMED_OUT(Register.WDT_STATUS, 1, 1, "The second stage reset the processor"),
    WDT_EARLY(Register.WDT_STATUS, 2, 1, "A reload before the window opened reset the processor"),

    PANIC_PANICKED(Register.PANIC, 0, 1, "The host's kernel panicked"),
    PANIC_SHUTDOWN(Register.PANIC, 1, 1, "The host is about to shut down"),

    NIC_CARRIER(Register.NIC_STATUS, 0, 2, "A bit for each port that has a carrier"),
    NIC_FAULT(Register.NIC_STATUS, 8, 2, "A bit for each port whose loopback self-test fails"),

    PROCESS_WATCHED(Register.PROCESS_STATUS, 0, 8, "A bit for each window whose process is expected to beat"),
    PROCESS_ALIVE(Register.PROCESS_STATUS, 8, 8, "A bit for each window whose process has beaten since the last write"),
    OPERATOR_FENCED(Register.OPERATOR, 0, 1, "He has shut the gate: no proof opens it, only his or a peer's word"),
    OPERATOR_BATTERY(Register.OPERATOR, 8, 2, "A bit for each battery that he replaces: nothing is promised on it"),

    PEER_REACHABLE(Register.PEER_STATE, 0, 1, "It answers"),
    PEER_IN_SYNC(Register.PEER_STATE, 1, 1, "It has all but the newest bytes"),

    SLOT_ROLE(Register.SLOT_STATE, 0, 8, "A Role"),
    SLOT_PERSONALITY(Register.SLOT_STATE, 16, 16, "Number of the personality; zero: the window is unused"),

    MBOX_RECEIVED(Register.MBOX_STATUS, 0, 1, "MBOX_RECV holds a message that was not read yet"),

    DAUGHTER_PRESENT(Register.DAUGHTER_STATUS, 0, 1, "A card is in the slot"),
    DAUGHTER_POWERED(Register.DAUGHTER_STATUS, 1, 1, "It has power"),
    DAUGHTER_FAULT(Register.DAUGHTER_STATUS, 2, 1, "It does not answer, or its power controller has a fault"),
    DAUGHTER_REMOVED(Register.DAUGHTER_STATUS, 3, 1, "One was pulled without notice; cleared when another is put in"),
    DAUGHTER_TYPE(Register.DAUGHTER_STATUS, 4, 4, "A DaughterType"),
    DAUGHTER_OWNER(Register.DAUGHTER_STATUS, 8, 1, "0 the host drives it, 1 the embedded processor"),
    DAUGHTER_GIVE(Register.DAUGHTER_CTRL, 0, 1, "GIVE: the owner leaves it to the other side"),
    DAUGHTER_TAKE(
            Register.DAUGHTER_CTRL,
            1,
            1,
            "TAKE: it is mine from now on; done only while the other side is behind a shut gate"),
    DAUGHTER_POWER_ON(Register.DAUGHTER_CTRL, 2, 1, "POWER_ON, by the owner"),
    DAUGHTER_POWER_OFF(Register.DAUGHTER_CTRL, 3, 1, "POWER_OFF, by the owner: before it is pulled"),
    DAUGHTER_CHANGED(Register.DAUGHTER_EVENT, 0, 8, "A bit for each slot"),

    UART_CHARACTER(Register.UART_RX, 0, 8, "The character"),
    UART_FRAMING(Register.UART_RX, 8, 1, "Its stop bit was wrong"),
    UART_PARITY(Register.UART_RX, 9, 1, "Its parity was wrong"),
    UART_OVERRUN(Register.UART_RX, 11, 1, "Before it others were lost: the FIFO was full"),
    UART_VALID(Register.UART_RX, 15, 1, "There was one"),
    UART_SEND(Register.UART_TX, 0, 8, "The character"),
    UART_RX_LEVEL(Register.UART_STATUS, 0, 5, "Characters in the receive FIFO"),
    UART_TX_LEVEL(Register.UART_STATUS, 8, 5, "Characters in the transmit FIFO"),

    ADDR_ARMED(Register.ADDR_CTRL, 0, 8, "The address of window n is answered for; every reset clears it"),

    FW_RUNNING(Register.FW_SLOTS, 0, 2, "Slot that runs; 3: none (JESD245 FW_SLOT_INFO)"),
    FW_NEXT(Register.FW_SLOTS, 4, 2, "Slot that the next reset boots; 3: none"),
    FW_TRIAL(Register.FW_SLOTS, 8, 1, "What runs is not confirmed yet"),
    FW_TRIES(Register.FW_SLOTS, 12, 4, "Boots on trial that are left"),
    FW_BOOT_RESULT(Register.FW_BOOT, 0, 8, "A BootResult"),
    FW_BOOT_FAULT(Register.FW_BOOT, 8, 8, "An ImageFault: why it fell back or halted"),
    FW_SLOT0_FAULT(Register.FW_BOOT, 16, 8, "An ImageFault: what it found in slot 0"),
    FW_SLOT1_FAULT(Register.FW_BOOT, 24, 8, "An ImageFault: what it found in slot 1"),
    FW_START(Register.FW_CMD, 0, 1, "START: the other slot is erased for an image of FW_LENGTH bytes"),
    FW_BLOCK(Register.FW_CMD, 1, 1, "BLOCK: what is in FW_DATA is programmed at FW_OFFSET"),
    FW_VERIFY(Register.FW_CMD, 2, 1, "VERIFY: the image is read back and checked"),
    FW_ACTIVATE(Register.FW_CMD, 3, 1, "ACTIVATE: the next reset boots it, on trial"),
    FW_ABORT(Register.FW_CMD, 4, 1, "ABORT: the update ends where it is"),
    FW_STATE(Register.FW_STATUS, 0, 8, "An UpdateState"),
    FW_ERROR(Register.FW_STATUS, 8, 8, "An UpdateError"),
    FW_FAULT(Register.FW_STATUS, 16, 8, "An ImageFault, with the error IMAGE"),

    FLASH_ERASE(Register.FLASH_CTRL, 0, 1, "Erases the sector at FLASH_ADDR"),
    FLASH_PROGRAM(Register.FLASH_CTRL, 1, 1, "Programs FLASH_COUNT bytes of the page buffer at FLASH_ADDR"),
    FLASH_CHECK(Register.FLASH_CTRL, 2, 1, "Checks the image of FLASH_COUNT bytes in slot FLASH_ADDR, with its MAC"),
    FLASH_PEND(Register.FLASH_CTRL, 3, 1, "Writes a boot-control record that makes slot FLASH_ADDR pending"),
    FLASH_CONFIRM(Register.FLASH_CTRL, 4, 1, "Confirms the slot that runs on trial, and stops the boot timer"),
    FLASH_BUSY(Register.FLASH_STATUS, 0, 1, "It is under way"),
    FLASH_FAILED(Register.FLASH_STATUS, 1, 1, "It failed: the bytes are not what they should be"),
    FLASH_REFUSED(Register.FLASH_STATUS, 2, 1, "Not begun: the slot that runs and the records are protected"),
    FLASH_FAULT(Register.FLASH_STATUS, 8, 8, "An ImageFault: what CHECK found");

    /** What a write to RESET_CTRL must hold to reset the processor. */
    public static final long RESET_COMMAND = RESET_KEY.set(RESET_SOFT.mask(), 0x05FA);

    private final Register register;
    private final int lsb;
    private final int bits;
    private final String doc;

    Field(Register register, int lsb, int bits, String doc) {
        this.register = register;
        this.lsb = lsb;
        this.bits = bits;
        this.doc = doc;
    }

    public Register register() {
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
