package dev.holdover.harness.report.wave;

import dev.holdover.harness.world.BusOperation;
import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.HostState;
import dev.holdover.model.bus.Completion;
import dev.holdover.model.card.ProcessorState;
import dev.holdover.model.contract.Bar;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.PowerDomain;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Role;
import dev.holdover.model.layout.Words;
import java.util.ArrayList;
import java.util.List;

/** The signals of one card. */
final class CardSignals {
    private static final long CHARGE_PERIOD_NS = 1_000_000;
    private static final double ALL_PERCENT = 100;

    private final Waves waves;
    private final CardNode card;
    private final double fullMj;
    private final int main;
    private final int battery;
    private final int domains;
    private final int perst;
    private final int link;
    private final int cardGate;
    private final int hostGate;
    private final int windows;
    private final int watchdog;
    private final int processor;
    private final int heartbeat;
    private final int cardHeartbeat;
    private final int doorbellToCard;
    private final int doorbellToHost;
    private final int msix;
    private final int msixData;
    private final int charge;
    private final int nvram;
    private final List<Slot> slots = new ArrayList<>();
    private long chargedNs = -CHARGE_PERIOD_NS;

    /** What a card is for the personality in one of its slots. */
    private record Slot(int personality, int role, int epoch) {}

    /** Begins with the values before power comes on; the batteries are full then. */
    CardSignals(Waves waves, CardNode card) {
        this.waves = waves;
        this.card = card;
        List<String> scope = List.of("cards", card.name());
        fullMj = Math.max(1, card.hardware().chargeMj());
        main = waves.wire(1, "main_rail", scope);
        battery = waves.wire(1, "battery_rail", scope);
        domains = waves.wire(PowerDomain.values().length, "power_domains", scope);
        perst = waves.wire(1, "perst_n", scope);
        link = waves.wire(1, "pcie_link_up", scope);
        cardGate = waves.wire(1, "card_gate_open", scope);
        hostGate = waves.wire(1, "host_gate_open", scope);
        windows = waves.wire(Byte.SIZE, "windows", scope);
        watchdog = waves.wire(2, "watchdog_stage", scope);
        processor = waves.string("processor", scope);
        heartbeat = waves.wire(Integer.SIZE, "host_heartbeat", scope);
        cardHeartbeat = waves.wire(Integer.SIZE, "card_heartbeat", scope);
        doorbellToCard = waves.event("doorbell_to_card", scope);
        doorbellToHost = waves.event("doorbell_to_host", scope);
        msix = waves.event("msix", scope);
        msixData = waves.wire(Integer.SIZE, "msix_data", scope);
        charge = waves.real("charge_percent", scope);
        nvram = waves.wire(1, "nvram_valid", scope);
        for (int slot = 0; slot < card.config().slots().size(); slot++) {
            List<String> inner = List.of("cards", card.name(), "slot" + slot);
            slots.add(new Slot(
                    waves.wire(Short.SIZE, "personality", inner),
                    waves.string("role", inner),
                    waves.wire(Long.SIZE, "epoch", inner)));
        }
        rails(false, false);
        perst(HostState.OFF, HostState.OFF);
        windows(true, false, 0);
        watchdog(0);
        processor(ProcessorState.OFF);
        waves.set(heartbeat, 0L);
        waves.set(cardHeartbeat, 0L);
        waves.set(msixData, 0L);
        nvram(true);
        sample();
    }

    /** Looks at what nobody tells when it changes; the charge at most once a millisecond. */
    void sample() {
        var hardware = card.hardware();
        waves.set(link, card.link().up());
        long powered = 0;
        for (PowerDomain domain : PowerDomain.values()) {
            powered |= hardware.powered(domain) ? domain.bit() : 0;
        }
        waves.set(domains, powered);
        for (int slot = 0; slot < slots.size(); slot++) {
            state(slot, hardware.bridge().peek(Register.SLOT_STATE, slot));
            waves.set(slots.get(slot).epoch(), hardware.bridge().peek(Register.SLOT_EPOCH, slot));
        }
        waves.set(heartbeat, hardware.bridge().peek(Register.HEARTBEAT, 0));
        waves.set(cardHeartbeat, hardware.bridge().peek(Register.CARD_HEARTBEAT, 0));
        charge();
    }

    private void charge() {
        if (waves.nowNs() - chargedNs >= CHARGE_PERIOD_NS) {
            chargedNs = waves.nowNs();
            waves.set(charge, card.hardware().chargeMj() * ALL_PERCENT / fullMj);
        }
    }

    private void state(int slot, long value) {
        long personality = Field.SLOT_PERSONALITY.get(value);
        waves.set(slots.get(slot).personality(), personality);
        waves.set(
                slots.get(slot).role(),
                personality == 0
                        ? "UNUSED"
                        : Role.of(Field.SLOT_ROLE.get(value)).name());
    }

    void rails(boolean mainGood, boolean batteryCarries) {
        waves.set(main, mainGood);
        waves.set(battery, batteryCarries);
    }

    /** A host holds its slots in reset from power-on until it has booted; a warm reboot does not touch the link. */
    void perst(HostState before, HostState now) {
        if (now != HostState.BOOTING) {
            waves.set(perst, now != HostState.OFF);
        } else if (before == HostState.OFF) {
            waves.set(perst, false);
        }
    }

    void linkUp(boolean up) {
        waves.set(link, up);
    }

    void windows(boolean cardGateShut, boolean hostGateShut, int open) {
        waves.set(cardGate, !cardGateShut);
        waves.set(hostGate, !hostGateShut);
        waves.set(windows, (long) open);
    }

    void watchdog(int stage) {
        waves.set(watchdog, (long) stage);
    }

    void processor(ProcessorState state) {
        waves.set(processor, state.name());
        if (state == ProcessorState.RUNNING || state == ProcessorState.OFF) {
            watchdog(0);
        }
    }

    void nvram(boolean valid) {
        waves.set(nvram, valid);
    }

    void transaction(BusOperation what, int bar, long address, byte[] data, int at, int length, Completion how) {
        charge();
        if (what == BusOperation.MESSAGE) {
            waves.happens(msix);
            waves.set(msixData, Words.getInt(data, at) & 0xffff_ffffL);
        } else if (what == BusOperation.WRITE && bar == Bar.CONTROL && length == Integer.BYTES) {
            boolean admitted =
                    how == Completion.SUCCESS && !card.hardware().bridge().cardGateShut();
            if (admitted && address == Register.PEER_DB.offset()) {
                waves.happens(doorbellToCard);
            } else if (admitted && address == Register.HEARTBEAT.offset()) {
                waves.set(heartbeat, Words.getInt(data, at) & 0xffff_ffffL);
            }
        }
    }

    void registerWritten(Register register, int n, long value) {
        charge();
        switch (register) {
            case PEER_DB -> waves.happens(doorbellToHost);
            case CARD_HEARTBEAT -> waves.set(cardHeartbeat, value & 0xffff_ffffL);
            case WDT_RELOAD -> watchdog(0);
            case SLOT_STATE -> {
                if (n < slots.size()) {
                    state(n, value);
                }
            }
            case SLOT_EPOCH -> {
                if (n < slots.size()) {
                    waves.set(slots.get(n).epoch(), value);
                }
            }
            default -> {
                // No signal shows it.
            }
        }
    }
}
