package dev.holdover.harness.workload;

import dev.holdover.driver.core.DriverCore;
import dev.holdover.harness.world.Processes;

/**
 * The process that serves one personality on one host. A supervisor keeps it: it reports to the driver while the
 * process starts and runs, and starts it anew when it has died and can be started.
 *
 * <pre>
 * STARTING -> RUNNING    it is ready
 * STARTING, RUNNING -> DEAD
 * DEAD -> STARTING
 * </pre>
 */
final class ServerProcess {
    enum State {
        STARTING,
        RUNNING,
        DEAD
    }

    private final Processes processes;
    private final DriverCore driver;
    private final int window;
    private State state;
    private long readyNs;

    ServerProcess(Processes processes, DriverCore driver, int window, long nowNs) {
        this.processes = processes;
        this.driver = driver;
        this.window = window;
        this.state = State.DEAD;
        driver.watchProcess(window);
        if (!processes.broken()) {
            start(nowNs);
        }
    }

    /** What it is at {@code nowNs}; the driver hears of it. */
    State at(long nowNs) {
        if (processes.broken()) {
            state = State.DEAD;
            return state;
        }
        if (state == State.DEAD) {
            start(nowNs);
        }
        if (state == State.STARTING && nowNs >= readyNs) {
            state = State.RUNNING;
        }
        driver.processBeat(window);
        return state;
    }

    boolean runs() {
        return state == State.RUNNING;
    }

    /** When it is ready, while it starts. */
    long nextNs() {
        return state == State.STARTING ? readyNs : Long.MAX_VALUE;
    }

    private void start(long nowNs) {
        state = State.STARTING;
        readyNs = nowNs + processes.startNs();
    }
}
