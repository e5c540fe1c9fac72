package dev.holdover.model.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.model.testing.Rng;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Anything at any time, against a model that knows for each block only which versions may be there: those that landed,
 * in their order, since one that is certainly on the medium; some of them only perhaps, for they were cut.
 */
class DiskModelTest {
    private static final int BLOCKS = 64;
    private static final int MOST = 12;
    private static final int OPERATIONS = 100_000;

    private record Version(int value, long stamp, boolean perhaps) {}

    private record Open(
            int port,
            DiskOpcode opcode,
            int lba,
            int count,
            int value,
            boolean fua,
            long epoch,
            long stamp,
            ByteBuffer into) {
        boolean writes(int block) {
            return (opcode == DiskOpcode.WRITE || opcode == DiskOpcode.WRITE_ZEROES)
                    && block >= lba
                    && block < lba + count;
        }
    }

    private final List<List<Version>> blocks = new ArrayList<>();
    private final Map<Integer, Open> open = new TreeMap<>();
    private final Map<String, Integer> happened = new TreeMap<>();
    private long stamp;
    private int nextTag = 1;
    private long epoch;
    private boolean cache;

    @ParameterizedTest
    @CsvSource({"512,true,1", "512,false,2", "4096,true,3", "4096,false,4", "512,true,5"})
    void neverHoldsWhatItMustNot(int logical, boolean withCache, long seed) {
        cache = withCache;
        for (int block = 0; block < BLOCKS; block++) {
            blocks.add(new ArrayList<>(List.of(new Version(0, 0, false))));
        }
        DiskGeometry geometry = new DiskGeometry(logical, 4096, BLOCKS, 8);
        DiskRig rig = new DiskRig(new DiskSpec(geometry, 10_000, 200_000, 200_000_000, cache, 2), seed);
        for (int port = 0; port < 2; port++) {
            rig.disk.port(port).listen(this::completed);
        }
        Rng rng = new Rng(seed);
        for (int i = 0; i < OPERATIONS; i++) {
            int dice = rng.below(1000);
            if (dice < 2) {
                interrupt(rig, rng, dice == 0);
            } else if (dice < 5) {
                reset(rig, rng.below(2));
            } else {
                submit(rig, rng, dice);
            }
            if (rng.below(3) == 0) {
                rig.loop.runFor(rng.below(150_000));
            }
        }
        rig.loop.runFor(DiskRig.LONG_NS);
        assertTrue(open.isEmpty(), "never answered: " + open);
        for (String each : List.of("ABORTED", "RESERVATION_CONFLICT", "DEVICE_GONE", "cut", "older version")) {
            boolean needed = cache || !each.equals("older version");
            assertTrue(!needed || happened.getOrDefault(each, 0) > 10, each + " is rare: " + happened);
        }
    }

    private void submit(DiskRig rig, Rng rng, int dice) {
        DiskOpcode opcode = dice < 500
                ? DiskOpcode.WRITE
                : dice < 550
                        ? DiskOpcode.WRITE_ZEROES
                        : dice < 900 ? DiskOpcode.READ : dice < 995 ? DiskOpcode.FLUSH : DiskOpcode.RESERVE;
        int count = 1 + rng.below(MOST);
        int lba = rng.below(BLOCKS - count + 1);
        int tag = nextTag++;
        int value = opcode == DiskOpcode.WRITE ? tag : 0;
        long asEpoch = Math.max(0, opcode == DiskOpcode.RESERVE ? epoch + 1 : epoch - (rng.below(20) == 0 ? 1 : 0));
        byte[] bytes = new byte[count * rig.geometry.logicalBytes()];
        for (int at = 0; at < bytes.length; at += Integer.BYTES) {
            ByteBuffer.wrap(bytes).putInt(at, value);
        }
        boolean fua = rng.below(5) == 0;
        int port = rng.below(2);
        if (rig.disk.port(port).submit(opcode, lba, count, bytes, 0, fua, asEpoch, tag)) {
            open.put(tag, new Open(port, opcode, lba, count, value, fua, asEpoch, stamp, ByteBuffer.wrap(bytes)));
        }
    }

    private void completed(int tag, DiskStatus status) {
        Open command = open.remove(tag);
        assertTrue(command != null, "answered twice, or after a reset: " + tag);
        if (command == null) {
            return;
        }
        count(status.name());
        stamp++;
        if (status == DiskStatus.ABORTED) {
            land(command, true);
        } else if (status == DiskStatus.SUCCESS) {
            assertFalse(command.opcode.fenced() && command.epoch < epoch, "late writer accepted");
            switch (command.opcode) {
                case WRITE, WRITE_ZEROES -> land(command, false);
                case READ -> check(command);
                case FLUSH -> blocks.forEach(versions -> settle(versions, command.stamp));
                case RESERVE -> epoch = command.epoch;
            }
        } else {
            assertTrue(
                    status == DiskStatus.RESERVATION_CONFLICT && command.epoch < epoch
                            || status == DiskStatus.DEVICE_GONE,
                    status + " for " + command);
        }
    }

    private void land(Open command, boolean perhaps) {
        for (int block = 0; block < BLOCKS; block++) {
            if (command.writes(block)) {
                blocks.get(block).add(new Version(command.value, stamp, perhaps));
                if (!perhaps && (command.fua || !cache)) {
                    settle(blocks.get(block), stamp);
                }
            }
        }
    }

    /** What certainly landed at or before {@code at} is on the medium: nothing older is. */
    private static void settle(List<Version> versions, long at) {
        versions.subList(0, lastCertain(versions, at)).clear();
    }

    private static int lastCertain(List<Version> versions, long at) {
        int last = 0;
        for (int i = 0; i < versions.size(); i++) {
            if (!versions.get(i).perhaps && versions.get(i).stamp <= at) {
                last = i;
            }
        }
        return last;
    }

    private void check(Open read) {
        int size = read.into.capacity() / read.count;
        for (int i = 0; i < read.count; i++) {
            int block = read.lba + i;
            List<Version> versions = blocks.get(block);
            int found = value(read.into.slice(i * size, size));
            expect(block, found, versions.subList(lastCertain(versions, read.stamp), versions.size()));
        }
    }

    private void expect(int block, int found, List<Version> allowed) {
        boolean there = allowed.stream().anyMatch(each -> each.value == found)
                || open.values().stream().anyMatch(each -> each.writes(block) && each.value == found);
        assertTrue(there, () -> "block " + block + " holds " + found + ", not one of " + allowed + ", open " + open);
    }

    private static int value(ByteBuffer block) {
        for (int at = 0; at < block.capacity(); at += Integer.BYTES) {
            assertEquals(block.getInt(0), block.getInt(at), "a torn block");
        }
        return block.getInt(0);
    }

    /** Power is lost, or the disk is pulled, and the medium is looked at. */
    private void interrupt(DiskRig rig, Rng rng, boolean power) {
        if (power) {
            rig.disk.power(false);
        } else {
            rig.disk.remove();
        }
        byte[] bytes = new byte[rig.geometry.logicalBytes()];
        for (int block = 0; block < BLOCKS; block++) {
            rig.disk.readMedium(block, bytes, 0);
            int found = value(ByteBuffer.wrap(bytes));
            List<Version> versions = blocks.get(block);
            expect(block, found, versions);
            count(found == versions.get(versions.size() - 1).value ? "last version" : "older version");
            if (versions.stream().noneMatch(each -> each.value == found)) {
                count("cut");
            }
            versions.clear();
            versions.add(new Version(found, stamp, false));
        }
        assertEquals(epoch, rig.disk.keptEpoch());
        rig.loop.runFor(rng.below(100_000));
        assertTrue(open.isEmpty(), () -> "open on a disk that is gone: " + open);
        rig.disk.power(true);
        rig.disk.insert();
    }

    private void reset(DiskRig rig, int port) {
        rig.disk.port(port).reset();
        stamp++;
        open.values().stream().filter(each -> each.port == port).forEach(each -> land(each, true));
        open.values().removeIf(each -> each.port == port);
        epoch = rig.disk.keptEpoch();
    }

    private void count(String what) {
        happened.merge(what, 1, Integer::sum);
    }
}
