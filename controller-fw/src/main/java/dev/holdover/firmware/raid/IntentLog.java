package dev.holdover.firmware.raid;

/**
 * A few slots of this card's NVRAM. Slot 0 keeps what the volume must know of its members, each other slot one intent:
 * what is about to be written to a row.
 */
public interface IntentLog {
    /** How many, two at least. */
    int slots();

    /** Size of a slot; {@link RaidVolume#slotBytes} tells what a volume needs. */
    int slotBytes();

    /**
     * Puts a record in the place of the slot's former one; durable in this card's NVRAM on return, and atomic: a cut
     * leaves the former one.
     */
    void store(int slot, byte[] record, int at, int length);

    /**
     * Whether the other cards that must hold the slot's record do too. If not yet, {@link RaidVolume#intentHeld} tells
     * when.
     */
    boolean held(int slot);

    /**
     * The record need not be replayed any more. Clears become durable in the order in which they were asked for, at
     * the latest with the next store.
     */
    void clear(int slot);

    /**
     * After a restart or a take-over.
     *
     * @return length of the record; 0: none
     */
    int load(int slot, byte[] into, int at);
}
