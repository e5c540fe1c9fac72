package dev.holdover.harness.workload;

import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.DiskNode;
import dev.holdover.harness.world.RandomStream;

/**
 * What a host does with a disk of its own in a daughter slot (claim 10); it outlives hosts, as {@link Client} does. A
 * dual-ported disk is used through its first port.
 */
public final class HostDiskClient extends NumberedClient {
    /** What a client does next. */
    enum Wish {
        WRITE,
        WRITE_THROUGH,
        READ,
        FLUSH
    }

    private static final int WRITES = 55;
    private static final int THROUGH = 62;
    private static final int READS = 93;
    private static final int ALL = 99;
    private static final int HOT_SHARE = 8;

    private final DiskNode disk;
    private final int tag;
    private final Client.Habit habit;
    private long lastFlushId;

    /**
     * @param tag marks its sectors, so that those of other disks are told apart from them; 1 to 65535
     * @param habit how often it does something, from when and until when
     */
    public HostDiskClient(DiskNode disk, int tag, Client.Habit habit, RandomStream random) {
        super(habit.everyLowNs(), habit.everyHighNs(), random);
        this.disk = disk;
        this.tag = tag;
        this.habit = habit;
    }

    DiskNode disk() {
        return disk;
    }

    /** Whether the disk is in a slot of {@code card}, and used from there. */
    boolean uses(CardNode card) {
        return disk.bays().get(0).card() == card;
    }

    int slot() {
        return disk.bays().get(0).slot();
    }

    int tag() {
        return tag;
    }

    long newFlushId() {
        return ++lastFlushId;
    }

    /** When it does something next; {@link Long#MAX_VALUE}: never again. */
    long nextNs(long nowNs) {
        long nextNs = nowNs + pauseNs();
        return nextNs > habit.untilNs() ? Long.MAX_VALUE : Math.max(nextNs, habit.fromNs());
    }

    /** A block; some are written more often than others. */
    long anyBlock(long blocks) {
        long span = random().between(0, 1) == 0 ? blocks : Math.max(1, blocks / HOT_SHARE);
        return random().between(0, span - 1);
    }

    Wish wish() {
        long draw = random().between(0, ALL);
        return draw < WRITES ? Wish.WRITE : draw < THROUGH ? Wish.WRITE_THROUGH : draw < READS ? Wish.READ : Wish.FLUSH;
    }
}
