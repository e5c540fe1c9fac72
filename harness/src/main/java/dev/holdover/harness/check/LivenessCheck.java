package dev.holdover.harness.check;

import dev.holdover.driver.core.DriverState;
import dev.holdover.firmware.hal.Notice;
import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.Host;
import dev.holdover.harness.world.HostState;
import dev.holdover.harness.world.Witness;
import java.util.Arrays;

/**
 * Invariant 23: when everything that was broken has been whole for long enough, every personality is served by
 * some host, unless its bytes are gone or an operator has parted the cluster.
 */
final class LivenessCheck implements Witness {
    /** How long the cluster may take: several leases, a host's boot, a resync. */
    static final long WITHIN_NS = 1_500_000_000L;

    private static final String NOBODY = "";

    private final Oracles oracles;
    private final Violations violations;
    private final boolean[] excused;
    private final String[] servedBy;

    LivenessCheck(Oracles oracles, Violations violations) {
        this.oracles = oracles;
        this.violations = violations;
        int cards = oracles.numbers();
        this.excused = new boolean[cards];
        this.servedBy = new String[cards];
        Arrays.fill(servedBy, NOBODY);
    }

    @Override
    public void owns(Host host, CardNode card, int window, int personality, long epoch) {
        servedBy[personality] = host.name();
    }

    @Override
    public void lost(Host host, CardNode card, int window, int personality, long epoch) {
        if (servedBy[personality].equals(host.name())) {
            servedBy[personality] = NOBODY;
        }
    }

    @Override
    public void hostState(Host host, HostState state) {
        if (state != HostState.RUNNING) {
            gone(host);
        }
    }

    @Override
    public void driverState(Host host, CardNode card, DriverState from, DriverState to) {
        if (to == DriverState.ABSENT) {
            gone(host);
        }
    }

    private void gone(Host host) {
        for (int personality = 0; personality < servedBy.length; personality++) {
            if (servedBy[personality].equals(host.name())) {
                servedBy[personality] = NOBODY;
            }
        }
    }

    @Override
    public void nvramLost(CardNode card) {
        card.config().slots().forEach(slot -> excused[slot.personality()] = true);
    }

    @Override
    public void notice(CardNode card, Notice notice, int slot, long a, long b) {
        if (notice == Notice.FORCED || notice == Notice.NVRAM_CORRUPT) {
            excused[card.config().slots().get(slot).personality()] = true;
        }
    }

    /** At the end of a run in which all has been whole for {@code wholeNs}. */
    void finish(long wholeNs) {
        if (wholeNs < WITHIN_NS) {
            return;
        }
        for (CardOracle card : oracles.all()) {
            int personality = card.number();
            if (servedBy[personality].equals(NOBODY) && !excused[personality]) {
                violations.broken(
                        Invariant.SERVES_AGAIN,
                        "cluster",
                        "nobody serves personality " + personality + " though all has been whole for "
                                + wholeNs / 1_000_000 + " ms");
            }
        }
    }
}
