package dev.holdover.firmware;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.firmware.testing.Configs;
import dev.holdover.firmware.testing.Dice;
import dev.holdover.firmware.testing.Node;
import dev.holdover.firmware.testing.Pair;
import dev.holdover.model.contract.BootState;
import dev.holdover.model.contract.Role;
import dev.holdover.model.layout.CompletionRing;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The processor is cut off before each of its word stores in turn; then it boots again. */
class CrashTest {
    private static final int BOUND = 20_000;
    private static final long SOON_NS = 500_000_000;
    private static final Set<Role> OWNING = EnumSet.of(Role.ACTIVE, Role.GATED, Role.DRAINING, Role.DRAINED);
    private static final byte[] OLD = new Dice(10).bytes(64);
    private static final byte[] NEW = new Dice(11).bytes(64);

    @Test
    void anAcknowledgedWriteSurvivesACutAtEveryStoreOfItsCommit() {
        int cuts = atEveryStore(
                CrashTest::withOldBytes, Pair::one, pair -> pair.one().submit(0, 8, NEW), (pair, at) -> {
                    Node one = pair.one();
                    boolean acknowledged =
                            one.completion(0, 2).map(CompletionRing::lsn).orElse(0L) == 2;
                    one.boot();
                    assertEquals(BootState.RUNNING, one.bootState(), at);
                    boolean there = Arrays.equals(NEW, piece(one, 0));
                    assertTrue(there || !acknowledged && Arrays.equals(OLD, piece(one, 0)), at);
                    assertEquals(there ? 2 : 1, one.log(0).lsn(), at);
                    Optional<CompletionRing> answer = one.completion(0, 2);
                    assertEquals(there, answer.isPresent(), at + ": the host must learn what became of it");
                    assertTrue(one.prove(), at);
                    if (!there) {
                        one.ring(0);
                        assertTrue(one.completion(0, 2).isPresent(), at + ": still in the ring");
                    }
                    assertTrue(pair.runUntil(() -> same(pair, 0, 1) && there(pair.two(), 1), SOON_NS), at);
                    assertEquals(1, one.record(0).epoch(), at);
                });
        assertTrue(cuts > 15, cuts + " stores");
    }

    @Test
    void aFollowerThatIsCutAtEveryStoreOfAnAppendTakesItInTheEnd() {
        Consumer<Pair> deed = pair -> {
            pair.one().submit(0, 8, NEW);
            pair.run(1_000_000);
        };
        int cuts = atEveryStore(CrashTest::withOldBytes, Pair::two, deed, (pair, at) -> {
            Node two = pair.two();
            two.boot();
            assertEquals(BootState.RUNNING, two.bootState(), at);
            byte[] found = piece(two, 1);
            assertTrue(Arrays.equals(OLD, found) || Arrays.equals(NEW, found), at + ": torn");
            assertEquals(Role.BACKUP_SYNC, two.role(1), at);
            assertTrue(pair.runUntil(() -> same(pair, 0, 1) && there(two, 1), SOON_NS), at);
            pair.run(20_000_000);
            assertEquals(0, pair.one().log(0).dirty(0).count(), at);
        });
        assertTrue(cuts > 15, cuts + " stores");
    }

    @Test
    void aClaimThatIsCutAtEveryStoreIsFinishedAfterTheBoot() {
        Consumer<Pair> deed = pair -> {
            pair.one().submit(0, 8, NEW);
            pair.one().tellShutdown();
            pair.run(5_000_000);
        };
        int cuts = atEveryStore(CrashTest::withOldBytes, Pair::two, deed, (pair, at) -> {
            pair.two().boot();
            assertFalse(pair.two().windowOpen(1), at);
            handedOver(pair, at);
        });
        assertTrue(cuts > 100, cuts + " stores");
    }

    @Test
    void aFenceThatIsCutAtEveryStoreEndsWithOneOwner() {
        Consumer<Pair> deed = pair -> {
            pair.one().submit(0, 8, NEW);
            pair.one().tellShutdown();
            pair.run(50_000_000);
        };
        int cuts = atEveryStore(CrashTest::withOldBytes, Pair::one, deed, (pair, at) -> {
            boolean acknowledged = pair.one().completion(0, 2).isPresent();
            pair.one().boot();
            assertTrue(pair.one().gateShut(), at);
            assertTrue(pair.runUntil(() -> pair.two().role(1) == Role.ACTIVE, SOON_NS), at + ": nobody took over");
            assertTrue(there(pair.two(), 1) || !acknowledged, at + ": acknowledged and lost");
            assertTrue(pair.runUntil(() -> pair.one().role(0) == Role.BACKUP_SYNC, SOON_NS), at);
            oneOwner(pair, at);
            assertFalse(pair.one().prove() && pair.one().windowOpen(0), at + ": two open gates");
        });
        assertTrue(cuts > 100, cuts + " stores");
    }

    @Test
    void aBootThatIsCutAtEveryStoreComesToTheSameImage() {
        int[] doubleCuts = {0};
        atEveryStore(CrashTest::withOldBytes, Pair::one, pair -> pair.one().submit(0, 8, NEW), (pair, at) -> {
            byte[] memory = pair.one().nvram().bytes().clone();
            pair.one().boot();
            byte[] image = pair.one().image(0);
            long lsn = pair.one().log(0).lsn();
            for (int cut = 0; cut < BOUND; cut++) {
                Node node = new Node(Configs.pair(1));
                System.arraycopy(memory, 0, node.nvram().bytes(), 0, memory.length);
                node.nvram().cutAfter(cut);
                node.bootAsItIs();
                if (!node.wasCut()) {
                    break;
                }
                doubleCuts[0]++;
                node.boot();
                assertEquals(BootState.RUNNING, node.bootState(), at + " and " + cut);
                assertArrayEquals(image, node.image(0), at + " and " + cut);
                assertEquals(lsn, node.log(0).lsn(), at + " and " + cut);
            }
        });
        assertTrue(doubleCuts[0] > 1_000, doubleCuts[0] + " double cuts");
    }

    @Test
    void aFollowerThatIsCutAtEveryStoreOfAResyncIsFilledInTheEnd() {
        resyncCutAtEveryStore(20);
    }

    /** The log goes on from a record in the very place of the one that the follower's APPLIED names. */
    @Test
    void aFollowerWhoseLastRecordGivesWayToTheNewOneIsFilledInTheEnd() {
        resyncCutAtEveryStore(24);
    }

    private static void resyncCutAtEveryStore(int writes) {
        Pair behind = new Pair().up();
        behind.cutWire(true);
        behind.run(100_000_000);
        for (int i = 0; i < writes; i++) {
            behind.one().submit(0, 8L * i, OLD);
        }
        assertEquals(writes, behind.one().log(0).lsn());
        Consumer<Pair> deed = pair -> pair.run(20_000_000);
        int cuts = atEveryStore(() -> halfUp(behind), Pair::two, deed, (pair, at) -> {
            Node two = pair.two();
            two.boot();
            assertEquals(BootState.RUNNING, two.bootState(), at);
            assertEquals(Role.ACTIVE, two.role(0), at + ": its own personality");
            assertTrue(pair.runUntil(() -> two.role(1) == Role.BACKUP_SYNC && same(pair, 0, 1), SOON_NS), at);
        });
        assertTrue(cuts > 500, cuts + " stores");
    }

    private interface Judge {
        void judge(Pair pair, String at);
    }

    private static int atEveryStore(
            Supplier<Pair> stage, Function<Pair, Node> victim, Consumer<Pair> deed, Judge judge) {
        for (int cut = 0; cut < BOUND; cut++) {
            Pair pair = stage.get();
            victim.apply(pair).nvram().cutAfter(cut);
            deed.accept(pair);
            if (!victim.apply(pair).wasCut()) {
                return cut;
            }
            judge.judge(pair, "cut before store " + cut);
        }
        throw new AssertionError("more than " + BOUND + " stores");
    }

    private static Pair withOldBytes() {
        Pair pair = new Pair().up();
        pair.one().submit(0, 8, OLD);
        pair.run(2_000_000);
        assertTrue(same(pair, 0, 1));
        return pair;
    }

    private static Pair halfUp(Pair start) {
        Pair pair = start.copyOfMemory();
        pair.one().boot();
        pair.two().boot();
        return pair;
    }

    private static void handedOver(Pair pair, String at) {
        assertEquals(BootState.RUNNING, pair.two().bootState(), at);
        assertTrue(pair.runUntil(() -> pair.two().role(1) == Role.ACTIVE, SOON_NS), at + ": nobody took over");
        assertTrue(there(pair.two(), 1), at + ": acknowledged and lost");
        assertTrue(pair.runUntil(() -> pair.one().role(0) == Role.BACKUP_SYNC, SOON_NS), at);
        oneOwner(pair, at);
        assertTrue(pair.two().prove(), at);
        assertTrue(pair.two().windowOpen(1), at);
    }

    private static void oneOwner(Pair pair, String at) {
        assertEquals(2, pair.two().record(1).epoch(), at);
        assertEquals(2, pair.one().record(0).epoch(), at);
        assertFalse(OWNING.contains(pair.one().role(0)), at);
        assertEquals(2, pair.two().record(1).historyEpoch(pair.two().record(1).historySize() - 1), at);
        assertTrue(same(pair, 0, 1), at);
        assertEquals(Role.ACTIVE, pair.two().role(0), at + ": its own personality");
    }

    private static byte[] piece(Node node, int slot) {
        return Arrays.copyOfRange(node.image(slot), 8, 8 + OLD.length);
    }

    private static boolean there(Node node, int slot) {
        return Arrays.equals(NEW, piece(node, slot));
    }

    private static boolean same(Pair pair, int slotOfOne, int slotOfTwo) {
        return Arrays.equals(pair.one().image(slotOfOne), pair.two().image(slotOfTwo));
    }
}
