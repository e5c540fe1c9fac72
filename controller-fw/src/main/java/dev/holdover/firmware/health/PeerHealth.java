package dev.holdover.firmware.health;

import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.hal.Notice;
import dev.holdover.firmware.wire.Messenger;

/**
 * Which peers answer, and by which LAN. Silence of a peer changes how bytes travel, never who owns them.
 *
 * <p>A path carries when the peer is heard by it and says that it hears us by it: a cable that works
 * one way only is no path (as in BFD, RFC 5880 section 6.8.6). LAN A is preferred, and taken again only
 * when it has carried for as long as silence counts as failure.
 */
public final class PeerHealth {
    private final Hal hal;
    private final FirmwareConfig config;
    private final Messenger messenger;
    private final long[][] heardNs;
    private final boolean[][] heard;
    private final long[][] carriesSinceNs;
    private final int[] hearsUs;
    private final boolean[] reachable;
    private final boolean[] hostAlive;

    public PeerHealth(Hal hal, FirmwareConfig config, Messenger messenger) {
        this.hal = hal;
        this.config = config;
        this.messenger = messenger;
        this.heardNs = new long[messenger.peers()][Hal.PORTS];
        this.heard = new boolean[messenger.peers()][Hal.PORTS];
        this.carriesSinceNs = new long[messenger.peers()][Hal.PORTS];
        this.hearsUs = new int[messenger.peers()];
        this.reachable = new boolean[messenger.peers()];
        this.hostAlive = new boolean[messenger.peers()];
    }

    /**
     * A good frame of {@code card} came; says whether it had been silent.
     *
     * @param hearsUsBy a bit for each port by which the sender says that it hears us
     */
    public boolean heard(int card, int port, int hearsUsBy) {
        int index = messenger.index(card);
        heardNs[index][port] = hal.nowNs();
        hearsUs[index] = hearsUsBy;
        if (!heard[index][port]) {
            heard[index][port] = true;
            tellHeard(index);
        }
        boolean returned = !reachable[index];
        reachable[index] = true;
        return returned;
    }

    /** What {@code card} says of its host. */
    public void hostIs(int card, boolean alive) {
        hostAlive[messenger.index(card)] = alive;
    }

    /** Whether {@code card} answers and has said last that its host is healthy. */
    public boolean hostAlive(int card) {
        int index = messenger.index(card);
        return index >= 0 && reachable[index] && hostAlive[index];
    }

    public boolean reachable(int card) {
        int index = messenger.index(card);
        return index >= 0 && reachable[index];
    }

    /** Whether frames pass between us and {@code card} by {@code port}, both ways. */
    public boolean carries(int card, int port) {
        int index = messenger.index(card);
        return index >= 0 && carries(index, 1 << port, port);
    }

    /** Whether {@code card} is heard by {@code port}, whatever it hears. */
    public boolean hears(int card, int port) {
        int index = messenger.index(card);
        return index >= 0 && heard[index][port];
    }

    /** Whether {@code card} says that it hears us by {@code port}. */
    public boolean isHeardBy(int card, int port) {
        int index = messenger.index(card);
        return index >= 0 && (hearsUs[index] >>> port & 1) != 0;
    }

    /** A period has passed; says whether {@code card} has just fallen silent. */
    public boolean fellSilent(int card) {
        int index = messenger.index(card);
        long lastNs = Long.MIN_VALUE;
        for (int port = 0; port < Hal.PORTS; port++) {
            lastNs = Math.max(lastNs, heardNs[index][port]);
            if (heard[index][port] && hal.nowNs() - heardNs[index][port] >= pathSilenceNs()) {
                heard[index][port] = false;
                tellHeard(index);
            }
        }
        choosePath(index);
        if (reachable[index] && hal.nowNs() - lastNs >= config.silenceNs()) {
            reachable[index] = false;
            hearsUs[index] = 0;
            hal.journal(Notice.PEER_LOST, 0, card, 0);
            return true;
        }
        return false;
    }

    /** Folds what is known of peers and paths into a number. */
    public long stateHash() {
        long hash = 0;
        for (int index = 0; index < reachable.length; index++) {
            hash = hash * 31 + hearsUs[index];
            for (int port = 0; port < Hal.PORTS; port++) {
                hash = hash * 31 + heardNs[index][port];
            }
        }
        return hash;
    }

    /** Two heartbeats may be lost on a path; the third missing one says that it no longer carries. */
    private long pathSilenceNs() {
        return Math.min(config.silenceNs(), config.heartbeatNs() * 5 / 2);
    }

    private void choosePath(int index) {
        int present = messenger.port(index);
        int best = present;
        for (int port = 0; port < Hal.PORTS; port++) {
            boolean carries = carries(index, 1 << port, port);
            if (!carries) {
                carriesSinceNs[index][port] = Long.MAX_VALUE;
            } else if (carriesSinceNs[index][port] > hal.nowNs()) {
                carriesSinceNs[index][port] = hal.nowNs();
            }
        }
        for (int port = Hal.PORTS - 1; port >= 0; port--) {
            boolean carries = carriesSinceNs[index][port] <= hal.nowNs();
            boolean steady = carries && hal.nowNs() - carriesSinceNs[index][port] >= config.silenceNs();
            boolean presentCarries = carriesSinceNs[index][present] <= hal.nowNs();
            if (carries && !presentCarries || steady && port < present) {
                best = port;
            }
        }
        if (best != present) {
            messenger.route(index, best);
            hal.journal(Notice.PATH_CHANGED, 0, messenger.card(index), best);
        }
    }

    private boolean carries(int index, int bit, int port) {
        return heard[index][port] && (hearsUs[index] & bit) != 0;
    }

    private void tellHeard(int index) {
        int mask = 0;
        for (int port = 0; port < Hal.PORTS; port++) {
            mask |= heard[index][port] ? 1 << port : 0;
        }
        messenger.tellHeard(index, mask);
    }
}
