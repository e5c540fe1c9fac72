package dev.holdover.harness.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.driver.access.Region;
import dev.holdover.model.contract.Register;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostTest {
    private static final int SPADS = 16;

    @Test
    void aCrashFallsExactlyBetweenTwoStores() {
        for (int crashAt = 0; crashAt < SPADS; crashAt++) {
            Bench bench = new Bench(1);
            bench.opened();
            Region registers = bench.device().bar(0);
            bench.host().beforeStore(bench.host().stores() + crashAt, () -> {
                throw new Host.Died();
            });
            assertThrows(Host.Died.class, () -> {
                for (int i = 0; i < SPADS; i++) {
                    registers.write32(Register.SPAD.offset(i), 100 + i);
                }
            });
            bench.world().runUntil(bench.nowNs() + 1_000_000);
            for (int i = 0; i < SPADS; i++) {
                long expected = i < crashAt ? 100 + i : 0;
                assertEquals(expected, bench.card().hardware().read(Register.SPAD, i), "crash before store " + crashAt);
            }
        }
    }

    @Test
    void aReadReturnsAfterThereAndBackAndPushesTheStoresBeforeIt() {
        Bench bench = new Bench(1);
        bench.opened();
        Region registers = bench.device().bar(0);
        registers.write32(Register.SPAD.offset(3), 77);
        long began = bench.host().localNs();
        assertEquals(77, registers.read32(Register.SPAD.offset(3)));
        long took = bench.host().localNs() - began;
        assertTrue(took >= 500 && took < 5_000, took + " ns");
    }

    @Test
    void aStoreIsPostedAndCostsNoRoundTrip() {
        Bench bench = new Bench(1);
        bench.opened();
        long began = bench.host().localNs();
        bench.device().bar(0).write32(Register.SPAD.offset(0), 1);
        assertTrue(bench.host().localNs() - began < 100);
        assertEquals(0, bench.card().hardware().read(Register.SPAD, 0), "it is on its way");
        bench.sleep(1_000);
        assertEquals(1, bench.card().hardware().read(Register.SPAD, 0));
    }

    @Test
    void oneTurnAtATime() {
        List<String> open = new ArrayList<>();
        int[] turns = new int[2];
        World world = new World(1, () -> {});
        byte[] buffer = new byte[4096];
        TestPair pair = new TestPair(world, new Witness() {}, true, (who, nowNs) -> {
            assertEquals(List.of(), open, "a turn within a turn");
            open.add(who.host().name());
            turns[who.host().name().equals("alpha") ? 0 : 1]++;
            // Long enough for the other host's wake-up to fall into it.
            who.driver().read(0, 0, buffer, 0, buffer.length);
            open.clear();
        });
        pair.powerOn();
        world.runUntil(100_000_000);
        assertTrue(turns[0] > 50 && turns[1] > 50, turns[0] + " and " + turns[1]);
    }

    @Test
    void aHungHostDoesNothingAndGoesOnWhereItWas() {
        List<Long> turns = new ArrayList<>();
        World world = new World(1, () -> {});
        TestPair pair = new TestPair(world, new Witness() {}, true, (who, nowNs) -> {
            if (who.host().name().equals("alpha")) {
                turns.add(nowNs);
            }
        });
        pair.powerOn();
        Host alpha = pair.cluster().host("alpha");
        world.runUntil(70_000_000);
        alpha.hang();
        assertEquals(HostState.HUNG, alpha.state());
        int before = turns.size();
        assertTrue(before > 20);
        world.runUntil(90_000_000);
        assertEquals(before, turns.size());
        alpha.resume();
        world.runUntil(95_000_000);
        assertTrue(turns.size() > before);
        assertTrue(turns.get(before) >= 90_000_000);
    }

    @Test
    void aCrashInATurnEndsTheProgramForGood() {
        World world = new World(1, () -> {});
        int[] begun = new int[1];
        int[] ended = new int[1];
        byte[] buffer = new byte[64];
        TestPair pair = new TestPair(world, new Witness() {}, true, (who, nowNs) -> {
            if (who.host().name().equals("alpha")) {
                begun[0]++;
                who.driver().submit(0, 0, buffer, 0, 64);
                who.driver().ring();
                ended[0]++;
            }
        });
        pair.powerOn();
        Host alpha = pair.cluster().host("alpha");
        assertEquals(begun[0], ended[0]);
        alpha.beforeStore(alpha.stores() + 3, alpha::crash);
        world.runUntil(world.nowNs() + 30_000_000);
        assertEquals(HostState.CRASHED, alpha.state());
        int[] atCrash = {begun[0], ended[0]};
        assertTrue(atCrash[0] - atCrash[1] <= 1);
        world.runUntil(world.nowNs() + 30_000_000);
        assertEquals(atCrash[0], begun[0]);
        alpha.reboot();
        world.runUntil(world.nowNs() + 300_000_000);
        assertEquals(HostState.RUNNING, alpha.state());
        assertTrue(begun[0] > atCrash[0], "the new program runs");
    }
}
