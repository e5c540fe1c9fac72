package dev.holdover.firmware;

import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.firmware.wire.MessageType;
import dev.holdover.model.contract.Role;
import java.util.function.BooleanSupplier;

/** What an operator may ask a card's firmware for. */
public final class Operator {
    private final FirmwareConfig config;
    private final Services services;
    private final BooleanSupplier running;
    private final Runnable letIn;

    /** @param letIn opens the gate to the host */
    Operator(FirmwareConfig config, Services services, BooleanSupplier running, Runnable letIn) {
        this.letIn = letIn;
        this.config = config;
        this.services = services;
        this.running = running;
    }

    /** Tells {@code card} that its host may come back to the personality of {@code slot}. */
    public void vouch(int slot, int card) {
        Personality personality = services.personalities.get(slot);
        if (running.getAsBoolean() && services.messenger.connected(card)) {
            services.messenger.begin(MessageType.RECONNECT_OK, card, personality.config(), personality.epoch());
            services.messenger.send();
        }
    }

    /** Asks {@code card} for part of a personality's image; a length of zero means to its end. */
    public void fetch(int slot, int card, long offset, long length) {
        if (running.getAsBoolean() && services.messenger.connected(card)) {
            services.replicator.fetch(services.personalities.get(slot), card, offset, length);
        }
    }

    /**
     * Makes this card the owner of a slot's personality, without certificate and without votes. Acknowledged
     * writes may be lost, and if the present owner lives, two go on: their histories will not be merged.
     *
     * @return whether it could be
     */
    public boolean force(int slot) {
        return running.getAsBoolean() && services.takeOver.force(services.personalities.get(slot));
    }

    /** Gives up what was written on this side of every fork; the other side then fills these copies. */
    public void discardForks() {
        if (!running.getAsBoolean()) {
            return;
        }
        services.personalities.forEach(services.takeOver::discard);
        for (int i = 0; i < services.messenger.peers(); i++) {
            services.greeting.say(services.messenger.card(i), true);
        }
    }

    /** Whether this card is on one side of a fork. */
    public boolean forked() {
        return services.personalities.stream().anyMatch(each -> each.role() == Role.FORKED);
    }

    /** Fences the host as if it had failed, until somebody vouches for it; says whether it was trusted until now. */
    public boolean fence() {
        boolean was = running.getAsBoolean() && services.health.distrusted();
        if (was) {
            services.guard.fence(true);
        }
        return was;
    }

    /** Vouches for the card's own host; says whether the gate is open. */
    public boolean open() {
        letIn.run();
        return !services.guard.isShut();
    }

    /** Sends a guest home without waiting for the hold time; says whether it could be. */
    public boolean sendHome(int slot) {
        return running.getAsBoolean() && services.failBack.sendHome(services.personalities.get(slot));
    }

    /** The nearest other card that holds a copy and answers, zero if there is none. */
    int holder(Personality personality) {
        for (int card : personality.config().copies()) {
            if (card != config.card() && services.messenger.connected(card) && services.peers.reachable(card)) {
                return card;
            }
        }
        return 0;
    }

    /** Forces every personality whose owner is silent; see {@link #force}. */
    public void forceOrphans() {
        for (Personality personality : services.personalities) {
            int owner = personality.owner();
            boolean orphan = personality.holdsCopy() && owner != config.card() && !services.peers.reachable(owner);
            if (orphan) {
                force(personality.slot());
            }
        }
    }
}
