package dev.holdover.harness.check;

import dev.holdover.driver.core.BlockOutcome;
import dev.holdover.harness.world.DiskNode;
import dev.holdover.harness.world.Host;
import dev.holdover.harness.world.Witness;
import dev.holdover.model.disk.DiskOpcode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Invariants 4, 5 and 12 for block volumes. What a client reads is the last write that was acknowledged, or one since
 * that was not answered; never damage, never an older one. A block that is told to be lost may be only where more
 * members were struck than the level survives. And after a reservation with e+1 no command of e reaches a disk.
 */
final class BlockCheck implements Witness {
    /** What may be read of one block. */
    private static final class Block {
        private long acknowledged;
        private final Set<Long> maybe = new LinkedHashSet<>();

        private boolean mayBe(long writeId) {
            return writeId == acknowledged || maybe.contains(writeId);
        }
    }

    private final Violations violations;
    private final List<DiskNode> disks;
    private final Map<Integer, DiskSet> sets;
    private final Map<Integer, Map<Long, Block>> volumes = new LinkedHashMap<>();
    private final long[] kept;

    /** @param sets for each personality the disks of its volume */
    BlockCheck(List<DiskNode> disks, Map<Integer, DiskSet> sets, Violations violations) {
        this.disks = disks;
        this.sets = sets;
        this.violations = violations;
        this.kept = new long[disks.size()];
    }

    private Block block(int personality, long number) {
        return volumes.computeIfAbsent(personality, each -> new LinkedHashMap<>())
                .computeIfAbsent(number, each -> new Block());
    }

    @Override
    public void blockIssued(int personality, long number, long writeId) {
        block(personality, number).maybe.add(writeId);
    }

    @Override
    public void blockEnded(Host host, int personality, long number, long writeId, BlockOutcome outcome) {
        Block block = block(personality, number);
        if (outcome == BlockOutcome.DONE) {
            block.acknowledged = writeId;
            block.maybe.clear();
        } else if (outcome != BlockOutcome.UNKNOWN && block.acknowledged != writeId) {
            block.maybe.remove(writeId);
        }
    }

    @Override
    public void blockRead(Host host, int personality, long number, long writeId) {
        Block block = block(personality, number);
        if (writeId < 0) {
            violations.broken(
                    Invariant.LINEARIZABLE,
                    host.name(),
                    "block " + number + " of personality " + personality + " was read damaged");
        } else if (!block.mayBe(writeId)) {
            violations.broken(
                    Invariant.LINEARIZABLE,
                    host.name(),
                    "block " + number + " of personality " + personality + " was read as write " + writeId
                            + " left it; write " + block.acknowledged + " was acknowledged after that");
        } else if (writeId != block.acknowledged) {
            block.acknowledged = writeId;
            block.maybe.remove(writeId);
        }
    }

    @Override
    public void blockLost(Host host, int personality, long number) {
        DiskSet set = sets.getOrDefault(personality, new DiskSet(List.of(), 0));
        long struck = set.disks().stream().filter(DiskNode::struck).count();
        if (struck <= set.survives()) {
            violations.broken(
                    Invariant.ACKNOWLEDGED_SURVIVES,
                    host.name(),
                    "block " + number + " of personality " + personality + " is lost, though only " + struck
                            + " of its disks were struck");
        }
    }

    @Override
    public void diskReserved(DiskNode disk, long epoch, int aborted) {
        int index = disks.indexOf(disk);
        kept[index] = Math.max(kept[index], epoch);
    }

    @Override
    public void diskReplaced(DiskNode disk) {
        kept[disks.indexOf(disk)] = 0;
    }

    @Override
    public void blocksWritten(DiskNode disk, DiskOpcode opcode, long lba, int count, long epoch) {
        long epochKept = kept[disks.indexOf(disk)];
        if (opcode != DiskOpcode.READ && epoch < epochKept) {
            violations.broken(
                    Invariant.RESERVED_FIRST,
                    disk.name(),
                    "a write of epoch " + epoch + " landed, though epoch " + epochKept + " has reserved the disk");
        }
    }
}
