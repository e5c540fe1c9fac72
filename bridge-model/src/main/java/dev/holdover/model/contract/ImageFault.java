package dev.holdover.model.contract;

/** What is wrong with a firmware image in a slot of the boot flash; FW_BOOT, FW_STATUS and FLASH_STATUS tell it. */
public enum ImageFault {
    NONE("Nothing"),
    EMPTY("The slot is erased"),
    HEADER("No image begins there: wrong magic, or a format that is not known"),
    LENGTH("Its length does not fit the slot, or what was sent"),
    CRC("The CRC32C of its payload is wrong"),
    MAC("It is not signed with the key that the card holds"),
    VERSION("It is older than the confirmed one: rolling back is not allowed"),
    TRIES("It was booted as often as it may be without being confirmed"),
    RECORD("No boot-control record is whole");

    private static final ImageFault[] VALUES = values();

    private final String doc;

    ImageFault(String doc) {
        this.doc = doc;
    }

    public String doc() {
        return doc;
    }

    /** The fault behind a register value; anything unknown is {@link #HEADER}. */
    public static ImageFault of(long value) {
        return value >= 0 && value < VALUES.length ? VALUES[(int) value] : HEADER;
    }
}
