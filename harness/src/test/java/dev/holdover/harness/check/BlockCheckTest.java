package dev.holdover.harness.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.driver.core.BlockOutcome;
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

/** Invariants 4, 5 and 12 are broken by block volumes that do what none may do. */
class BlockCheckTest {
    private static final int PERSONALITY = 1;

    private final World world = new World(1, () -> {});
    private final Witnesses witnesses = new Witnesses();
    private final TestPair pair = new TestPair(world, witnesses, true, (who, nowNs) -> {});
    private final Violations violations = new Violations(world, new Journal());
    private final Host alpha = pair.cluster().host("alpha");
    private final DiskNode one = disk("d0");
    private final DiskNode other = disk("d1");

    BlockCheckTest() {
        witnesses.add(
                new BlockCheck(
                        List.of(one, other), Map.of(PERSONALITY, new DiskSet(List.of(one, other), 1)), violations),
                false);
    }

    private DiskNode disk(String name) {
        DiskSpec spec = new DiskSpec(new DiskGeometry(512, 4096, 1024, 8), 1_000, 1_000, 1_000_000_000, true, 1);
        int slot = pair.cluster().disks().size();
        pair.cluster().addDisk(name, spec, List.of(pair.cluster().cards().get(0).name()), List.of(slot), Side.CARD);
        return pair.cluster().disk(name);
    }

    @Test
    void aVolumeThatKeepsItsPromisesBreaksNothing() {
        write(7, BlockOutcome.DONE);
        read(7);
        write(8, BlockOutcome.UNKNOWN);
        read(7);
        read(8);
        write(9, BlockOutcome.NO_ENERGY);
        read(8);
        write(0, BlockOutcome.DONE);
        read(0);
        witnesses.diskReserved(one, 1, 0);
        witnesses.blocksWritten(one, DiskOpcode.WRITE, 0, 8, 1);
        witnesses.diskReserved(one, 2, 0);
        witnesses.blocksWritten(one, DiskOpcode.READ, 0, 8, 1);
        witnesses.blocksWritten(one, DiskOpcode.WRITE, 0, 8, 2);
        one.strike();
        other.strike();
        witnesses.blockLost(alpha, PERSONALITY, 3);
        assertTrue(violations.none(), () -> violations.all().toString());
    }

    @Test
    void anOlderWriteIsRead() {
        write(7, BlockOutcome.DONE);
        write(8, BlockOutcome.DONE);
        read(7);
        broken(5);
    }

    @Test
    void aWriteThatWasRefusedIsRead() {
        write(7, BlockOutcome.DONE);
        write(8, BlockOutcome.NO_ENERGY);
        read(8);
        broken(5);
    }

    @Test
    void whatWasReadOnceVanishes() {
        write(7, BlockOutcome.DONE);
        write(8, BlockOutcome.UNKNOWN);
        read(8);
        read(7);
        broken(5);
    }

    @Test
    void damageIsServed() {
        write(7, BlockOutcome.DONE);
        read(-1);
        broken(5);
    }

    @Test
    void aBlockIsLostThoughItsLevelSurvivesWhatWasStruck() {
        one.strike();
        witnesses.blockLost(alpha, PERSONALITY, 3);
        broken(4);
    }

    @Test
    void aWriteOfAnOlderEpochLands() {
        witnesses.diskReserved(one, 2, 0);
        witnesses.blocksWritten(one, DiskOpcode.WRITE, 0, 8, 1);
        broken(12);
    }

    private void write(long id, BlockOutcome outcome) {
        witnesses.blockIssued(PERSONALITY, 3, id);
        witnesses.blockEnded(alpha, PERSONALITY, 3, id, outcome);
    }

    private void read(long id) {
        witnesses.blockRead(alpha, PERSONALITY, 3, id);
    }

    private void broken(int invariant) {
        assertEquals(1, violations.all().size(), () -> violations.all().toString());
        assertEquals(invariant, violations.all().get(0).number());
    }
}
