package dev.holdover.driver.core;

/** A read of the NVRAM failed: what it gave is not what is there. Unwinds the driver; it carries no stack. */
final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unreadable() {
        super("read failed", null, false, false);
    }
}
