package dev.holdover.harness.world;

import dev.holdover.model.card.DaughterCard;
import dev.holdover.model.contract.DaughterType;
import dev.holdover.model.contract.Side;
import dev.holdover.model.disk.Disk;
import dev.holdover.model.disk.DiskGeometry;
import dev.holdover.model.disk.DiskOpcode;
import dev.holdover.model.disk.DiskPort;
import dev.holdover.model.disk.DiskSpec;
import dev.holdover.model.disk.DiskTap;
import java.util.Optional;

/** A disk in a daughter slot of a bench's card; it knows when something landed on it last. */
final class BenchDisk implements DaughterCard, DiskTap {
    static final int BLOCKS = 4096;

    final Disk disk;
    long lastLandedNs = -1;
    long landed;
    private final Bench bench;
    private final int slot;

    BenchDisk(Bench bench, int slot, Side owner, boolean cache) {
        this.bench = bench;
        this.slot = slot;
        String name = "disk" + slot;
        World.Port port = bench.world().port(name);
        DiskGeometry shape = new DiskGeometry(512, 4096, BLOCKS, 32);
        DiskSpec spec = new DiskSpec(shape, 50_000, 150_000, 200_000_000, cache, 1);
        disk = new Disk(spec, port, bench.world().random(name)::between, this);
        port.attach(disk);
        bench.card().hardware().daughters().strap(slot, owner);
        push();
    }

    void push() {
        disk.insert();
        bench.card().hardware().daughters().insert(slot, this);
    }

    void pull() {
        disk.remove();
        bench.card().hardware().daughters().remove(slot);
    }

    @Override
    public long drawMw() {
        return DiskSpec.TYPICAL_MW;
    }

    @Override
    public void executed(DiskOpcode opcode, long lba, int count, long epoch, boolean fua) {
        if (opcode == DiskOpcode.WRITE) {
            lastLandedNs = bench.world().nowNs();
            landed++;
        }
    }

    @Override
    public void cut(DiskOpcode opcode, long lba, int count, long epoch, boolean fua) {
        lastLandedNs = bench.world().nowNs();
    }

    @Override
    public DaughterType type() {
        return DaughterType.DISK;
    }

    @Override
    public boolean answers() {
        return disk.port(0).present();
    }

    @Override
    public void power(boolean on) {
        disk.power(on);
    }

    @Override
    public void reset() {
        disk.port(0).reset();
    }

    @Override
    public Optional<DiskPort> disk() {
        return Optional.of(disk.port(0));
    }
}
