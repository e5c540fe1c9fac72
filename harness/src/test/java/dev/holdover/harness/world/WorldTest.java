package dev.holdover.harness.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.harness.world.World.Port;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorldTest {
    @Test
    void timeNeverGoesBackAndAnEventInThePastHappensNow() {
        World world = new World(1, () -> {});
        Port port = world.port("one");
        List<Long> times = new ArrayList<>();
        port.attach((kind, a, b, nowNs) -> {
            times.add(nowNs);
            assertEquals(nowNs, world.nowNs());
            if (kind == 0) {
                port.at(nowNs - 50, 1, 0, 0);
            }
        });
        port.at(100, 0, 0, 0);
        port.at(300, 1, 0, 0);
        world.runUntil(200);
        assertEquals(List.of(100L, 100L), times);
        assertEquals(200, world.nowNs());
        world.runUntil(300);
        assertEquals(List.of(100L, 100L, 300L), times);
    }

    @Test
    void aStoppedWorldHandlesNothingMore() {
        World world = new World(1, () -> {});
        Port port = world.port("one");
        int[] handled = {0};
        port.attach((kind, a, b, nowNs) -> {
            handled[0]++;
            world.stop();
        });
        port.at(1, 0, 0, 0);
        port.at(1, 0, 0, 0);
        world.runUntil(10);
        assertEquals(1, handled[0]);
        assertTrue(world.stopped());
    }

    @Test
    void theTraceTellsTargetKindArgumentsAndTime() {
        String base = trace(0, 1, 2, 3, 100);
        assertEquals(base, trace(0, 1, 2, 3, 100));
        List<String> others = List.of(
                trace(1, 1, 2, 3, 100),
                trace(0, 2, 2, 3, 100),
                trace(0, 1, 3, 3, 100),
                trace(0, 1, 2, 4, 100),
                trace(0, 1, 2, 3, 101));
        for (String other : others) {
            assertTrue(!other.equals(base));
        }
        assertEquals(others.size(), others.stream().distinct().count());
    }

    private static String trace(int target, int kind, long a, long b, long atNs) {
        World world = new World(1, () -> {});
        Port[] ports = {world.port("one"), world.port("two")};
        for (Port port : ports) {
            port.attach((itsKind, itsA, itsB, nowNs) -> {});
        }
        ports[target].at(atNs, kind, a, b);
        world.runUntil(1_000);
        return world.trace().hex();
    }
}
