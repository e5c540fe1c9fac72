package dev.holdover.harness.world;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.driver.NvramCard;
import dev.holdover.driver.access.DmaBuffer;
import dev.holdover.driver.core.DaughterDisk;
import dev.holdover.driver.core.DaughterDiskListener;
import dev.holdover.driver.core.DaughterSlot;
import dev.holdover.driver.core.DiskOutcome;
import dev.holdover.driver.core.DriverListener;
import dev.holdover.driver.core.DriverState;
import dev.holdover.model.contract.DaughterRegister;
import dev.holdover.model.contract.DaughterType;
import dev.holdover.model.contract.Side;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A disk in a daughter slot under the control of the host: driver, queues, DMA, controller and disk together. */
class DaughterDiskTest {
    private static final long MS = 1_000_000;
    private static final int BLOCK = 512;

    /** A host with its card, a disk of its own in slot 0 and one of the firmware's in slot 1. */
    private static final class Rig implements DaughterDiskListener {
        final Bench bench;
        final BenchDisk own;
        final BenchDisk firmwares;
        final List<DaughterSlot> events = new ArrayList<>();
        final List<String> told = new ArrayList<>();
        final Map<Long, DiskOutcome> ended = new TreeMap<>();
        final NvramCard card;
        DaughterDisk disk;

        Rig(long seed, boolean cache) {
            bench = new Bench(seed);
            own = new BenchDisk(bench, 0, Side.HOST, cache);
            firmwares = new BenchDisk(bench, 1, Side.CARD, false);
            card = bench.driver(bench.device(), new DriverListener() {
                @Override
                public void daughter(DaughterSlot slot) {
                    events.add(slot);
                }
            });
            disk = card.core().daughters().disk(0, this);
            card.open(0);
            bench.idle(card, 50 * MS);
        }

        @Override
        public void completed(long ticket, DiskOutcome outcome) {
            ended.put(ticket, outcome);
        }

        @Override
        public void ready() {
            told.add("ready");
        }

        @Override
        public void gone() {
            told.add("gone");
        }

        DiskOutcome outcome(long ticket) {
            assertNotEquals(DaughterDisk.BUSY, ticket);
            for (int i = 0; i < 1000 && !ended.containsKey(ticket); i++) {
                bench.idle(card, 100_000);
            }
            return Objects.requireNonNull(ended.get(ticket), "no completion");
        }

        DiskOutcome write(long block, int value, boolean fua) {
            return outcome(disk.write(block, 1, block(value), 0, fua, 0));
        }

        byte[] read(long block) {
            byte[] into = new byte[BLOCK];
            assertEquals(DiskOutcome.DONE, outcome(disk.read(block, 1, into, 0)));
            return into;
        }

        byte[] medium(long block) {
            byte[] into = new byte[BLOCK];
            own.disk.readMedium(block, into, 0);
            return into;
        }
    }

    private static byte[] block(int value) {
        byte[] bytes = new byte[BLOCK];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    @Test
    void whatTheHostWritesIsReadBackAndIsOnTheMediumAfterAFlush() {
        Rig rig = new Rig(1, true);
        assertEquals(List.of("ready"), rig.told);
        assertEquals(BenchDisk.BLOCKS, rig.disk.blocks());
        assertEquals(512, rig.disk.blockBytes());
        assertEquals(4096, rig.disk.physicalBytes());
        assertEquals(DiskOutcome.DONE, rig.write(7, 42, false));
        assertArrayEquals(block(42), rig.read(7));
        assertEquals(DiskOutcome.DONE, rig.outcome(rig.disk.flush()));
        assertArrayEquals(block(42), rig.medium(7));
        assertEquals(DiskOutcome.DONE, rig.write(8, 43, true));
        assertArrayEquals(block(43), rig.medium(8), "by FUA");
        assertEquals(DiskOutcome.DONE, rig.outcome(rig.disk.writeZeroes(7, 1, true, 0)));
        assertArrayEquals(block(0), rig.read(7));
        assertEquals(DiskOutcome.OUT_OF_RANGE, rig.write(BenchDisk.BLOCKS, 1, false));
    }

    @Test
    void theFirmwareReachesItsOwnDiskAndNotTheHosts() {
        Rig rig = new Rig(1, false);
        assertNull(rig.bench.card().hardware().disk(0));
        assertNotNull(rig.bench.card().hardware().disk(1));
        List<DaughterSlot> slots = rig.card.core().daughters().slots();
        assertEquals(8, slots.size());
        assertEquals(new DaughterSlot(0, DaughterType.DISK, true, false, false, Side.HOST), slots.get(0));
        assertEquals(new DaughterSlot(1, DaughterType.DISK, true, false, false, Side.CARD), slots.get(1));
        assertEquals(-1, rig.bench.device().bar(4).read32(DaughterRegister.NVME_CSTS.offset(1)));
        rig.card.core().daughters().take(1);
        rig.bench.idle(rig.card, 20 * MS);
        assertEquals(Side.CARD, rig.card.core().daughters().slots().get(1).owner(), "its owner is not shut out");
    }

    @Test
    void aReservationRefusesWritesOfAnOlderEpoch() {
        Rig rig = new Rig(1, false);
        assertEquals(DiskOutcome.DONE, rig.outcome(rig.disk.reserve(5)));
        assertEquals(DiskOutcome.FENCED, rig.outcome(rig.disk.write(1, 1, block(1), 0, false, 4)));
        assertEquals(DiskOutcome.DONE, rig.outcome(rig.disk.write(1, 1, block(2), 0, false, 5)));
    }

    @Test
    void sixteenCommandsAreUnderWayAtOnceAndTheNextMustWait() {
        Rig rig = new Rig(1, false);
        byte[] large = new byte[DaughterDisk.MAX_BYTES];
        Arrays.fill(large, (byte) 9);
        List<Long> tickets = new ArrayList<>();
        for (int i = 0; i < DaughterDisk.DEPTH; i++) {
            tickets.add(rig.disk.write(64L * i, 64, large, 0, false, 0));
        }
        assertEquals(DaughterDisk.BUSY, rig.disk.flush());
        tickets.forEach(each -> assertEquals(DiskOutcome.DONE, rig.outcome(each)));
        byte[] into = new byte[DaughterDisk.MAX_BYTES];
        assertEquals(DiskOutcome.DONE, rig.outcome(rig.disk.read(64, 64, into, 0)));
        assertArrayEquals(large, into);
        assertThrows(IllegalArgumentException.class, () -> rig.disk.read(0, 65, new byte[65 * BLOCK], 0));
    }

    /** The interrupt that comes between the driver's last look and its acknowledgement must not be lost. */
    @Test
    void noCompletionWaitsForTheNextHeartbeat() {
        for (long seed = 1; seed <= 20; seed++) {
            Rig rig = new Rig(seed, false);
            long startNs = rig.bench.nowNs();
            int commands = 400;
            long last = 0;
            for (int i = 0; i < commands; i++) {
                byte[] into = new byte[BLOCK];
                long ticket = rig.disk.read(i, 1, into, 0);
                while (ticket == DaughterDisk.BUSY) {
                    rig.bench.idle(rig.card, 1_000);
                    ticket = rig.disk.read(i, 1, into, 0);
                }
                last = ticket;
            }
            rig.outcome(last);
            rig.bench.idle(rig.card, MS);
            assertEquals(commands, rig.ended.size());
            long spentNs = rig.bench.nowNs() - startNs;
            assertTrue(spentNs < 9 * MS, "seed " + seed + ": " + spentNs + " ns");
        }
    }

    @Test
    void aFirmwareThatDiesForGoodStopsNoneOfTheHostsDisksAndTheHostTakesItsDisksToo() {
        Rig rig = new Rig(1, false);
        assertEquals(DiskOutcome.DONE, rig.write(1, 11, true));
        rig.bench.card().ailments().trapAtBoot(1_000_000);
        rig.bench.card().hardware().hangProcessor();
        for (int i = 0; i < 300; i++) {
            assertEquals(DiskOutcome.DONE, rig.write(2 + i, i, true), "write " + i);
            rig.bench.idle(rig.card, MS);
        }
        assertEquals(DriverState.DEGRADED, rig.card.core().state());
        assertArrayEquals(block(11), rig.read(1));
        assertEquals(List.of("ready"), rig.told);
        rig.events.clear();
        List<String> taken = new ArrayList<>();
        DaughterDisk other = rig.card.core().daughters().disk(1, new DaughterDiskListener() {
            @Override
            public void completed(long ticket, DiskOutcome outcome) {
                taken.add(ticket + " " + outcome);
            }
        });
        rig.card.core().daughters().take(1);
        rig.bench.idle(rig.card, 10 * MS);
        assertTrue(rig.events.stream().anyMatch(slot -> slot.number() == 1 && slot.owner() == Side.HOST));
        assertTrue(other.ready());
        long ticket = other.write(5, 1, block(5), 0, true, 0);
        rig.bench.idle(rig.card, 10 * MS);
        assertEquals(List.of(ticket + " DONE"), taken);
        assertEquals(1, rig.firmwares.landed);
    }

    @Test
    void aDiskThatIsPulledUnderLoadIsToldOnceAndServesAgainWhenItIsBack() {
        for (long seed = 1; seed <= 40; seed++) {
            Rig rig = new Rig(seed, true);
            assertEquals(DiskOutcome.DONE, rig.write(3, 33, true));
            List<Long> open = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                open.add(rig.disk.write(100 + i, 1, block(i), 0, false, 0));
            }
            rig.bench.idle(rig.card, seed * 5_000);
            rig.own.pull();
            rig.bench.idle(rig.card, 30 * MS);
            for (long each : open) {
                DiskOutcome outcome = rig.ended.get(each);
                assertTrue(outcome == DiskOutcome.DONE || outcome == DiskOutcome.GONE, seed + ": " + outcome);
            }
            assertEquals(List.of("ready", "gone"), rig.told, "seed " + seed);
            assertFalse(rig.disk.ready());
            assertEquals(DaughterDisk.BUSY, rig.disk.flush());
            assertTrue(rig.events.stream().anyMatch(DaughterSlot::removed));
            rig.own.push();
            rig.bench.idle(rig.card, 30 * MS);
            assertEquals(List.of("ready", "gone", "ready"), rig.told);
            assertArrayEquals(block(33), rig.read(3), "what was written through");
        }
    }

    @Test
    void aDiskThatDiesInItsSlotIsToldAsGoneWithoutWaitingForATimeout() {
        Rig rig = new Rig(1, false);
        long ticket = rig.disk.write(1, 1, block(1), 0, false, 0);
        rig.bench.idle(rig.card, 20_000);
        rig.own.disk.faults().die();
        rig.bench.idle(rig.card, MS);
        assertEquals(DiskOutcome.GONE, rig.ended.get(ticket));
        assertEquals(List.of("ready", "gone"), rig.told);
    }

    @Test
    void aCommandThatIsNotAnsweredMakesTheControllerBeResetAndTheDiskServesOn() {
        Rig rig = new Rig(1, false);
        rig.own.disk.faults().slow(10 * DaughterDisk.TIMEOUT_NS);
        long ticket = rig.disk.write(1, 1, block(1), 0, false, 0);
        rig.bench.idle(rig.card, DaughterDisk.TIMEOUT_NS + 30 * MS);
        assertEquals(DiskOutcome.UNKNOWN, rig.ended.get(ticket));
        rig.own.disk.faults().slow(0);
        rig.bench.idle(rig.card, 30 * MS);
        assertEquals(List.of("ready", "ready"), rig.told);
        assertEquals(DiskOutcome.DONE, rig.write(1, 2, true));
        assertArrayEquals(block(2), rig.read(1));
    }

    @Test
    void whenTheCardResetsWhatIsOpenIsUnknownAndTheDiskServesAgainOnceTheGateIsOpen() {
        Rig rig = new Rig(1, false);
        List<Long> open = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            open.add(rig.disk.write(i, 1, block(1), 0, false, 0));
        }
        rig.card.resetCard();
        rig.bench.idle(rig.card, 200 * MS);
        for (long each : open) {
            DiskOutcome outcome = rig.ended.get(each);
            assertTrue(outcome == DiskOutcome.DONE || outcome == DiskOutcome.UNKNOWN, outcome + "");
        }
        assertTrue(open.stream().anyMatch(each -> rig.ended.get(each) == DiskOutcome.UNKNOWN));
        assertEquals(List.of("ready", "ready"), rig.told);
        assertEquals(DiskOutcome.DONE, rig.write(1, 2, true));
    }

    @Test
    void aDiskThatIsGivenAwayIsTheFirmwaresAndOneWithoutPowerIsGone() {
        Rig rig = new Rig(1, false);
        rig.card.core().daughters().power(0, false);
        rig.bench.idle(rig.card, 20 * MS);
        assertEquals(List.of("ready", "gone"), rig.told);
        rig.card.core().daughters().power(0, true);
        rig.bench.idle(rig.card, 20 * MS);
        assertTrue(rig.disk.ready());
        long ticket = rig.disk.write(1, 1, block(1), 0, false, 0);
        rig.card.core().daughters().give(0);
        rig.bench.idle(rig.card, 20 * MS);
        assertEquals(DiskOutcome.UNKNOWN, rig.ended.get(ticket));
        assertFalse(rig.disk.ready());
        assertNotNull(rig.bench.card().hardware().disk(0));
    }

    /** The host's kernel dies: its memory is gone, its heartbeat stops, and the card fences it. */
    @Test
    void ofAHostThatCrashesNothingLandsAfterTheGateHasShut() {
        for (long seed = 1; seed <= 200; seed++) {
            Rig rig = new Rig(seed, seed % 2 == 0);
            rig.own.disk.faults().slow(40 * MS + seed * 50_000);
            for (int i = 0; i < DaughterDisk.DEPTH; i++) {
                rig.disk.write(i, 1, block(i), 0, true, 0);
            }
            rig.bench.idle(rig.card, seed * 1_000);
            ((SimulatedDevice) rig.bench.device()).powerOff();
            long shutNs = -1;
            for (int i = 0; i < 400 && shutNs < 0; i++) {
                rig.bench.sleep(MS / 4);
                shutNs = rig.bench.card().hardware().bridge().cardGateShut() ? rig.bench.nowNs() : -1;
            }
            assertTrue(shutNs > 0, "seed " + seed + ": no gate shut");
            rig.bench.sleep(200 * MS);
            assertTrue(rig.own.lastLandedNs <= shutNs, "seed " + seed);
        }
    }

    @Test
    void memoryThatIsClosedIsNoLongerTheCards() {
        Rig rig = new Rig(1, false);
        DmaBuffer buffer = rig.bench.device().dma(100);
        assertEquals(4096, buffer.size());
        buffer.put32(8, 77);
        assertEquals(77, buffer.get32(8));
        assertTrue(rig.bench.card().link().maps(buffer.busAddress(), 4096));
        assertFalse(rig.bench.card().link().maps(buffer.busAddress(), 4097));
        buffer.close();
        assertFalse(rig.bench.card().link().maps(buffer.busAddress(), 1));
        assertNotEquals(buffer.busAddress(), rig.bench.device().dma(100).busAddress());
    }
}
