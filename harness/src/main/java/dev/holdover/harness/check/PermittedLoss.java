package dev.holdover.harness.check;

import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.Host;
import dev.holdover.model.power.Regulators;
import java.util.Arrays;

/**
 * The ledger of declared faults: what the injector says that it takes from a card, before it does so. A card may lose
 * its NVRAM only while its mains are declared to be cut, or its main rail to sag so deep that the NVRAM's regulator
 * gives up, and not before its battery can have been used up. No other loss releases a promise, whatever the card says
 * of itself.
 */
public final class PermittedLoss {
    private static final long ON = -1;
    private static final long NEVER = Long.MIN_VALUE / 2;
    private static final long PJ_PER_MJ = 1_000_000_000L;

    private final long[] cutNs;
    private final long[] reserveMj;
    private final long[] sagNs;
    private final long[] sagEndsNs;
    private final boolean[] forced;
    private final boolean[] taken;
    private final long[] takenNs;

    PermittedLoss(int cards) {
        this.cutNs = new long[cards + 1];
        this.reserveMj = new long[cards + 1];
        this.sagNs = new long[cards + 1];
        this.sagEndsNs = new long[cards + 1];
        this.forced = new boolean[cards + 1];
        this.taken = new boolean[cards + 1];
        this.takenNs = new long[cards + 1];
        Arrays.fill(takenNs, NEVER);
        Arrays.fill(cutNs, ON);
        Arrays.fill(sagNs, ON);
    }

    /** From now on {@code card} has its battery only. */
    public void mainsCut(CardNode card) {
        int number = card.config().card();
        if (cutNs[number] == ON) {
            cutNs[number] = card.hardware().nowNs();
            reserveMj[number] = card.hardware().chargeMj();
        }
    }

    /** From now on only its batteries hold the NVRAM of {@code card}, though it has its mains. */
    public void railSags(CardNode card) {
        int number = card.config().card();
        if (!sags(card)) {
            sagNs[number] = card.hardware().nowNs();
            reserveMj[number] = card.hardware().chargeMj();
        }
        sagEndsNs[number] = Long.MAX_VALUE;
    }

    /** The rail of {@code card} rises, and is good after {@code lastsNs}. */
    public void railRecovers(CardNode card, long lastsNs) {
        sagEndsNs[card.config().card()] = card.hardware().nowNs() + lastsNs;
    }

    private boolean sags(CardNode card) {
        int number = card.config().card();
        return sagNs[number] != ON && card.hardware().nowNs() <= sagEndsNs[number];
    }

    /** Batteries of {@code card} are about to be pulled, or emptied: on battery it may be gone at once. */
    public void energyLeaves(CardNode card) {
        int number = card.config().card();
        taken[number] |= cutNs[number] != ON;
        if (cutNs[number] != ON || sags(card)) {
            reserveMj[number] = 0;
        }
    }

    /** Batteries of {@code card} have just been pulled, or emptied: it has what is left. */
    public void energyTaken(CardNode card) {
        int number = card.config().card();
        takenNs[number] = card.hardware().nowNs();
        if (cutNs[number] != ON || sags(card)) {
            cutNs[number] = cutNs[number] == ON ? ON : card.hardware().nowNs();
            sagNs[number] = sags(card) ? card.hardware().nowNs() : sagNs[number];
            reserveMj[number] = card.hardware().chargeMj();
        }
    }

    /** When energy was last taken from {@code card}; before its time began if it never was. */
    long takenNs(CardNode card) {
        return takenNs[card.config().card()];
    }

    /** Whether energy that was there was taken from {@code card} while it had only its batteries. */
    boolean robbed(CardNode card) {
        return taken[card.config().card()];
    }

    /** The mains of {@code card} are back: until its rail has risen it lives on what its batteries have left. */
    public void mainsBack(CardNode card) {
        int number = card.config().card();
        if (cutNs[number] != ON && !sags(card)) {
            sagNs[number] = cutNs[number];
            // A host that is switched on while it shuts down loses its power first.
            sagEndsNs[number] = card.hardware().nowNs() + Host.SHUTDOWN_NS + Regulators.SOFT_START_NS;
        }
        cutNs[number] = ON;
        taken[number] = false;
    }

    /** An operator is about to force {@code card} into ownership: two may go on, and writes may be missing. */
    public void forces(CardNode card) {
        forced[card.config().card()] = true;
    }

    /** Whether an operator has forced {@code card}. */
    boolean forced(CardNode card) {
        return forced[card.config().card()];
    }

    /** Whether what was declared can have cost {@code card} its NVRAM by now. */
    boolean permits(CardNode card) {
        int number = card.config().card();
        if (cutNs[number] == ON && !sags(card)) {
            return false;
        }
        long sinceNs = cutNs[number] == ON ? sagNs[number] : cutNs[number];
        long outageNs = card.hardware().nowNs() - sinceNs;
        long mostMw = card.config().loadMw() + card.hardware().daughters().installedMw();
        return Math.multiplyHigh(outageNs, mostMw) != 0 || outageNs * mostMw >= reserveMj[number] * PJ_PER_MJ;
    }
}
