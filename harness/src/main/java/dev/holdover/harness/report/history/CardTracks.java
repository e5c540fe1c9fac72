package dev.holdover.harness.report.history;

import dev.holdover.firmware.hal.FirmwareConfig.SlotConfig;
import dev.holdover.harness.world.CardNode;
import dev.holdover.model.card.FailoverCard;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.PowerDomain;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Role;
import dev.holdover.model.layout.NvramLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** The lanes of one card. */
final class CardTracks {
    private static final int BITS_PER_WORD = 64;

    private final CardNode card;
    private final LongSupplier nowNs;
    private final Recent recent;
    private final Track rails;
    private final Track processor;
    private final Track gates;
    private final Track link;
    private final List<Track> roles = new ArrayList<>();
    private long persistedNs = -1;

    CardTracks(CardNode card, LongSupplier nowNs, Recent recent) {
        this.card = card;
        this.nowNs = nowNs;
        this.recent = recent;
        this.rails = new Track(card.name(), "power", State.NO_POWER);
        this.processor =
                new Track(card.name(), "processor", State.of(card.hardware().state()));
        this.gates = new Track(card.name(), "gates", State.NO_POWER);
        this.link = new Track(card.name(), "PCIe link", State.DOWN);
        for (SlotConfig slot : card.config().slots()) {
            String home = slot.homeCard() == card.config().card() ? " (home)" : "";
            roles.add(new Track(card.name(), "personality " + slot.personality() + home, State.NO_POWER));
        }
    }

    List<Track> all() {
        List<Track> all = new ArrayList<>(List.of(rails, processor, link, gates));
        all.addAll(roles);
        return all;
    }

    /** The superblock is being stored: a role that is found new later is new since then. */
    void persisted() {
        persistedNs = nowNs.getAsLong();
    }

    void gates(boolean cardGateShut, boolean hostGateShut) {
        set(gates, State.gates(cardGateShut, hostGateShut));
    }

    void rails(boolean main, boolean battery) {
        set(rails, State.rails(main, battery));
        if (!main && !battery) {
            set(gates, State.NO_POWER);
        }
    }

    void link(boolean up) {
        set(link, State.works(up));
    }

    /** Looks at what nobody tells of. */
    void look() {
        FailoverCard hardware = card.hardware();
        set(processor, State.of(hardware.state()));
        boolean powered = hardware.powered(PowerDomain.BRIDGE);
        for (int slot = 0; slot < roles.size(); slot++) {
            State state = State.NO_POWER;
            if (powered) {
                long word = hardware.bridge().peek(Register.SLOT_STATE, slot);
                state = State.of(
                        Role.of(Field.SLOT_ROLE.get(word)), hardware.bridge().peek(Register.SLOT_EPOCH, slot));
            }
            Track track = roles.get(slot);
            if (!state.equals(track.now())) {
                long sinceNs = persistedNs >= 0 && powered ? persistedNs : nowNs.getAsLong();
                track.is(state, sinceNs);
                recent.changed(track, nowNs.getAsLong());
            }
        }
        persistedNs = -1;
    }

    private void set(Track track, State state) {
        if (track.is(state, nowNs.getAsLong())) {
            recent.changed(track, nowNs.getAsLong());
        }
    }

    /** Whether it owns {@code personality} now, and in which epoch; -1: it does not. */
    long ownedEpoch(int personality) {
        int slot = card.slotOf(personality);
        if (slot < 0 || !card.hardware().powered(PowerDomain.BRIDGE)) {
            return -1;
        }
        Role role = Role.of(Field.SLOT_ROLE.get(card.hardware().bridge().peek(Register.SLOT_STATE, slot)));
        return switch (role) {
            case ACTIVE, GATED, DRAINING, DRAINED, RETURNING ->
                card.hardware().bridge().peek(Register.SLOT_EPOCH, slot);
            default -> -1;
        };
    }

    /** How many bytes are marked dirty for the peer that lacks most of {@code personality}. */
    long dirtyBytes(int personality) {
        NvramLayout layout = card.layout();
        long map = layout.slot(card.slotOf(personality)) + layout.dirtyMap();
        int words = (layout.blocks() + BITS_PER_WORD - 1) / BITS_PER_WORD;
        int most = 0;
        int peers = card.config().slots().get(card.slotOf(personality)).copies().size() - 1;
        for (int peer = 0; peer < peers; peer++) {
            int dirty = 0;
            for (int word = 0; word < words; word++) {
                dirty += Long.bitCount(card.hardware().memory().getLong(map + (peer * words + word) * 8L));
            }
            most = Math.max(most, dirty);
        }
        return (long) most * NvramLayout.BLOCK;
    }
}
