package dev.holdover.harness.check;

import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.Witness;
import dev.holdover.model.card.ProcessorState;
import dev.holdover.model.contract.Side;
import java.util.Arrays;

/** Invariants 9 and the first half of 10: a shut gate lets nothing through, and every boot finds it shut. */
final class FirewallCheck implements Witness {
    private final Violations violations;
    private final boolean[] cardGateShut;
    private final boolean[] hostGateShut;
    private final int[] windows;

    FirewallCheck(Oracles oracles, Violations violations) {
        this.violations = violations;
        int cards = oracles.numbers();
        this.cardGateShut = new boolean[cards];
        this.hostGateShut = new boolean[cards];
        this.windows = new int[cards];
        Arrays.fill(cardGateShut, true);
        for (Area area : Area.values()) {
            oracles.watch(this::stored, area);
        }
    }

    @Override
    public void gates(CardNode card, boolean itsCardGateShut, boolean itsHostGateShut, int itsWindows) {
        int number = card.config().card();
        cardGateShut[number] = itsCardGateShut;
        hostGateShut[number] = itsHostGateShut;
        windows[number] = itsWindows;
    }

    private void stored(CardOracle oracle, Side by, int slot, long offset, int length) {
        CardNode card = oracle.node();
        int number = card.config().card();
        if (by == Side.CARD) {
            if (hostGateShut[number]) {
                violations.broken(
                        Invariant.FIREWALL, card.name(), "firmware stores at " + offset + " behind the host's gate");
            }
            return;
        }
        boolean inside = slot >= 0 && slot < oracle.slots() && offset + length <= oracle.windowEnd(slot);
        if (cardGateShut[number] || !inside || (windows[number] >>> slot & 1) == 0) {
            violations.broken(Invariant.FIREWALL, card.name(), "host stores at " + offset + " through a shut gate");
        }
    }

    @Override
    public void processor(CardNode card, ProcessorState state) {
        int number = card.config().card();
        if (state == ProcessorState.RUNNING && !cardGateShut[number] && !hostGateShut[number]) {
            // A hung processor that goes on where it was is no boot; its gate is as it left it.
            if (card.firmware().isEmpty()) {
                violations.broken(Invariant.BOOT_GATED, card.name(), "boots with its gate open");
            }
        }
    }
}
