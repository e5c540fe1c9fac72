package dev.holdover.firmware;

import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.firmware.wire.MessageType;
import java.util.function.BooleanSupplier;

/** What an operator may ask a card's firmware for. */
public final class Operator {
    private final FirmwareConfig config;
    private final Services services;
    private final BooleanSupplier running;

    Operator(FirmwareConfig config, Services services, BooleanSupplier running) {
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
