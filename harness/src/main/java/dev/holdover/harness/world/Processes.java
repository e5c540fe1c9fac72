package dev.holdover.harness.world;

/** What a host knows of the processes that serve personalities: how long one takes to start, and whether it can. */
public final class Processes {
    private final RandomStream random;
    private final long startLoNs;
    private final long startHiNs;
    private boolean broken;

    Processes(RandomStream random, long startLoNs, long startHiNs) {
        this.random = random;
        this.startLoNs = startLoNs;
        this.startHiNs = startHiNs;
    }

    /** Every process on the host dies and none can be started, or they can again. */
    public void broken(boolean now) {
        broken = now;
    }

    public boolean broken() {
        return broken;
    }

    /** From a process's start until it serves, drawn anew for each start. */
    public long startNs() {
        return startHiNs == 0 ? 0 : random.between(startLoNs, startHiNs);
    }
}
