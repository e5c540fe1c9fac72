package dev.holdover.harness.check;

import dev.holdover.harness.world.CardNode;
import java.util.Arrays;

/**
 * The ledger of declared faults: what the injector says that it takes from a card, before it does so.
 * A card may lose its NVRAM only while its mains are declared to be cut, and not before its battery can
 * have been used up. No other loss releases a promise, whatever the card says of itself.
 */
public final class PermittedLoss {
    private static final long ON = -1;
    private static final long PJ_PER_MJ = 1_000_000_000L;

    private final long[] cutNs;
    private final long[] reserveMj;
    private final boolean[] forced;
    private final boolean[] taken;

    PermittedLoss(int cards) {
        this.cutNs = new long[cards + 1];
        this.reserveMj = new long[cards + 1];
        this.forced = new boolean[cards + 1];
        this.taken = new boolean[cards + 1];
        Arrays.fill(cutNs, ON);
    }

    /** From now on {@code card} has its battery only. */
    public void mainsCut(CardNode card) {
        int number = card.config().card();
        if (cutNs[number] == ON) {
            cutNs[number] = card.hardware().nowNs();
            reserveMj[number] = card.hardware().chargeMj();
        }
    }

    /** Batteries of {@code card} are about to be pulled, or emptied: on battery it may be gone at once. */
    public void energyLeaves(CardNode card) {
        int number = card.config().card();
        if (cutNs[number] != ON) {
            taken[number] = true;
            reserveMj[number] = 0;
        }
    }

    /** Batteries of {@code card} have just been pulled, or emptied: it has what is left. */
    public void energyTaken(CardNode card) {
        int number = card.config().card();
        if (cutNs[number] != ON) {
            cutNs[number] = card.hardware().nowNs();
            reserveMj[number] = card.hardware().chargeMj();
        }
    }

    /** Whether energy that was there was taken from {@code card} while it had only its batteries. */
    boolean robbed(CardNode card) {
        return taken[card.config().card()];
    }

    /** The mains of {@code card} are back. */
    public void mainsBack(CardNode card) {
        cutNs[card.config().card()] = ON;
        taken[card.config().card()] = false;
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
        if (cutNs[number] == ON) {
            return false;
        }
        long outageNs = card.hardware().nowNs() - cutNs[number];
        return Math.multiplyHigh(outageNs, card.config().loadMw()) != 0
                || outageNs * card.config().loadMw() >= reserveMj[number] * PJ_PER_MJ;
    }
}
