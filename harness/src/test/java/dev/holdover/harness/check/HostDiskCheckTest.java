package dev.holdover.harness.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.driver.core.DiskOutcome;
import dev.holdover.harness.story.Journal;
import dev.holdover.harness.world.DiskNode;
import dev.holdover.harness.world.Host;
import dev.holdover.harness.world.TestPair;
import dev.holdover.harness.world.Witnesses;
import dev.holdover.harness.world.World;
import dev.holdover.model.contract.Side;
import dev.holdover.model.disk.DiskGeometry;
import dev.holdover.model.disk.DiskOpcode;
import dev.holdover.model.disk.DiskSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Invariants 5, 9 and 12 are broken by a host's disk that does what none may do. */
class HostDiskCheckTest {
    private final World world = new World(1, () -> {});
    private final Witnesses witnesses = new Witnesses();
    private final TestPair pair = new TestPair(world, witnesses, true, (who, nowNs) -> {});
    private final Violations violations = new Violations(world, new Journal());
    private final Checks checks = new Checks(world, pair.cluster().cards(), List.of(), false, witnesses, violations);
    private final Host alpha = pair.cluster().host("alpha");
    private final DiskNode disk = disk();
    private long sinceNs = 1;

    private DiskNode disk() {
        DiskSpec spec = new DiskSpec(new DiskGeometry(512, 4096, 2048, 64), 1_000, 1_000, 1 << 30, true, 1);
        pair.cluster().addDisk("d0", spec, List.of(pair.one().name()), List.of(0), Side.HOST);
        checks.watch(world, pair.cluster().disks(), Map.of(), witnesses, violations);
        return pair.cluster().disk("d0");
    }

    @Test
    void theLastCompletedWriteIsRead() {
        write(7, DiskOutcome.DONE, false);
        read(7);
        write(8, DiskOutcome.DONE, false);
        read(8);
        fine();
    }

    @Test
    void anOlderWriteIsRead() {
        write(7, DiskOutcome.DONE, false);
        write(8, DiskOutcome.DONE, false);
        read(7);
        broken(5);
    }

    @Test
    void aDamagedSectorIsRead() {
        read(-1);
        broken(5);
    }

    @Test
    void whatASpoiledDiskGivesIsNotJudged() {
        disk.spoil();
        read(-1);
        fine();
    }

    @Test
    void anUnansweredWriteMayHaveLandedOrNot() {
        write(7, DiskOutcome.DONE, false);
        write(8, DiskOutcome.UNKNOWN, false);
        read(8);
        fine();
        read(7);
        broken(5);
    }

    @Test
    void anUnansweredWriteLandsAfterItWasReadAsNotThere() {
        write(7, DiskOutcome.DONE, false);
        write(8, DiskOutcome.UNKNOWN, false);
        read(7);
        fine();
        read(8);
        broken(5);
    }

    @Test
    void whatARefusedWriteHeldIsRead() {
        write(7, DiskOutcome.REFUSED, false);
        read(7);
        broken(5);
    }

    @Test
    void whatWasOnlyInTheCacheMayBeGoneWithThePower() {
        write(7, DiskOutcome.DONE, false);
        losePower();
        read(0);
        fine();
        read(7);
        broken(12);
    }

    @Test
    void whatWasFlushedIsGoneWithThePower() {
        write(7, DiskOutcome.DONE, false);
        witnesses.hostFlushIssued(disk, 1);
        witnesses.hostFlushed(disk, 1);
        losePower();
        read(0);
        broken(12);
    }

    @Test
    void whatWasDoneAfterAFlushWasSentMayBeGone() {
        write(7, DiskOutcome.DONE, false);
        witnesses.hostFlushIssued(disk, 1);
        write(8, DiskOutcome.DONE, false);
        witnesses.hostFlushed(disk, 1);
        losePower();
        read(7);
        fine();
    }

    @Test
    void whatWasWrittenThroughTheCacheIsGoneWithThePower() {
        write(7, DiskOutcome.DONE, true);
        write(8, DiskOutcome.DONE, false);
        losePower();
        read(0);
        broken(12);
    }

    @Test
    void aCompletionThatIsToldAfterThePowerWasLostPromisesNothing() {
        witnesses.hostSectorsIssued(disk, 3, 1, 7);
        losePower();
        witnesses.hostSectorsEnded(alpha, disk, 3, 1, 7, DiskOutcome.DONE, false);
        read(0);
        fine();
    }

    @Test
    void aReadThatIsToldAfterThePowerWasLostSaysNothingOfWhatIsThere() {
        write(7, DiskOutcome.DONE, false);
        world.runUntil(1_000);
        losePower();
        sinceNs = 500;
        read(7);
        sinceNs = 2_000;
        read(0);
        fine();
    }

    @Test
    void aNewDiskIsBlank() {
        write(7, DiskOutcome.DONE, true);
        witnesses.diskReplaced(disk);
        read(0);
        fine();
        read(7);
        broken(5);
    }

    @Test
    void whatTheShuttingOfTheGateCutsMayLand() {
        witnesses.gates(pair.one(), false, false, 1);
        witnesses.blocksWritten(disk, DiskOpcode.WRITE, 0, 8, 0);
        witnesses.gates(pair.one(), true, false, 0);
        witnesses.blocksWritten(disk, DiskOpcode.WRITE, 0, 8, 0);
        fine();
    }

    @Test
    void aWriteLandsBehindTheShutGate() {
        witnesses.gates(pair.one(), true, false, 0);
        world.runUntil(1_000);
        witnesses.blocksWritten(disk, DiskOpcode.WRITE, 0, 8, 0);
        broken(9);
    }

    private void write(long id, DiskOutcome outcome, boolean fua) {
        witnesses.hostSectorsIssued(disk, 3, 1, id);
        witnesses.hostSectorsEnded(alpha, disk, 3, 1, id, outcome, fua);
    }

    private void losePower() {
        witnesses.diskPower(disk, false);
    }

    private void read(long id) {
        witnesses.hostSectorRead(alpha, disk, 3, id, sinceNs);
    }

    private void fine() {
        assertTrue(violations.none(), () -> violations.all().toString());
    }

    private void broken(int number) {
        assertEquals(1, violations.all().size(), "violations");
        assertEquals(number, violations.all().get(0).number());
    }
}
