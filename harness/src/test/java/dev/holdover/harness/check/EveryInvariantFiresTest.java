package dev.holdover.harness.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.driver.core.Outcome;
import dev.holdover.firmware.hal.Notice;
import dev.holdover.harness.story.Journal;
import dev.holdover.harness.workload.SectorPattern;
import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.Host;
import dev.holdover.harness.world.TestPair;
import dev.holdover.harness.world.Witnesses;
import dev.holdover.harness.world.World;
import dev.holdover.model.card.ProcessorState;
import dev.holdover.model.contract.EnergyLevel;
import dev.holdover.model.contract.Role;
import dev.holdover.model.contract.Side;
import dev.holdover.model.contract.SipHash;
import dev.holdover.model.layout.Certificate;
import dev.holdover.model.layout.NvramAccess;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.Superblock;
import dev.holdover.model.layout.Words;
import dev.holdover.model.layout.WriteLog;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** Each invariant is broken by hand in a healthy pair, and says so under its own number. */
class EveryInvariantFiresTest {
    private static final int SECTOR = SectorPattern.BYTES;
    private static final long DAY_NS = 86_400_000_000_000L;

    private final World world = new World(1, () -> {});
    private final Witnesses witnesses = new Witnesses();
    private final TestPair pair = new TestPair(world, witnesses, true, (who, nowNs) -> {});
    private final Violations violations = new Violations(world, new Journal());
    private final Checks checks = new Checks(world, pair.cluster().cards(), List.of(), false, witnesses, violations);
    private final CardNode one = pair.powerOn().one();
    private final CardNode two = pair.two();
    private final Host alpha = pair.cluster().host("alpha");

    @Test
    void aHealthyPairBreaksNothing() {
        world.runUntil(300_000_000);
        checks.sometimes();
        checks.finish(0);
        assertTrue(violations.none(), () -> violations.all().toString());
    }

    @Test
    void twoOpenGates() {
        witnesses.gates(two, false, false, 0b11);
        broken(1);
    }

    @Test
    void twoOpenersOfOneEpoch() {
        witnesses.gates(one, true, false, 0);
        witnesses.gates(two, false, false, 0b11);
        broken(2);
    }

    @Test
    void anEpochThatFalls() {
        Superblock superblock = superblock(one);
        superblock.slot(0).epoch(5);
        superblock.persist();
        assertTrue(violations.none());
        superblock.slot(0).epoch(4);
        superblock.persist();
        broken(2);
    }

    @Test
    void anAcceptedWriteOfAnOlderEpoch() {
        Superblock superblock = superblock(one);
        superblock.slot(0).epoch(5);
        superblock.persist();
        long header = one.layout().slot(0) + one.layout().headers() + WriteLog.HEADER_BYTES;
        store(one, header + 24, 8);
        store(one, header + 32, 4);
        assertTrue(violations.none());
        store(one, header, 1);
        broken(3);
    }

    @Test
    void anAcknowledgedWriteThatAReaderMisses() {
        acknowledged(7);
        witnesses.read(alpha, 1, 0, new byte[SECTOR], SECTOR);
        broken(4);
    }

    @Test
    void anOlderWriteThanTheAcknowledgedOne() {
        acknowledged(6);
        acknowledged(7);
        witnesses.read(alpha, 1, 0, sector(6), SECTOR);
        broken(4);
    }

    @Test
    void aTornSector() {
        acknowledged(7);
        byte[] torn = sector(7);
        torn[SECTOR - 1] ^= 1;
        witnesses.read(alpha, 1, 0, torn, SECTOR);
        broken(4);
    }

    @Test
    void aWriteThatNobodySent() {
        witnesses.read(alpha, 1, 0, sector(9), SECTOR);
        broken(4);
    }

    @Test
    void anAcknowledgedWriteThatIsGoneInTheEnd() {
        acknowledged(7);
        checks.finish(0);
        broken(4);
    }

    @Test
    void anNvramLostWithoutADeclaredFault() {
        one.hardware().mainRail(false);
        one.hardware().batteries(source -> {
            source.present(0, false, world.nowNs());
            source.present(1, false, world.nowNs());
        });
        broken(4);
    }

    @Test
    void anNvramLostBeforeTheBatteryCanBeEmpty() {
        acknowledged(7);
        checks.permitted().mainsCut(one);
        witnesses.nvramLost(one);
        broken(4);
    }

    @Test
    void anNvramLostAfterTheMainsWereBack() {
        acknowledged(7);
        checks.permitted().mainsCut(one);
        checks.permitted().mainsBack(one);
        world.runUntil(DAY_NS / 100);
        witnesses.nvramLost(one);
        broken(4);
    }

    @Test
    void anNvramLostInADeclaredOutageReleasesWhatWasPromised() {
        acknowledged(7);
        checks.permitted().mainsCut(one);
        world.runUntil(DAY_NS / 10);
        witnesses.nvramLost(one);
        witnesses.read(alpha, 1, 0, new byte[SECTOR], SECTOR);
        checks.finish(0);
        assertTrue(violations.none(), () -> violations.all().toString());
    }

    @Test
    void aWriteThatIsThereOrThatMayBeIsNoViolation() {
        acknowledged(7);
        witnesses.issued(1, 8, 0, SECTOR);
        witnesses.read(alpha, 1, 0, sector(7), SECTOR);
        witnesses.read(alpha, 1, 0, sector(8), SECTOR);
        assertTrue(violations.none(), () -> violations.all().toString());
    }

    @Test
    void poisonThatIsStoredAsItWasRead() {
        witnesses.poisonOverwritten(one, one.layout().slot(0), 5, 6);
        assertTrue(violations.none());
        witnesses.poisonOverwritten(one, one.layout().slot(0), 5, 5);
        broken(22);
    }

    @Test
    void aRefusalThatTheHostWasNotToldOf() {
        witnesses.ended(alpha, 1, 1, 0, SECTOR, Outcome.NO_ENERGY);
        broken(18);
    }

    @Test
    void aRefusalThatTheHostWasToldOfIsNoViolation() {
        witnesses.energyTold(alpha, one, EnergyLevel.SHORT);
        witnesses.ended(alpha, 1, 1, 0, SECTOR, Outcome.NO_ENERGY);
        assertTrue(violations.none(), () -> violations.all().toString());
    }

    @Test
    void aTakeOverWithAGapInTheLog() {
        certified();
        witnesses.notice(two, Notice.CLAIMED, 1, 2, 99);
        broken(6);
    }

    @Test
    void aTakeOverWithAnotherImage() {
        witnesses.issued(1, 7, 0, SECTOR);
        byte[] bytes = sector(7);
        long image = two.layout().slot(1) + two.layout().image();
        two.hardware().memory().put(image, bytes, 0, SECTOR);
        certified();
        assertTrue(violations.none(), () -> violations.all().toString());
        witnesses.notice(two, Notice.CLAIMED, 1, 2, 0);
        broken(6);
    }

    @Test
    void aClaimWithoutACertificate() {
        witnesses.notice(two, Notice.CLAIMED, 1, 2, 0);
        broken(7);
    }

    @Test
    void aCertificateWhileTheGateIsOpen() {
        witnesses.notice(one, Notice.CERTIFICATE_SENT, 0, 1, 0);
        broken(7);
    }

    @Test
    void aStoreOfTheHostThroughAShutGate() {
        long at = one.layout().slot(0) + one.layout().image();
        witnesses.stored(one, Side.HOST, at, 64);
        assertTrue(violations.none(), "the gate is open");
        witnesses.gates(one, true, false, 0);
        witnesses.stored(one, Side.HOST, at, 64);
        broken(9);
    }

    @Test
    void aStoreOfTheHostBesideItsWindow() {
        witnesses.stored(one, Side.HOST, one.layout().slot(1), 8);
        broken(9);
    }

    @Test
    void aStoreOfTheHostThatReachesOverTheEndOfItsWindow() {
        long end = one.layout().slot(0) + one.layout().windowBytes();
        witnesses.stored(one, Side.HOST, end - 8, 8);
        assertTrue(violations.none(), "its last word");
        witnesses.stored(one, Side.HOST, end - 8, 16);
        broken(9);
    }

    @Test
    void aStoreOfTheHostToTheSuperblock() {
        witnesses.stored(one, Side.HOST, 64, 8);
        broken(9);
    }

    @Test
    void aStoreOfTheFirmwareBehindTheHostsGate() {
        witnesses.gates(one, false, true, 0b1);
        store(one, one.layout().slot(0) + one.layout().image(), 0);
        broken(9);
    }

    @Test
    void aBootWithAnOpenGate() {
        one.hardware().crashProcessor();
        witnesses.gates(one, false, false, 0b1);
        witnesses.processor(one, ProcessorState.RUNNING);
        broken(10);
    }

    @Test
    void aReplayOfASupersededLog() {
        Superblock former = superblock(one);
        former.slot(0).certificate(Certificate.sign(1, 1, 0, 0, 0, 2, new SipHash(1, 2)));
        former.persist();
        one.hardware().crashProcessor();
        witnesses.gates(one, true, false, 0);
        Superblock superblock = superblock(two);
        superblock.slot(1).epoch(2);
        superblock.slot(1).role(Role.ACTIVE);
        superblock.persist();
        witnesses.processor(one, ProcessorState.RUNNING);
        assertTrue(violations.none(), () -> violations.all().toString());
        store(one, one.layout().slot(0) + one.layout().image(), 1);
        broken(10);
    }

    @Test
    void twoAnswerersForOneAddress() {
        Superblock superblock = superblock(two);
        superblock.slot(1).role(Role.ACTIVE);
        superblock.slot(1).epoch(2);
        superblock.persist();
        witnesses.gates(one, true, false, 0);
        witnesses.gates(two, false, false, 0b11);
        assertTrue(violations.none(), () -> violations.all().toString());
        witnesses.addresses(two, 0b11);
        broken(11);
    }

    @Test
    void anAddressThatIsClaimedByAFollower() {
        witnesses.addresses(one, 0);
        witnesses.addresses(two, 0b11);
        broken(11);
    }

    @Test
    void anAddressThatIsArmedBehindAShutGate() {
        witnesses.addresses(one, 0);
        witnesses.gates(one, true, false, 0);
        assertTrue(violations.none(), () -> violations.all().toString());
        witnesses.addresses(one, 0b01);
        broken(11);
    }

    @Test
    void aDirtyBitThatIsClearedThoughThePeerHasOtherBytes() {
        long map = one.layout().slot(0) + one.layout().dirtyMap();
        store(one, map, 0b10);
        store(one, one.layout().slot(0) + one.layout().image() + NvramLayout.BLOCK, 1);
        assertTrue(violations.none(), () -> violations.all().toString());
        store(one, map, 0);
        broken(13);
    }

    @Test
    void aBlockThatDiffersAndWasNeverMarked() {
        store(one, one.layout().slot(0) + one.layout().image(), 1);
        assertTrue(violations.none(), "looked at now and then only");
        checks.sometimes();
        broken(13);
    }

    /** The first record overwrites the payload of the second: cut in between, the second can't be found again. */
    @Test
    void aReplayThatCannotBeBegunAgain() {
        NvramAccess nvram = one.hardware().nvram();
        WriteLog log = new WriteLog(one.layout(), nvram, one.layout().slot(0));
        assertTrue(log.open());
        byte[] bytes = new byte[64];
        CRC32C crc = new CRC32C();
        for (int record = 1; record <= 2; record++) {
            Arrays.fill(bytes, (byte) record);
            crc.reset();
            crc.update(bytes, 0, bytes.length);
            nvram.put(log.payloadAt(record), bytes, 0, bytes.length);
            log.commit(0, bytes.length, (int) crc.getValue(), record, 1, 0);
        }
        byte[] header = new byte[WriteLog.HEADER_BYTES];
        long headerAt = one.layout().slot(0) + one.layout().headers() + WriteLog.HEADER_BYTES;
        nvram.get(headerAt, header, 0, header.length);
        Words.putLong(header, 16, log.payloadAt(2) - log.imageAt(0));
        crc.reset();
        crc.update(header, 0, 44);
        crc.update(header, 48, header.length - 48);
        Words.putInt(header, 44, (int) crc.getValue());
        nvram.put(headerAt, header, 0, header.length);
        assertTrue(violations.none(), () -> violations.all().toString());
        one.hardware().crashProcessor();
        witnesses.gates(one, true, false, 0);
        witnesses.processor(one, ProcessorState.RUNNING);
        broken(16);
    }

    @Test
    void aBadFrameThatStoresSomething() {
        witnesses.beforeBadFrame(one);
        store(one, one.layout().slot(1) + one.layout().payloads(), 1);
        witnesses.afterBadFrame(one);
        broken(25);
    }

    @Test
    void aBadFrameThatChangesWhatTheFirmwareKnows() {
        witnesses.beforeBadFrame(one);
        world.runUntil(world.nowNs() + 15_000_000);
        witnesses.afterBadFrame(one);
        broken(25);
    }

    @Test
    void aBadFrameThatChangesNothingIsNoViolation() {
        witnesses.beforeBadFrame(one);
        witnesses.afterBadFrame(one);
        assertTrue(violations.none());
    }

    @Test
    void aReadThatShowsLessThanAnEarlierOne() {
        witnesses.issued(1, 7, 0, SECTOR);
        witnesses.issued(1, 8, 0, SECTOR);
        witnesses.read(alpha, 1, 0, sector(8), SECTOR);
        assertTrue(violations.none());
        witnesses.read(alpha, 1, 0, sector(7), SECTOR);
        broken(5);
    }

    @Test
    void aLeaseThatIsTooLong() {
        witnesses.lease(one, 0, world.nowNs() + one.config().lease().ns() + 1);
        broken(8);
    }

    @Test
    void aCopyThatClaimsWhileItIsFilled() {
        Superblock superblock = superblock(two);
        superblock.slot(1).role(Role.CATCHUP);
        superblock.persist();
        witnesses.notice(two, Notice.CLAIMING, 1, 2, 0);
        broken(15);
    }

    @Test
    void aPreImageThatCannotBeBroughtBack() {
        Superblock superblock = superblock(two);
        superblock.slot(1).role(Role.CATCHUP);
        superblock.slot(1).keepPreImage(0, 0);
        superblock.persist();
        checks.sometimes();
        assertTrue(violations.none(), () -> violations.all().toString());
        store(two, two.layout().slot(1) + two.layout().image(), 7);
        checks.sometimes();
        broken(15);
    }

    @Test
    void aResyncThatGoesBack() {
        byte[] newer = sector(7);
        for (CardNode card : new CardNode[] {one, two}) {
            int slot = card == one ? 0 : 1;
            card.hardware()
                    .memory()
                    .put(card.layout().slot(slot) + card.layout().image(), newer, 0, SECTOR);
        }
        Superblock superblock = superblock(two);
        superblock.slot(1).role(Role.CATCHUP);
        superblock.slot(1).keepPreImage(0, 0);
        superblock.persist();
        two.hardware().memory().put(two.layout().slot(1) + two.layout().image(), sector(6), 0, SECTOR);
        assertTrue(violations.none(), () -> violations.all().toString());
        superblock.slot(1).role(Role.BACKUP_SYNC);
        superblock.slot(1).dropPreImage();
        superblock.persist();
        broken(14);
    }

    @Test
    void aSecondVote() {
        Superblock superblock = superblock(two);
        superblock.slot(1).vote(5, 1);
        superblock.persist();
        assertTrue(violations.none());
        superblock.slot(1).vote(5, 2);
        superblock.persist();
        broken(19);
    }

    @Test
    void aReturnWithoutHold() {
        witnesses.notice(two, Notice.RETURNING, 1, 1, 0);
        broken(20);
    }

    @Test
    void aPersonalityThatNobodyServes() {
        witnesses.lost(alpha, one, 0, 1, 1);
        checks.finish(LivenessCheck.WITHIN_NS - 1);
        assertTrue(violations.none(), () -> violations.all().toString());
        checks.finish(LivenessCheck.WITHIN_NS);
        broken(23);
    }

    @Test
    void aResyncThatSendsMoreThanDiffers() {
        witnesses.notice(one, Notice.RESYNC_COMPARED, 0, 4, 2);
        witnesses.notice(one, Notice.RESYNC_DONE, 0, NvramLayout.BLOCK, 2);
        broken(27);
    }

    private void broken(int number) {
        assertEquals(1, violations.all().size(), "violations");
        assertEquals(
                number, violations.all().get(0).number(), () -> violations.all().toString());
        assertTrue(world.stopped());
    }

    private void certified() {
        witnesses.gates(one, true, false, 0);
        witnesses.notice(one, Notice.CERTIFICATE_SENT, 0, 1, 0);
    }

    private void acknowledged(long writeId) {
        witnesses.issued(1, writeId, 0, SECTOR);
        witnesses.ended(alpha, 1, writeId, 0, SECTOR, Outcome.DURABLE);
    }

    private static byte[] sector(long writeId) {
        byte[] bytes = new byte[SECTOR];
        SectorPattern.fill(bytes, 0, 1, 0, writeId);
        return bytes;
    }

    private static void store(CardNode card, long offset, long value) {
        card.hardware().memory().putLong(offset, value);
    }

    /** A second pair of hands on a card's superblock. */
    private static Superblock superblock(CardNode card) {
        Superblock superblock = Superblock.create(
                card.hardware().nvram(),
                card.layout(),
                card.config().cluster(),
                card.config().card());
        assertTrue(superblock.load());
        return superblock;
    }
}
