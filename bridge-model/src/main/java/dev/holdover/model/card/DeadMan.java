package dev.holdover.model.card;

import dev.holdover.model.bridge.Bridge;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Side;
import dev.holdover.model.time.Scheduler;

/** The host's dead-man: the host holds the NVRAM for itself only as long as its heartbeat shows that it lives. */
final class DeadMan {
    private final Bridge bridge;
    private final Scheduler scheduler;
    private final int kind;
    private long lastHeartbeatNs;

    /** @param kind the event by which it is called */
    DeadMan(Bridge bridge, Scheduler scheduler, int kind) {
        this.bridge = bridge;
        this.scheduler = scheduler;
        this.kind = kind;
    }

    /** The host wrote HEARTBEAT. */
    void heartbeat() {
        lastHeartbeatNs = scheduler.nowNs();
    }

    /** A gate moved; behind a shut host's gate it counts. */
    void gateMoved() {
        if (bridge.hostGateShut()) {
            scheduler.after(limitNs(), kind, 0, 0);
        }
    }

    void tick(long nowNs) {
        if (!bridge.hostGateShut()) {
            return;
        }
        long deadlineNs = lastHeartbeatNs + limitNs();
        if (nowNs >= deadlineNs) {
            bridge.releaseHostGate();
        } else {
            scheduler.at(deadlineNs, kind, 0, 0);
        }
    }

    private long limitNs() {
        return bridge.peek(Register.HEARTBEAT_PERIOD_US, Side.CARD)
                * 1000
                * bridge.peek(Register.HEARTBEAT_LIMIT, Side.CARD);
    }
}
