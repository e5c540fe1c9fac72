package dev.holdover.harness.fault;

import dev.holdover.harness.scenario.Range;
import dev.holdover.harness.scenario.Unit;
import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.Cluster;
import dev.holdover.harness.world.DiskNode;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What can go wrong with a disk in a daughter slot. */
final class DiskTrouble extends Fault {
    /** Does it to a disk. */
    @FunctionalInterface
    private interface Blow {
        void to(DiskNode disk, Map<String, Long> parameters);
    }

    private static final String TIMES = "times";
    private static final String DELAY = "delay";
    private static final String BY = "by";
    private static final long DEFAULT_TIMES = 8;
    private static final long MOST_TIMES = 10_000;
    private static final long DEFAULT_DELAY_NS = 20_000_000;
    private static final long DEFAULT_BY = 16;
    private static final int BLOCK = 4096;
    private static final int UNIT = 512;

    private final Map<String, Unit> parameters;
    private final Blow blow;
    private final Consumer<DiskNode> healing;
    private final boolean spoils;

    private DiskTrouble(
            Page page, Map<String, Unit> parameters, boolean spoils, Blow blow, Consumer<DiskNode> healing) {
        super(page);
        this.spoils = spoils;
        this.parameters = parameters;
        this.blow = blow;
        this.healing = healing;
    }

    static List<Fault> all() {
        return List.of(
                death(),
                pulled(),
                powerLoss(),
                slow(),
                latentError(),
                bitRot(),
                writeFault(),
                misdirected(),
                torn(),
                lost(),
                lies());
    }

    private static DiskTrouble death() {
        return stays(
                page(
                        "disk-death",
                        "is dead",
                        "The disk's electronics fail: every command ends with DEVICE_GONE, those under way too; any "
                                + "part of a write that was executing may have landed.",
                        "It stays dead; the action replace-disk puts a new one in its place.",
                        "drive failure; NVMe controller fatal status (CSTS.CFS)"),
                Map.of(),
                (disk, given) -> disk.disk().faults().die());
    }

    private static DiskTrouble pulled() {
        return new DiskTrouble(
                page(
                        "disk-pulled",
                        "is pulled out",
                        "is pushed in again",
                        "The disk is pulled out of its slot, or of both, without notice: open commands end with "
                                + "DEVICE_GONE, and what its volatile cache held may be lost.",
                        "With for, the same disk is pushed in again after that time.",
                        "PCIe surprise removal; Slot Status: Presence Detect Changed"),
                Map.of(),
                false,
                (disk, given) -> disk.pull(),
                DiskNode::push);
    }

    private static DiskTrouble powerLoss() {
        return new DiskTrouble(
                page(
                        "disk-power-loss",
                        "loses its power",
                        "has power again",
                        "The disk's own power fails, whatever its slots give: open commands end with DEVICE_GONE, and "
                                + "any part of its volatile cache that no FLUSH has covered is lost.",
                        "With for, power is back after that time; medium and reservation are as they were (APTPL).",
                        "unexpected power loss; SMART Unsafe Shutdowns"),
                Map.of(),
                false,
                (disk, given) -> disk.cutPower(true),
                disk -> disk.cutPower(false));
    }

    private static DiskTrouble slow() {
        return new DiskTrouble(
                page(
                        "disk-slow",
                        "is slow",
                        "is as fast as before",
                        "Every command takes longer, by delay (default 20ms).",
                        "With for, new commands take their usual time again after that time.",
                        "fail-slow disk; deep error recovery; garbage collection"),
                Map.of(DELAY, Unit.DURATION),
                false,
                (disk, given) -> disk.disk().faults().slow(given.getOrDefault(DELAY, DEFAULT_DELAY_NS)),
                disk -> disk.disk().faults().slow(0));
    }

    private static DiskTrouble latentError() {
        return stays(
                page(
                        "disk-latent-error",
                        "has sectors that can't be read",
                        "So many blocks of 4 KiB ('times', default 8), drawn over the whole disk, give "
                                + "UNRECOVERED_READ_ERROR when they are read.",
                        "Each heals when it is written again.",
                        "latent sector error; Unrecovered Read Error (NVMe 0x281); Current Pending Sector Count"),
                Map.of(TIMES, Unit.COUNT),
                (disk, given) ->
                        forEachBlock(disk, given, lba -> disk.disk().faults().latentError(lba, perBlock(disk))));
    }

    private static DiskTrouble bitRot() {
        return stays(
                page(
                        "disk-bit-rot",
                        "has flipped bits",
                        "In so many blocks of 4 KiB ('times', default 8), drawn over the whole disk, one to eight bits "
                                + "flip on the medium. Reads give them with SUCCESS.",
                        "Each heals when it is written again.",
                        "bit rot; silent data corruption; undetected bit error"),
                Map.of(TIMES, Unit.COUNT),
                (disk, given) -> forEachBlock(
                        disk,
                        given,
                        lba -> disk.disk().faults().rot(lba, disk.random().next())));
    }

    private static DiskTrouble writeFault() {
        return stays(
                page(
                        "disk-write-fails",
                        "fails a write",
                        "The next write ends with WRITE_FAULT; what its blocks hold then is not known.",
                        "It strikes once.",
                        "Write Fault (NVMe 0x280); MEDIUM ERROR, WRITE ERROR (SCSI 03h/0Ch)"),
                Map.of(),
                (disk, given) -> disk.disk().faults().failNextWrite());
    }

    private static DiskTrouble misdirected() {
        return stays(
                page(
                        "disk-write-misdirected",
                        "writes to the wrong place",
                        "The next write lands elsewhere, so many blocks of 4 KiB behind its place ('by', default 16), "
                                + "and ends with SUCCESS: one place is old, another wrong.",
                        "It strikes once.",
                        "misdirected write; T10 PI reference tag error when it is read"),
                Map.of(BY, Unit.COUNT),
                (disk, given) ->
                        disk.disk().faults().misdirectNextWrite(given.getOrDefault(BY, DEFAULT_BY) * perBlock(disk)));
    }

    private static DiskTrouble torn() {
        return stays(
                page(
                        "disk-write-torn",
                        "tears a write",
                        "Of the next write of more than one sector only a part lands, drawn, and it ends with SUCCESS.",
                        "It strikes once.",
                        "torn write; partial write; non-atomic sector update"),
                Map.of(),
                (disk, given) ->
                        disk.disk().faults().tearNextWrite((int) disk.random().between(1, BLOCK / UNIT - 1)));
    }

    private static DiskTrouble lost() {
        return stays(
                page(
                        "disk-write-lost",
                        "drops a write",
                        "The next write ends with SUCCESS, and nothing is stored.",
                        "It strikes once.",
                        "lost write; phantom write; dropped write"),
                Map.of(),
                (disk, given) -> disk.disk().faults().loseNextWrite());
    }

    private static DiskTrouble lies() {
        return new DiskTrouble(
                page(
                        "disk-lies-about-flush",
                        "lies about FLUSH",
                        "flushes when it is told to",
                        "FLUSH and FUA end with SUCCESS at once, and the cache stays volatile: with the next loss of "
                                + "power any part of it is gone.",
                        "With for, it does as it is told after that time.",
                        "ignored FLUSH CACHE; lying firmware; write cache enabled against the mode page"),
                Map.of(),
                true,
                (disk, given) -> disk.disk().faults().lieAboutFlush(true),
                disk -> disk.disk().faults().lieAboutFlush(false));
    }

    private static DiskTrouble stays(Page page, Map<String, Unit> parameters, Blow blow) {
        return new DiskTrouble(page, parameters, true, blow, disk -> {});
    }

    private static Page page(String word, String told, String breaks, String heals, String knownAs) {
        return page(word, told, "", breaks, heals, knownAs);
    }

    private static Page page(String word, String told, String toldHealed, String breaks, String heals, String knownAs) {
        return new Page(word, Target.DISK, told, toldHealed, breaks, heals, knownAs);
    }

    private static void forEachBlock(DiskNode disk, Map<String, Long> given, Consumer<Long> what) {
        long blocks = disk.spec().geometry().blocks() / perBlock(disk);
        for (long i = 0; i < given.getOrDefault(TIMES, DEFAULT_TIMES); i++) {
            what.accept(disk.random().between(0, blocks - 1) * perBlock(disk));
        }
    }

    private static int perBlock(DiskNode disk) {
        return BLOCK / disk.spec().geometry().logicalBytes();
    }

    @Override
    public Map<String, Unit> parameters() {
        return parameters;
    }

    @Override
    public Map<String, Range> limits() {
        return parameters.containsKey(TIMES)
                ? Map.of(TIMES, new Range(1, MOST_TIMES))
                : parameters.containsKey(BY) ? Map.of(BY, new Range(1, MOST_TIMES)) : Map.of();
    }

    @Override
    public void strike(Cluster cluster, String name, Map<String, Long> given) {
        DiskNode disk = cluster.disk(name);
        disk.strike();
        if (spoils) {
            disk.spoil();
        }
        blow.to(disk, given);
    }

    @Override
    public void heal(Cluster cluster, String name) {
        healing.accept(cluster.disk(name));
    }
}
