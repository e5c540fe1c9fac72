package dev.holdover.model.card;

import dev.holdover.model.flash.BootRom;
import dev.holdover.model.memory.StoreTap;

/** Probes on the card's signals, for checkers and wave traces. It changes nothing. */
public interface CardTap extends StoreTap {
    /** A gate or a window moved; {@code windows} has a bit for each that the host reaches. */
    void gates(boolean cardGateShut, boolean hostGateShut, int windows);

    /** An address was armed or withdrawn; {@code armed} has a bit for each window whose address is armed. */
    default void addresses(int armed) {}

    /** The rails that carry the card. */
    void rails(boolean main, boolean battery);

    /** Power domains lost or got their power, by the main rail's voltage; both have a bit for each. */
    default void domains(int lost, int got) {}

    /** The processor's state changed. */
    void processor(ProcessorState state);

    /** The watchdog fired its stage 1 or 2; zero: it was kicked before its window opened, and reset the processor. */
    void watchdog(int stage);

    /** The firmware leased a window until a time of the card's own clock; {@link Long#MAX_VALUE}: for ever. */
    default void lease(int window, long untilNs) {}

    /** Reset is released, and the boot ROM has chosen what the processor runs. */
    default void booted(BootRom choice) {}

    /** A character left the console's UART. */
    default void serial(int character) {}

    /** A word of the NVRAM was corrected. */
    default void corrected(long address) {}

    /** A word of the NVRAM was found that can't be corrected. */
    default void uncorrectable(long address) {}

    /** {@code stored} takes the place of an uncorrectable word that reads as {@code found}. */
    default void poisonOverwritten(long address, long found, long stored) {}

    /** Both rails were gone: so are the NVRAM's contents. */
    void nvramLost();
}
