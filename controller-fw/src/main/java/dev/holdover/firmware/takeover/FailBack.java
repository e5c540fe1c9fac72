package dev.holdover.firmware.takeover;

import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.health.PeerHealth;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.firmware.replicate.Replicator;
import dev.holdover.model.contract.Role;
import java.util.Arrays;
import java.util.List;

/**
 * Sends guests home. Their home card must have been in sync and its host healthy for a hold time; there are
 * at most so many moves in a window of time, so that a host that comes and goes does not drag its personality
 * about.
 */
public class FailBack {
    private static final long NOT_SINCE = Long.MAX_VALUE;
    private static final long MAY_TAKE_PERIODS = 20;

    private final Hal hal;
    private final FirmwareConfig config;
    private final PeerHealth peers;
    private final Replicator replicator;
    private final TakeOver takeOver;
    private final List<Personality> personalities;
    private final long[] healthySinceNs;
    private final long[] begunNs;
    private final long[] moves;
    private int nextMove;

    public FailBack(
            Hal hal,
            FirmwareConfig config,
            PeerHealth peers,
            Replicator replicator,
            TakeOver takeOver,
            List<Personality> personalities) {
        this.hal = hal;
        this.config = config;
        this.peers = peers;
        this.replicator = replicator;
        this.takeOver = takeOver;
        this.personalities = personalities;
        this.healthySinceNs = new long[personalities.size()];
        this.begunNs = new long[personalities.size()];
        this.moves = new long[Math.max(1, config.failBack().atMost())];
        Arrays.fill(healthySinceNs, NOT_SINCE);
        // What was moved before a restart is not known: as if all moves had just been used up.
        boolean first = hal.boots() == 1;
        Arrays.fill(moves, first ? hal.nowNs() - config.failBack().windowNs() : hal.nowNs());
    }

    /** A heartbeat period has passed. */
    public void tick() {
        boolean never = config.failBack().holdNs() == Long.MAX_VALUE;
        for (Personality personality : personalities) {
            if (takeOver.keeps(personality)) {
                healthySinceNs[personality.slot()] = NOT_SINCE;
            } else if (personality.role() == Role.RETURNING) {
                progress(personality);
            } else if (!never && personality.role() == Role.ACTIVE && !personality.isHome()) {
                consider(personality);
            } else {
                healthySinceNs[personality.slot()] = NOT_SINCE;
            }
        }
    }

    /** Why {@code personality} can't be sent home now, without waiting for the hold time; nothing: it can. */
    public String objection(Personality personality) {
        int home = personality.config().homeCard();
        if (personality.role() != Role.ACTIVE || personality.isHome()) {
            return "it is no guest here";
        }
        if (!healthy(personality)) {
            return "its home, card " + home + ", is not in sync, or its host is not well";
        }
        return mayMove(hal.nowNs()) ? "" : "it has moved too often: at most so many times in a while";
    }

    /** An operator sends a guest home; says whether it could be. */
    public boolean sendHome(Personality personality) {
        boolean may = objection(personality).isEmpty();
        if (may) {
            begin(personality);
        }
        return may;
    }

    private void begin(Personality personality) {
        begunNs[personality.slot()] = hal.nowNs();
        takeOver.beginReturn(personality);
        progress(personality);
    }

    /** {@code card} has begun a new life: as a home it has yet to show that it is healthy. */
    public void startedAnew(int card) {
        for (Personality personality : personalities) {
            if (personality.config().homeCard() == card) {
                healthySinceNs[personality.slot()] = NOT_SINCE;
            }
        }
    }

    /** A peer acknowledged something. */
    public void progress(Personality personality) {
        if (personality.role() != Role.RETURNING || takeOver.keeps(personality)) {
            return;
        }
        int home = personality.config().homeCard();
        boolean late = hal.nowNs() - begunNs[personality.slot()] > MAY_TAKE_PERIODS * config.heartbeatNs();
        if (!healthy(personality) || late) {
            healthySinceNs[personality.slot()] = NOT_SINCE;
            takeOver.abortReturn(personality);
        } else if (replicator.complete(personality, home)) {
            moves[nextMove] = hal.nowNs();
            nextMove = (nextMove + 1) % moves.length;
            takeOver.commitReturn(personality);
        }
    }

    private void consider(Personality personality) {
        int slot = personality.slot();
        long nowNs = hal.nowNs();
        if (!healthy(personality)) {
            healthySinceNs[slot] = NOT_SINCE;
        } else if (healthySinceNs[slot] == NOT_SINCE) {
            healthySinceNs[slot] = nowNs;
        } else if (nowNs - healthySinceNs[slot] >= config.failBack().holdNs() && mayMove(nowNs)) {
            begin(personality);
        }
    }

    private boolean healthy(Personality personality) {
        int home = personality.config().homeCard();
        return peers.reachable(home) && peers.hostAlive(home) && replicator.inSync(personality, home);
    }

    /** Whether the oldest of the last moves is out of the window. */
    protected boolean mayMove(long nowNs) {
        return nowNs - moves[nextMove] >= config.failBack().windowNs();
    }
}
