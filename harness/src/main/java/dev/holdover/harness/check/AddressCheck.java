package dev.holdover.harness.check;

import dev.holdover.firmware.hal.Notice;
import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.Network;
import dev.holdover.harness.world.Plug;
import dev.holdover.harness.world.Station;
import dev.holdover.harness.world.Witness;
import dev.holdover.harness.world.World;
import dev.holdover.model.card.ProcessorState;
import dev.holdover.model.contract.Role;
import dev.holdover.model.contract.ServiceAddress;
import dev.holdover.model.ether.Announcements;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.WriteLog;
import java.util.Arrays;
import java.util.List;

/**
 * Invariant 11: at most one answerer for each address, armed only after replay and behind the open gate, and before
 * the new owner says CLAIMED; and all caches converge.
 *
 * <p>A cache must have followed where it could: when one of the owner's announcements fell into a calm
 * time, with a path without loss from its card to the station from before the announcement until now.
 */
final class AddressCheck implements Witness {
    private static final long NEVER = Long.MIN_VALUE;
    /** From an announcement until every cache must have it: queues may be full for 50 ms on the way. */
    private static final long GRACE_NS = 120_000_000;

    private final World world;
    private final Oracles oracles;
    private final List<Station> stations;
    private final Violations violations;
    private final int[] armed;
    private final int[] windows;
    private final boolean[] gateOpen;
    private final long[][] armedNs;
    private final long[] disturbedNs;
    private final boolean[] forced;

    AddressCheck(World world, Oracles oracles, List<Station> stations, Violations violations) {
        this.world = world;
        this.oracles = oracles;
        this.stations = stations;
        this.violations = violations;
        int cards = oracles.numbers();
        this.armed = new int[cards];
        this.windows = new int[cards];
        this.gateOpen = new boolean[cards];
        this.armedNs = new long[cards][NvramLayout.MAX_SLOTS];
        this.disturbedNs = new long[cards];
        this.forced = new boolean[cards];
        Arrays.fill(disturbedNs, NEVER);
    }

    @Override
    public void notice(CardNode card, Notice notice, int slot, long a, long b) {
        if (notice == Notice.FORCED) {
            forced[card.config().slots().get(slot).personality()] = true;
        } else if (notice == Notice.CLAIMED) {
            claimed(oracles.of(card), slot);
        }
    }

    /** CLAIMED is the last step of a take-over; a lease that is not granted yet may open the gate later. */
    private void claimed(CardOracle oracle, int slot) {
        int number = oracle.number();
        boolean open = (windows[number] >>> slot & 1) != 0;
        boolean waits = oracle.node().config().slots().get(slot).leased() && !open;
        boolean serves = gateOpen[number] && oracle.role(slot) == Role.ACTIVE;
        if (serves && !waits && (!open || (armed[number] >>> slot & 1) == 0)) {
            broken(
                    oracle.node(),
                    "claims personality " + oracle.personality(slot)
                            + " before its gate is open and its address armed");
        }
    }

    @Override
    public void gates(CardNode card, boolean cardGateShut, boolean hostGateShut, int itsWindows) {
        windows[card.config().card()] = itsWindows;
        gateOpen[card.config().card()] = !cardGateShut;
    }

    @Override
    public void processor(CardNode card, ProcessorState state) {
        disturbedNs[card.config().card()] = world.nowNs();
    }

    @Override
    public void addresses(CardNode card, int nowArmed) {
        int number = card.config().card();
        CardOracle oracle = oracles.of(card);
        int fresh = nowArmed & ~armed[number];
        armed[number] = nowArmed;
        for (int slot = 0; slot < oracle.slots(); slot++) {
            if ((fresh >>> slot & 1) != 0) {
                armedNs[number][slot] = world.nowNs();
                armed(oracle, slot);
            }
        }
    }

    private void armed(CardOracle oracle, int slot) {
        CardNode card = oracle.node();
        int personality = oracle.personality(slot);
        WriteLog log = oracle.log(slot);
        if (oracle.role(slot) != Role.ACTIVE || log.applied() < log.lsn()) {
            broken(card, "arms the address of personality " + personality + " before its log is replayed");
        } else if ((windows[card.config().card()] >>> slot & 1) == 0) {
            broken(card, "arms the address of personality " + personality + " before it opens the gate");
        }
        for (CardOracle other : oracles.all()) {
            int otherSlot = Oracles.slotOf(other, personality);
            int otherNumber = other.node().config().card();
            if (!forced[personality]
                    && other != oracle
                    && otherSlot >= 0
                    && (armed[otherNumber] >>> otherSlot & 1) != 0) {
                broken(
                        card,
                        "arms the address of personality " + personality + " while that of "
                                + other.node().name() + " is armed");
            }
        }
    }

    /** Looks at every cache. */
    void sweep() {
        for (Station station : stations) {
            for (CardOracle owner : oracles.all()) {
                for (int slot = 0; slot < owner.slots(); slot++) {
                    if ((armed[owner.node().config().card()] >>> slot & 1) != 0) {
                        converged(station, owner.node(), slot, owner.personality(slot));
                    }
                }
            }
        }
    }

    private void converged(Station station, CardNode owner, int slot, int personality) {
        int number = owner.config().card();
        long mac = ServiceAddress.mac(personality, number);
        if (forced[personality]
                || station.believes(personality)
                        .filter(believed -> believed != mac)
                        .isEmpty()) {
            return;
        }
        Network network = station.plug().network();
        Plug from = network.plug(owner).orElse(station.plug());
        if (from == station.plug() || !network.carries(from, station.plug())) {
            return;
        }
        for (int round = 0; round < Announcements.ROUNDS; round++) {
            long announcedNs = armedNs[number][slot] + Announcements.afterNs(round);
            boolean calm = network.changedNs() < announcedNs && disturbedNs[number] < armedNs[number][slot];
            if (calm && announcedNs + GRACE_NS < world.nowNs()) {
                broken(owner, station.name() + " still believes another card to answer for personality " + personality);
                return;
            }
        }
    }

    private void broken(CardNode card, String text) {
        violations.broken(Invariant.ONE_ANSWERER, card.name(), text);
    }
}
