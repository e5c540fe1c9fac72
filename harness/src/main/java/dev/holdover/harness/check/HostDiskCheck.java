package dev.holdover.harness.check;

import dev.holdover.driver.core.DiskOutcome;
import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.DiskNode;
import dev.holdover.harness.world.Host;
import dev.holdover.harness.world.Witness;
import dev.holdover.harness.world.World;
import dev.holdover.model.contract.Side;
import dev.holdover.model.disk.DiskOpcode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Invariants 5, 9 and 12 for disks that hosts drive. A sector is read as its last completed write left it, or one since
 * that was not answered; after a loss of power as any write since the last one that a flush or FUA covers. So a block
 * may be read torn only where a write of it was cut. And once a card's gate is shut, no command of its host is executed
 * any more. A disk whose contents a fault has spoiled may give anything.
 */
final class HostDiskCheck implements Witness {
    /** A write of one sector. */
    private static final class Version {
        private final long id;
        private final int lossesBefore;
        private long doneAt = Long.MAX_VALUE;
        /** None before it can be read any more. */
        private boolean certain;

        Version(long id, int lossesBefore) {
            this.id = id;
            this.lossesBefore = lossesBefore;
        }
    }

    /** What may be read of one sector, oldest first; the first one is on the medium. */
    private static final class Sector {
        private final List<Version> versions = new ArrayList<>();
        /** Power was lost since the last write, so that whatever is read now is on the medium. */
        private boolean settled;

        Sector() {
            versions.add(new Version(0, 0));
        }

        private int find(long id) {
            for (int i = versions.size() - 1; i >= 0; i--) {
                if (versions.get(i).id == id) {
                    return i;
                }
            }
            return -1;
        }

        private int oldest() {
            int at = versions.size() - 1;
            while (at > 0 && !versions.get(at).certain) {
                at--;
            }
            return at;
        }

        /** What was written before is not on the medium any more, and never again. */
        private void durable(int from) {
            versions.subList(0, from).clear();
        }
    }

    private static final class Contents {
        private final Map<Long, Sector> sectors = new LinkedHashMap<>();
        private final Map<Long, Long> flushes = new LinkedHashMap<>();
        private int losses;
        private long lostNs = -1;

        private Sector sector(long number) {
            return sectors.computeIfAbsent(number, each -> new Sector());
        }
    }

    private final World world;
    private final Violations violations;
    private final Map<DiskNode, Contents> disks = new LinkedHashMap<>();
    private final Map<CardNode, Long> shutSinceNs = new LinkedHashMap<>();
    private long steps;

    HostDiskCheck(World world, List<DiskNode> disks, Violations violations) {
        this.world = world;
        this.violations = violations;
        disks.forEach(disk -> this.disks.put(disk, new Contents()));
    }

    private Contents of(DiskNode disk) {
        return disks.computeIfAbsent(disk, each -> new Contents());
    }

    @Override
    public void hostSectorsIssued(DiskNode disk, long sector, int count, long writeId) {
        Contents contents = of(disk);
        for (long each = sector; each < sector + count; each++) {
            Sector at = contents.sector(each);
            at.versions.add(new Version(writeId, contents.losses));
            at.settled = false;
        }
    }

    @Override
    public void hostSectorsEnded(
            Host host, DiskNode disk, long sector, int count, long writeId, DiskOutcome outcome, boolean fua) {
        Contents contents = of(disk);
        steps++;
        for (long each = sector; each < sector + count; each++) {
            Sector at = contents.sector(each);
            int index = at.find(writeId);
            if (index < 0) {
                continue;
            }
            Version version = at.versions.get(index);
            switch (outcome) {
                case DONE -> {
                    version.doneAt = steps;
                    // What was done before power was lost may be told after it.
                    version.certain = fua || version.lossesBefore == contents.losses;
                    if (fua) {
                        at.durable(index);
                    }
                }
                case REFUSED, OUT_OF_RANGE, FENCED -> at.versions.remove(index);
                case UNKNOWN, GONE, WRITE_ERROR, READ_ERROR -> {
                    // Any part of it may be there.
                }
            }
        }
    }

    @Override
    public void hostFlushIssued(DiskNode disk, long flushId) {
        of(disk).flushes.put(flushId, steps);
    }

    @Override
    public void hostFlushed(DiskNode disk, long flushId) {
        Contents contents = of(disk);
        Long covers = contents.flushes.remove(flushId);
        if (covers == null) {
            return;
        }
        for (Sector each : contents.sectors.values()) {
            int last = each.versions.size() - 1;
            while (last > 0 && each.versions.get(last).doneAt > covers) {
                last--;
            }
            each.durable(last);
        }
    }

    @Override
    public void diskPower(DiskNode disk, boolean on) {
        if (on) {
            return;
        }
        Contents contents = of(disk);
        contents.losses++;
        contents.lostNs = world.nowNs();
        for (Sector each : contents.sectors.values()) {
            each.settled = true;
            each.versions.forEach(version -> version.certain = false);
        }
    }

    @Override
    public void diskReplaced(DiskNode disk) {
        disks.put(disk, new Contents());
    }

    @Override
    public void hostSectorRead(Host host, DiskNode disk, long number, long writeId, long sinceNs) {
        if (disk.spoiled()) {
            return;
        }
        Sector sector = of(disk).sector(number);
        int found = sector.find(writeId);
        if (writeId < 0) {
            violations.broken(
                    Invariant.LINEARIZABLE, host.name(), "sector " + number + " of " + disk.name() + " is damaged");
        } else if (found < sector.oldest()) {
            violations.broken(
                    sector.settled ? Invariant.RESERVED_FIRST : Invariant.LINEARIZABLE,
                    host.name(),
                    "sector " + number + " of " + disk.name() + " was read as write " + writeId + " left it; write "
                            + sector.versions.get(sector.oldest()).id + " "
                            + (sector.settled ? "was on the medium" : "was completed after that"));
        } else if (sinceNs > of(disk).lostNs) {
            // What was read before power was lost may be told after it, and says nothing of what is there then.
            sector.versions.subList(found + 1, sector.versions.size()).clear();
            sector.versions.get(found).certain = true;
            if (sector.settled) {
                sector.durable(found);
            }
        }
    }

    @Override
    public void gates(CardNode card, boolean cardGateShut, boolean hostGateShut, int windows) {
        if (cardGateShut) {
            shutSinceNs.putIfAbsent(card, world.nowNs());
        } else {
            shutSinceNs.remove(card);
        }
    }

    /** What is cut off by the shutting of the gate itself may land in that moment. */
    @Override
    public void blocksWritten(DiskNode disk, DiskOpcode opcode, long lba, int count, long epoch) {
        boolean reached = false;
        for (DiskNode.Bay bay : disk.bays()) {
            boolean hosts = bay.card().hardware().daughters().owns(bay.slot(), Side.HOST);
            Long sinceNs = shutSinceNs.get(bay.card());
            reached |= !hosts || sinceNs == null || world.nowNs() == sinceNs;
        }
        if (!reached) {
            violations.broken(
                    Invariant.FIREWALL,
                    disk.name(),
                    "a " + opcode + " of its host at block " + lba + " is executed behind the shut gate");
        }
    }
}
