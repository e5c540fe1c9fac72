package dev.holdover.model.disk;

import dev.holdover.model.testing.EventLoop;
import dev.holdover.model.testing.Rng;
import dev.holdover.model.time.Component;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A disk on the bench, with what its ports and its tap tell. */
final class DiskRig implements DiskTap {
    static final long LONG_NS = 1_000_000_000;
    static final long LATENCY_NS = 100_000;
    static final long BYTES_PER_SECOND = 512_000_000;

    final EventLoop loop = new EventLoop();
    final List<String> told = new ArrayList<>();
    final List<String> seen = new ArrayList<>();
    final Disk disk;
    final DiskGeometry geometry;
    private final Rng rng;

    DiskRig(DiskSpec spec, long seed) {
        rng = new Rng(seed);
        geometry = spec.geometry();
        Component[] to = new Component[1];
        disk = new Disk(spec, loop.schedulerFor(to), this::between, this);
        to[0] = disk;
        for (int port = 0; port < spec.ports(); port++) {
            String name = "p" + port + " ";
            disk.port(port).listen((tag, status) -> told.add(name + tag + " " + status));
        }
    }

    long between(long low, long high) {
        return low + Long.remainderUnsigned(rng.next(), high - low + 1);
    }

    /** 512e, two ports, each command takes exactly {@link #LATENCY_NS} and its transfer. */
    static DiskRig of(boolean cache) {
        return new DiskRig(spec(512, 4096, cache), 1);
    }

    static DiskSpec spec(int logical, int physical, boolean cache) {
        DiskGeometry geometry = new DiskGeometry(logical, physical, 1 << 20, 8);
        return new DiskSpec(geometry, LATENCY_NS, LATENCY_NS, BYTES_PER_SECOND, cache, 2);
    }

    byte[] filled(int blocks, int value) {
        byte[] bytes = new byte[blocks * geometry.logicalBytes()];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    boolean submit(int port, DiskOpcode opcode, long lba, int count, long epoch, int tag) {
        return disk.port(port).submit(opcode, lba, count, new byte[64 * 4096], 0, false, epoch, tag);
    }

    /** Submits a write of blocks that are all of {@code value}; the tag is the value. */
    void write(int port, long lba, int count, int value, long epoch) {
        disk.port(port).submit(DiskOpcode.WRITE, lba, count, filled(count, value), 0, false, epoch, value);
    }

    /** The same, to its end. */
    void wrote(long lba, int count, int value) {
        write(0, lba, count, value, disk.keptEpoch());
        done("p0 " + value + " SUCCESS");
    }

    void flush() {
        submit(0, DiskOpcode.FLUSH, 0, 0, 0, 99);
        done("p0 99 SUCCESS");
    }

    /** Runs until nothing is open, and says what must have been told meanwhile. */
    void done(String... expected) {
        loop.runFor(LONG_NS);
        List<String> was = List.copyOf(told);
        told.clear();
        if (!was.equals(List.of(expected))) {
            throw new AssertionError(was + ", not " + Arrays.toString(expected));
        }
    }

    /** What is told as number {@code n} once all is done. */
    String told(int n) {
        loop.runFor(LONG_NS);
        return told.get(n);
    }

    /** What the disk reads: the first byte of each block. */
    String read(long lba, int count) {
        byte[] bytes = filled(count, -1);
        disk.port(0).submit(DiskOpcode.READ, lba, count, bytes, 0, false, 0, 98);
        done("p0 98 SUCCESS");
        return values(bytes);
    }

    /** What is on the medium: the first byte of each block. */
    String medium(long lba, int count) {
        byte[] bytes = filled(count, -1);
        for (int i = 0; i < count; i++) {
            disk.readMedium(lba + i, bytes, i * geometry.logicalBytes());
        }
        return values(bytes);
    }

    private String values(byte[] bytes) {
        StringBuilder values = new StringBuilder();
        for (int at = 0; at < bytes.length; at += geometry.logicalBytes()) {
            values.append(at > 0 ? " " : "").append(bytes[at]);
        }
        return values.toString();
    }

    @Override
    public void executed(DiskOpcode opcode, long lba, int count, long epoch, boolean fua) {
        seen.add("executed " + opcode + " " + lba + "+" + count + " epoch " + epoch);
    }

    @Override
    public void cut(DiskOpcode opcode, long lba, int count, long epoch, boolean fua) {
        seen.add("cut " + opcode + " " + lba + "+" + count + " epoch " + epoch);
    }

    @Override
    public void refused(DiskOpcode opcode, long lba, int count, long epoch, DiskStatus status) {
        seen.add("refused " + opcode + " " + status);
    }

    @Override
    public void reserved(long epoch, int abortedCount) {
        seen.add("reserved " + epoch + " aborted " + abortedCount);
    }

    @Override
    public void powered(boolean on) {
        seen.add("powered " + on);
    }
}
