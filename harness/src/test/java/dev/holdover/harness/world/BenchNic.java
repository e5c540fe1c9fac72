package dev.holdover.harness.world;

import dev.holdover.model.card.DaughterCard;
import dev.holdover.model.contract.DaughterType;
import dev.holdover.model.contract.Side;
import dev.holdover.model.ether.NicPort;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A network controller in a daughter slot of a bench's card; it remembers what was sent, and when. */
final class BenchNic implements DaughterCard, NicPort {
    static final long ADDRESS = 0x024E_0000_0001L;

    final List<byte[]> sent = new ArrayList<>();
    final List<Long> sentNs = new ArrayList<>();
    boolean dead;
    boolean hangs;
    private boolean carrier = true;
    private final Bench bench;
    private final int slot;
    private Optional<Listener> listener = Optional.empty();

    BenchNic(Bench bench, int slot) {
        this.bench = bench;
        this.slot = slot;
        bench.card().hardware().daughters().strap(slot, Side.HOST);
        push();
    }

    void push() {
        bench.card().hardware().daughters().insert(slot, this);
    }

    void pull() {
        bench.card().hardware().daughters().remove(slot);
    }

    void carrier(boolean now) {
        carrier = now;
        listener.orElseThrow().carrierChanged();
    }

    void deliver(byte[] frame) {
        listener.orElseThrow().received(frame, frame.length);
    }

    @Override
    public DaughterType type() {
        return DaughterType.NIC;
    }

    @Override
    public boolean answers() {
        return !dead;
    }

    @Override
    public void power(boolean on) {}

    @Override
    public long drawMw() {
        return 0;
    }

    @Override
    public void reset() {
        hangs = false;
    }

    @Override
    public Optional<NicPort> nic() {
        return Optional.of(this);
    }

    @Override
    public long address() {
        return ADDRESS;
    }

    @Override
    public boolean carrier() {
        return carrier;
    }

    @Override
    public void send(byte[] frame, int length) {
        if (hangs || dead) {
            return;
        }
        sent.add(Arrays.copyOf(frame, length));
        sentNs.add(bench.world().nowNs());
        listener.orElseThrow().sent();
    }

    @Override
    public void listen(Listener its) {
        listener = Optional.of(its);
    }
}
