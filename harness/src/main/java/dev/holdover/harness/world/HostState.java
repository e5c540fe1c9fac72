package dev.holdover.harness.world;

/** What a simulated host is doing. */
public enum HostState {
    OFF,
    BOOTING,
    RUNNING,
    /** Executes nothing, forgets nothing. */
    HUNG,
    /** Executes nothing until it is rebooted. */
    CRASHED
}
