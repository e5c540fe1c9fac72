package dev.holdover.harness.check;

import dev.holdover.driver.core.DriverState;
import dev.holdover.firmware.hal.Notice;
import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.Host;
import dev.holdover.harness.world.HostState;
import dev.holdover.harness.world.Witness;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Invariant 23: when everything that was broken has been whole for long enough, every personality is served by
 * some host, unless its bytes are gone or an operator has parted the cluster.
 */
final class LivenessCheck implements Witness {
    /** How long the cluster may take: several leases, a host's boot, a resync. */
    static final long WITHIN_NS = 1_500_000_000L;

    private final Oracles oracles;
    private final Violations violations;
    private final boolean[] excused;
    private final List<Optional<Owner>> owners;
    private final Map<CardNode, DriverState> drivers = new LinkedHashMap<>();

    private record Owner(Host host, CardNode card) {}

    LivenessCheck(Oracles oracles, Violations violations) {
        this.oracles = oracles;
        this.violations = violations;
        int cards = oracles.numbers();
        this.excused = new boolean[cards];
        this.owners = new ArrayList<>(Collections.nCopies(cards, Optional.empty()));
    }

    @Override
    public void owns(Host host, CardNode card, int window, int personality, long epoch) {
        owners.set(personality, Optional.of(new Owner(host, card)));
    }

    @Override
    public void lost(Host host, CardNode card, int window, int personality, long epoch) {
        disown(personality, host);
    }

    /** A host that hangs has lost nothing: it goes on where it was, or hears that it may not. */
    @Override
    public void hostState(Host host, HostState state) {
        if (state != HostState.RUNNING && state != HostState.HUNG) {
            for (int personality = 0; personality < owners.size(); personality++) {
                disown(personality, host);
            }
        }
    }

    private void disown(int personality, Host host) {
        owners.set(personality, owners.get(personality).filter(owner -> owner.host() != host));
    }

    /** A driver that finds its card again owns what it owned, unless it says otherwise. */
    @Override
    public void driverState(Host host, CardNode card, DriverState from, DriverState to) {
        drivers.put(card, to);
    }

    private boolean serves(Owner owner) {
        DriverState driver = drivers.getOrDefault(owner.card(), DriverState.ABSENT);
        return owner.host().state() == HostState.RUNNING
                && (driver == DriverState.UP || driver == DriverState.DEGRADED);
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
            if (owners.get(personality).filter(this::serves).isEmpty() && !excused[personality]) {
                violations.broken(
                        Invariant.SERVES_AGAIN,
                        "cluster",
                        "nobody serves personality " + personality + " though all has been whole for "
                                + wholeNs / 1_000_000 + " ms");
            }
        }
    }
}
