package dev.holdover.harness.world;

import dev.holdover.driver.core.DriverCore;
import dev.holdover.driver.core.DriverListener;

/** What a host runs on top of one card's driver. A reboot makes a new one. */
public interface Program extends DriverListener {
    /** Called once, before anything else. */
    void start(DriverCore driver);

    /** Does what is due. */
    void step(long nowNs);

    /** Whether the process that serves {@code window} runs. */
    default boolean serves(int window) {
        return true;
    }

    /** When {@link #step} wants to be called again at the latest. */
    long nextNs();

    /** Makes a program for a host that has just booted. */
    @FunctionalInterface
    interface Factory {
        Program create(Host host, CardNode card);
    }
}
