package dev.holdover.firmware;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.firmware.hal.Notice;
import dev.holdover.firmware.testing.Dice;
import dev.holdover.firmware.testing.Node;
import dev.holdover.firmware.testing.Pair;
import dev.holdover.firmware.wire.MessageType;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Role;
import dev.holdover.model.layout.CompletionRing.Status;
import dev.holdover.model.layout.NvramLayout;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** Two cards joined by a wire. */
class PairTest {
    private static final long SOON_NS = 300_000_000;

    private final Pair pair = new Pair().up();
    private final Node one = pair.one();
    private final Node two = pair.two();
    private final Dice dice = new Dice(9);

    @Test
    void aWriteIsAcknowledgedAtOnceAndReachesThePeer() {
        byte[] bytes = dice.bytes(512);
        long index = one.submit(Pair.MINE, 1024, bytes);
        assertEquals(Status.OK, one.completion(Pair.MINE, index).orElseThrow().status());
        assertArrayEquals(new byte[one.image(0).length], two.image(Pair.THEIRS));
        assertTrue(pair.runUntil(this::same, SOON_NS));
        assertEquals(one.log(Pair.MINE).hash(), two.log(Pair.THEIRS).hash());
        pair.run(1_000_000);
        assertEquals(0, one.log(Pair.MINE).dirty(0).count());
    }

    @Test
    void aBlockStaysDirtyUntilThePeerHasIt() {
        pair.lose(frame -> frame.length > 200);
        one.submit(Pair.MINE, 0, dice.bytes(512));
        pair.run(40_000_000);
        assertEquals(1, one.log(Pair.MINE).dirty(0).count());
        pair.lose(frame -> false);
        assertTrue(pair.runUntil(() -> one.log(Pair.MINE).dirty(0).count() == 0, SOON_NS));
        assertTrue(same());
    }

    @Test
    void aWriteOfAnotherEpochOutOfBoundsOrDamagedIsRefusedAndStoresNothing() {
        byte[] before = one.image(Pair.MINE);
        long stale = one.place(Pair.MINE, 0, dice.bytes(8), 0);
        long outside = one.place(Pair.MINE, one.layout().userBytes(), dice.bytes(8), 1);
        long across = one.place(Pair.MINE, NvramLayout.BLOCK - 8, dice.bytes(16), 1);
        long damaged = one.place(Pair.MINE, 0, dice.bytes(64), 1);
        int payloadSlot = (int) damaged & one.layout().logSlots() - 1;
        one.nvram().bytes()[(int) one.log(Pair.MINE).payloadAt(payloadSlot) + 9] ^= 4;
        one.ring(Pair.MINE);
        assertEquals(
                Status.FENCED, one.completion(Pair.MINE, stale).orElseThrow().status());
        assertEquals(
                Status.OUT_OF_BOUNDS,
                one.completion(Pair.MINE, outside).orElseThrow().status());
        assertEquals(
                Status.OUT_OF_BOUNDS,
                one.completion(Pair.MINE, across).orElseThrow().status());
        assertEquals(
                Status.CORRUPT, one.completion(Pair.MINE, damaged).orElseThrow().status());
        assertArrayEquals(before, one.image(Pair.MINE));
        assertEquals(0, one.log(Pair.MINE).lsn());
    }

    @Test
    void withoutEnergyNothingIsAcknowledged() {
        one.hal().set(Register.CHARGE_MJ, 10);
        long index = one.submit(Pair.MINE, 0, dice.bytes(8));
        assertEquals(
                Status.NO_ENERGY, one.completion(Pair.MINE, index).orElseThrow().status());
        assertEquals(0, one.log(Pair.MINE).lsn());
    }

    /** A refused write takes no record; the place that it had in the ring must come back all the same. */
    @Test
    void refusedWritesGiveTheirPlacesInTheRingBack() {
        one.hal().set(Register.CHARGE_MJ, 10);
        long index = 0;
        for (int i = 0; i < 3 * one.layout().logSlots(); i++) {
            index = one.submit(Pair.MINE, 0, dice.bytes(8));
        }
        assertEquals(
                index + one.layout().logSlots(),
                one.completion(Pair.MINE, index).orElseThrow().credit());
    }

    @Test
    void aPeerThatWasAwayCatchesUpFromTheLog() {
        pair.cutWire(true);
        for (int i = 0; i < 5; i++) {
            one.submit(Pair.MINE, 512L * i, dice.bytes(512));
        }
        pair.run(100_000_000);
        assertEquals(1, one.hal().count(Notice.PEER_LOST));
        pair.cutWire(false);
        assertTrue(pair.runUntil(this::same, SOON_NS));
        assertEquals(0, one.hal().count(Notice.RESYNC_STARTED), "the log reached back");
    }

    /** Nothing else may be under way that would be answered: the end of a filling is told until it is. */
    @Test
    void aPeerWhoseAnswerToTheEndOfAFillingIsLostIsInSyncAllTheSame() {
        pair.cutWire(true);
        pair.run(100_000_000);
        for (int i = 0; i < 3 * one.layout().logSlots(); i++) {
            one.submit(Pair.MINE, 8L * i, dice.bytes(64));
        }
        int[] lost = new int[1];
        pair.lose(frame -> frame[5] == MessageType.ACK.ordinal()
                && frame[24] == 1
                && one.hal().count(Notice.RESYNC_DONE) > 0
                && lost[0]++ == 0);
        pair.cutWire(false);
        long before = one.hal().count(Notice.PEER_IN_SYNC);
        assertTrue(pair.runUntil(() -> one.hal().count(Notice.PEER_IN_SYNC) > before, SOON_NS));
        assertTrue(lost[0] > 0);
        assertEquals(1, one.hal().count(Notice.RESYNC_STARTED), "it was not filled again");
    }

    @Test
    void aPeerThatMissedMoreThanTheLogIsFilledBlockByBlock() {
        pair.cutWire(true);
        pair.run(100_000_000);
        for (int i = 0; i < 3 * one.layout().logSlots(); i++) {
            one.submit(Pair.MINE, 4096L * (i % 2) + 8L * i, dice.bytes(64));
        }
        int dirty = one.log(Pair.MINE).dirty(0).count();
        assertEquals(2, dirty);
        pair.cutWire(false);
        assertTrue(pair.runUntil(this::same, SOON_NS));
        pair.run(20_000_000);
        assertTrue(one.hal().count(Notice.RESYNC_STARTED) > 0);
        assertEquals(
                (long) dirty * NvramLayout.BLOCK,
                one.hal().last(Notice.RESYNC_DONE).a(),
                "sent more than differs");
        assertEquals(Role.BACKUP_SYNC, two.role(Pair.THEIRS));
        assertEquals(0, one.log(Pair.MINE).dirty(0).count());
        assertEquals(one.log(Pair.MINE).hash(), two.log(Pair.THEIRS).hash());
    }

    /** The NVRAM counted the card's lives and is gone: a life that began at one again would be refused as a replay. */
    @Test
    void aCardThatLostItsNvramIsTakenBackAndFilled() {
        for (int life = 0; life < 3; life++) {
            two.stop();
            two.boot();
            pair.run(20_000_000);
        }
        one.submit(Pair.MINE, 512, dice.bytes(512));
        two.stop();
        Arrays.fill(two.nvram().bytes(), (byte) 0x5A);
        two.boot();
        assertEquals(1, two.hal().count(Notice.NVRAM_BLANK));
        assertTrue(pair.runUntil(() -> two.role(Pair.THEIRS) == Role.BACKUP_SYNC, SOON_NS), "it was not taken back");
        assertTrue(same());
        assertEquals(one.record(Pair.MINE).epoch(), two.record(Pair.THEIRS).epoch());
    }

    @Test
    void theHostWaitsWhileALivePeerStillNeedsTheLog() {
        pair.lose(frame -> frame.length > 200);
        int writes = 0;
        while (one.credit(Pair.MINE) > writes && writes < 100) {
            one.submit(Pair.MINE, 0, dice.bytes(256));
            writes++;
        }
        assertTrue(writes <= one.layout().logSlots(), writes + " writes");
        pair.lose(frame -> false);
        int before = writes;
        assertTrue(pair.runUntil(() -> one.credit(Pair.MINE) > before, SOON_NS));
        assertTrue(pair.runUntil(this::same, SOON_NS));
    }

    @Test
    void aSilentHostIsFencedDrainedAndHandedOver() {
        byte[] bytes = dice.bytes(1024);
        one.submit(Pair.MINE, 0, bytes);
        one.hostBeats(false);
        assertTrue(pair.runUntil(() -> two.role(Pair.THEIRS) == Role.ACTIVE, SOON_NS));
        assertTrue(one.gateShut());
        assertTrue(same());
        assertEquals(2, two.record(Pair.THEIRS).epoch());
        assertTrue(pair.runUntil(() -> one.role(Pair.MINE) != Role.DRAINED, SOON_NS));
        assertEquals(2, one.record(Pair.MINE).epoch());
        assertFalse(one.windowOpen(Pair.MINE));
        assertFalse(one.prove() && one.windowOpen(Pair.MINE), "the old owner got its window back");
        assertTrue(pair.runUntil(() -> one.role(Pair.MINE) == Role.BACKUP_SYNC, SOON_NS));
    }

    @Test
    void theNewOwnersWritesFlowBack() {
        one.tellShutdown();
        assertTrue(pair.runUntil(() -> two.role(Pair.THEIRS) == Role.ACTIVE, SOON_NS));
        assertTrue(two.prove());
        assertTrue(two.windowOpen(Pair.THEIRS));
        long index = two.submit(Pair.THEIRS, 2048, dice.bytes(512));
        assertEquals(Status.OK, two.completion(Pair.THEIRS, index).orElseThrow().status());
        assertTrue(pair.runUntil(this::same, SOON_NS));
        pair.run(50_000_000);
        assertEquals(Role.BACKUP_SYNC, one.role(Pair.MINE));
        assertEquals(0, two.log(Pair.THEIRS).dirty(0).count());
    }

    @Test
    void nothingIsHandedOverWhileTheLogIsIncomplete() {
        pair.lose(frame -> frame.length > 900);
        one.submit(Pair.MINE, 0, dice.bytes(1024));
        one.tellShutdown();
        pair.run(SOON_NS);
        assertEquals(Role.DRAINING, one.role(Pair.MINE));
        assertEquals(Role.BACKUP_SYNC, two.role(Pair.THEIRS));
        assertTrue(two.record(Pair.THEIRS).certified());
        pair.lose(frame -> false);
        assertTrue(pair.runUntil(() -> two.role(Pair.THEIRS) == Role.ACTIVE, SOON_NS));
        assertTrue(same());
    }

    @Test
    void aCutWireAloneShutsNoGate() {
        pair.cutWire(true);
        pair.run(2 * SOON_NS);
        assertTrue(one.windowOpen(Pair.MINE));
        assertEquals(Role.ACTIVE, one.role(Pair.MINE));
        assertEquals(Role.BACKUP_SYNC, two.role(Pair.THEIRS));
    }

    @Test
    void aReturningHostTakesItsPersonalityBackOnlyWhileNoCertificateIsOut() {
        Pair held = new Pair(one.layout(), false).up();
        held.one().tellShutdown();
        held.run(SOON_NS);
        assertEquals(Role.DRAINED, held.one().role(Pair.MINE));
        assertEquals(Role.BACKUP_SYNC, held.two().role(Pair.THEIRS));
        assertTrue(held.one().prove());
        assertEquals(Role.ACTIVE, held.one().role(Pair.MINE));
        assertTrue(held.one().windowOpen(Pair.MINE));

        pair.cutWire(true);
        one.tellShutdown();
        assertTrue(one.record(Pair.MINE).certified());
        one.prove();
        assertFalse(one.windowOpen(Pair.MINE), "certified, and opened again");
    }

    @Test
    void partOrAllOfTheImageIsServedOnRequest() {
        one.submit(Pair.MINE, 4096, dice.bytes(4096));
        one.submit(Pair.MINE, 8192, dice.bytes(4096));
        two.step(() -> two.firmware().operator().fetch(Pair.THEIRS, 1, 0, 0));
        assertTrue(pair.runUntil(() -> two.hal().count(Notice.FETCHED) == 1, SOON_NS));
        fetched(0, (int) one.layout().userBytes());
        two.step(() -> two.firmware().operator().fetch(Pair.THEIRS, 1, 4096 + 512, 4096));
        assertTrue(pair.runUntil(() -> two.hal().count(Notice.FETCHED) == 2, SOON_NS));
        fetched(4096 + 512, 4096);
    }

    @Test
    void aFetchGoesOnWhereTheWireLostAPiece() {
        one.submit(Pair.MINE, 4096, dice.bytes(4096));
        pair.run(1_000_000);
        int[] seen = {0};
        pair.lose(frame -> frame.length > 4096 && seen[0]++ % 3 == 0);
        two.step(() -> two.firmware().operator().fetch(Pair.THEIRS, 1, 0, 0));
        assertTrue(pair.runUntil(() -> two.hal().count(Notice.FETCHED) == 1, SOON_NS));
        fetched(0, (int) one.layout().userBytes());
        assertTrue(seen[0] > one.layout().blocks());
    }

    @Test
    void noiseOnTheWireChangesNothing() {
        one.submit(Pair.MINE, 0, dice.bytes(64));
        pair.run(20_000_000);
        long before = two.firmware().stateHash();
        long stores = two.nvram().stores();
        for (int i = 0; i < 5_000; i++) {
            two.frame(dice.bytes(dice.below(200)));
        }
        assertEquals(before, two.firmware().stateHash(), dice::toString);
        assertEquals(stores, two.nvram().stores());
        assertEquals(5_000, two.hal().count(Notice.FRAME_REFUSED));
    }

    @Test
    void aVouchedForHostIsLetBack() {
        Pair held = new Pair(one.layout(), false).up();
        held.one().tellShutdown();
        held.run(50_000_000);
        assertTrue(held.one().gateShut());
        held.two().step(() -> held.two().firmware().operator().vouch(Pair.THEIRS, 1));
        assertTrue(held.runUntil(() -> held.one().windowOpen(Pair.MINE), 10_000_000));
        assertEquals(0b1, Field.GATE_WINDOWS.get(held.one().hal().get(Register.GATE_CTRL, 0)));
    }

    private void fetched(int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(one.image(Pair.MINE), from, length);
        assertEquals(length, two.hal().last(Notice.FETCHED).a());
        assertEquals(crc.getValue(), two.hal().last(Notice.FETCHED).b());
    }

    private boolean same() {
        return Arrays.equals(one.image(Pair.MINE), two.image(Pair.THEIRS));
    }
}
