package dev.holdover.model.layout;

/**
 * A read met a word of the NVRAM that its check bits can't mend: the processor's machine check, the host's
 * poisoned completion. It unwinds the reader, so that nobody goes on with bytes that mean nothing. It
 * carries no stack.
 */
public final class UncorrectableError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long offset;

    /** @param offset of the word, or of the read it lies in, in bytes */
    public UncorrectableError(long offset) {
        super("uncorrectable word at " + offset, null, false, false);
        this.offset = offset;
    }

    /** Where, in bytes from the beginning of what was read. */
    public long offset() {
        return offset;
    }
}
