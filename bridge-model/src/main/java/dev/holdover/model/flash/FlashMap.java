package dev.holdover.model.flash;

/** Where things lie in the boot flash: two sectors with a boot-control record each, then two image slots. */
public final class FlashMap {
    /** What is erased at once, in bytes. */
    public static final int SECTOR = 4096;

    /** What is programmed at once, in bytes. */
    public static final int PAGE = 256;

    /** Image slots. */
    public static final int SLOTS = 2;

    /** Size of a slot in bytes. */
    public static final int SLOT_BYTES = 8 * SECTOR;

    /** Boot-control records, one in each of the first sectors. */
    public static final int RECORDS = 2;

    /** Size of the flash in bytes. */
    public static final int BYTES = RECORDS * SECTOR + SLOTS * SLOT_BYTES;

    private FlashMap() {}

    /** Address of boot-control record {@code n}. */
    public static int record(int n) {
        return n * SECTOR;
    }

    /** Address of slot {@code n}. */
    public static int slot(int n) {
        return RECORDS * SECTOR + n * SLOT_BYTES;
    }

    /** The slot that holds {@code address}, or -1: the records do. */
    public static int slotOf(int address) {
        return address < slot(0) ? -1 : (address - slot(0)) / SLOT_BYTES;
    }
}
