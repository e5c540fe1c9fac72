package dev.holdover.model.bus;

/** What sits at the far end of a link and answers its memory transactions. */
public interface Completer {
    /**
     * A posted write of at most 64 bytes has arrived.
     *
     * @param bar base address register that it hit
     * @param offset within the BAR, in bytes
     */
    void write(int bar, long offset, byte[] from, int at, int length);

    /**
     * A read of at most 64 bytes has arrived; the bytes go to {@code into} from {@code at}.
     *
     * @return how it completes; unless it is {@link Completion#SUCCESS} the bytes are all ones
     */
    Completion read(int bar, long offset, byte[] into, int at, int length);
}
