package dev.holdover.firmware.replicate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.FirmwareConfig.Pace;
import dev.holdover.firmware.hal.FirmwareConfig.SlotConfig;
import dev.holdover.firmware.hal.Notice;
import dev.holdover.firmware.testing.Configs;
import dev.holdover.firmware.testing.Dice;
import dev.holdover.firmware.testing.Node;
import dev.holdover.firmware.testing.Pair;
import dev.holdover.model.contract.Role;
import dev.holdover.model.layout.NvramLayout;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When the copies are filled: at once, behind the host's back, or as fast as the wire carries. */
class PaceTest {
    private static final int BLOCKS = 32;
    private static final long RATE = 10_000_000;
    private static final long SOON_NS = 2_000_000_000L;
    private static final NvramLayout LAYOUT = new NvramLayout((long) BLOCKS * NvramLayout.BLOCK, 16, 2);

    private final Dice dice = new Dice(7);

    @Test
    void aHostThatNeedNotWaitIsNeverHeldUpByASlowPeer() {
        Pair pair = pair(new Pace(true, 0));
        Node one = pair.one();
        pair.lose(frame -> frame.length > 1024);
        long index = 0;
        for (int i = 0; i < 4 * LAYOUT.logSlots(); i++) {
            assertTrue(index < credit(one, index), "a place in the ring for write " + i);
            index = one.submit(Pair.MINE, 4096L * (i % BLOCKS), dice.bytes(1024));
            pair.run(1_000);
        }
        assertEquals(1, one.hal().count(Notice.PEER_BEHIND));
        assertEquals(BLOCKS, one.log(Pair.MINE).dirty(0).count());
        pair.lose(frame -> false);
        assertTrue(pair.runUntil(() -> same(pair), SOON_NS), "the host pauses, and the copy is filled");
    }

    @Test
    void aHostThatMustWaitIsHeldUpBeforeTheLogIsOverwritten() {
        Pair pair = pair(Pace.FULL);
        Node one = pair.one();
        pair.lose(frame -> frame.length > 1024);
        long index = 0;
        while (index < credit(one, index)) {
            index = one.submit(Pair.MINE, 4096L * (index % BLOCKS), dice.bytes(1024));
            pair.run(1_000);
        }
        assertEquals(LAYOUT.logSlots(), one.log(Pair.MINE).lsn(), "all places of the ring, and none twice");
        assertEquals(0, one.hal().count(Notice.PEER_BEHIND));
    }

    @Test
    void aCopyThatIsBehindIsFilledAtOnceWhenTheHostHasFailed() {
        Pair pair = pair(new Pace(true, 0));
        Node one = pair.one();
        pair.lose(frame -> frame.length > 1024);
        for (int i = 0; i < 2 * LAYOUT.logSlots(); i++) {
            one.submit(Pair.MINE, 4096L * (i % BLOCKS), dice.bytes(1024));
        }
        assertEquals(1, one.hal().count(Notice.PEER_BEHIND));
        pair.lose(frame -> false);
        byte[] owners = one.image(Pair.MINE);
        one.tellShutdown();
        assertTrue(pair.runUntil(() -> pair.two().role(Pair.THEIRS) == Role.ACTIVE, 9_000_000), "before the next tick");
        assertArrayEquals(owners, pair.two().image(Pair.THEIRS));
    }

    @Test
    void aResyncTakesNoMoreOfTheNetworkThanItMay() {
        Pair pair = pair(new Pace(false, RATE));
        long tookNs = resync(pair, false);
        long bits = BLOCKS * NvramLayout.BLOCK * 8L;
        assertTrue(tookNs >= (bits - NvramLayout.BLOCK * 8L) * 1_000_000_000 / RATE, "took " + tookNs + " ns");
        assertEquals(0, pair.one().hal().count(Notice.OVER_SENT), "nothing is late, so nothing is sent twice");
    }

    @Test
    void whenTheHostHasFailedAResyncIsAsFastAsItCanBe() {
        long tookNs = resync(pair(new Pace(false, RATE)), true);
        assertTrue(tookNs < 20_000_000, "took " + tookNs + " ns");
    }

    /** What the host knows of it: from the last completion, or told since. */
    private static long credit(Node node, long lastIndex) {
        long told = node.credit(Pair.MINE);
        return node.completion(Pair.MINE, lastIndex)
                .map(completion -> Math.max(told, completion.credit()))
                .orElse(told);
    }

    /** Cuts the wire, writes to every block, and joins it again; says how long the resync took. */
    private long resync(Pair pair, boolean hostFails) {
        Node one = pair.one();
        pair.cutWire(true);
        pair.run(100_000_000);
        for (int i = 0; i < 2 * BLOCKS; i++) {
            one.submit(Pair.MINE, 4096L * (i % BLOCKS), dice.bytes(512));
        }
        pair.cutWire(false);
        assertTrue(pair.runUntil(() -> one.hal().count(Notice.RESYNC_STARTED) > 0, SOON_NS));
        long startedNs = pair.nowNs();
        if (hostFails) {
            one.tellShutdown();
        }
        assertTrue(pair.runUntil(() -> same(pair), SOON_NS));
        return pair.nowNs() - startedNs;
    }

    private static boolean same(Pair pair) {
        return Arrays.equals(pair.one().image(Pair.MINE), pair.two().image(Pair.THEIRS));
    }

    private static Pair pair(Pace pace) {
        return new Pair(config(1, pace), config(2, pace)).up();
    }

    private static FirmwareConfig config(int card, Pace pace) {
        return Configs.config(
                Configs.CLUSTER, card, LAYOUT, List.of(slot(card, pace), slot(3 - card, pace)), true, 1_000_000_000L);
    }

    private static SlotConfig slot(int personality, Pace pace) {
        return new SlotConfig(
                personality,
                List.of(personality, 3 - personality),
                List.of(),
                1,
                false,
                false,
                false,
                false,
                false,
                pace);
    }
}
