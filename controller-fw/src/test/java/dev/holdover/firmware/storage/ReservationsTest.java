package dev.holdover.firmware.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.FirmwareConfig.StorageConfig;
import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.hal.Notice;
import dev.holdover.firmware.health.PeerHealth;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.firmware.testing.Configs;
import dev.holdover.firmware.testing.FakeHal;
import dev.holdover.firmware.testing.FakeNvram;
import dev.holdover.firmware.wire.Frame;
import dev.holdover.firmware.wire.MessageType;
import dev.holdover.firmware.wire.Messenger;
import dev.holdover.firmware.wire.StorageChannel;
import dev.holdover.model.contract.Role;
import dev.holdover.model.contract.SipHash;
import dev.holdover.model.layout.Certificate;
import dev.holdover.model.layout.Superblock;
import dev.holdover.model.layout.Superblock.EpochStart;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Card 2, which holds a copy of personality 1 in its slot 1, and the array's end of the talk. */
class ReservationsTest {
    private static final long GIVE_UP_NS = 300_000_000;
    private static final long EPOCH = 7;

    private final FirmwareConfig config = attached(Configs.pair(2));
    private final FakeNvram nvram = new FakeNvram(config.layout().totalBytes());
    private final FakeHal hal = new FakeHal(nvram);
    private final Superblock superblock = Superblock.create(nvram, config.layout(), config.cluster(), 2);
    private final List<Personality> personalities = List.of(personality(0), personality(1));
    private final Personality guest = personalities.get(1);
    private final PeerHealth peers = new PeerHealth(hal, config, new Messenger(hal, config));
    private final List<Integer> mayGoOn = new ArrayList<>();
    private final List<Certificate> certificates = new ArrayList<>();
    private final Reservations reservations =
            new Reservations(hal, config, peers, personalities, new Reservations.Listener() {
                @Override
                public void mayGoOn(Personality personality) {
                    mayGoOn.add(personality.config().personality());
                }

                @Override
                public void certificate(Personality personality, Certificate certificate) {
                    certificates.add(certificate);
                }
            });

    private final StorageChannel array = new StorageChannel(Configs.CLUSTER, StorageChannel.ARRAY, Configs.CLUSTER_KEY);

    private static FirmwareConfig attached(FirmwareConfig bare) {
        return new FirmwareConfig(
                bare.cluster(),
                bare.card(),
                bare.layout(),
                bare.slots(),
                bare.clusterKey(),
                bare.unlockKey(),
                bare.heartbeatNs(),
                bare.missedLimit(),
                bare.watchdogNs(),
                bare.handsOver(),
                bare.loadMw(),
                bare.linkBitsPerSecond(),
                bare.lease(),
                bare.failBack(),
                new StorageConfig(true, GIVE_UP_NS),
                bare.volumes(),
                bare.armsAtBoot(),
                bare.storeSlot());
    }

    private Personality personality(int slot) {
        Personality personality =
                new Personality(hal, config.layout(), 2, slot, config.slots().get(slot), superblock);
        personality.resume(Role.STALE);
        return personality;
    }

    private void guestIs(Role role, long epoch) {
        guest.record().epoch(epoch);
        guest.resume(role);
    }

    /** The only request that was sent to the array since this was asked before. */
    private Frame request() {
        List<FakeHal.Sent> sent = hal.takeSent();
        assertEquals(1, sent.size());
        assertEquals(Hal.STORAGE_PORT, sent.get(0).port());
        byte[] frame = sent.get(0).frame();
        assertTrue(array.admit(frame, 0, frame.length));
        return array.incoming();
    }

    private void answer(MessageType type, long epoch, long request) {
        give(array.begin(type, 2, 1, epoch).word(request));
    }

    private void answer(Certificate certificate, long epoch) {
        Frame frame = array.begin(MessageType.MAILBOX, 2, 1, epoch).word(array.request());
        certificate.encode(frame.bytes(), frame.room(Certificate.BYTES));
        give(frame);
    }

    private void give(Frame answer) {
        Frame sealed = array.seal(1);
        assertEquals(answer, sealed);
        reservations.frame(sealed.bytes(), 0, sealed.length());
    }

    @Test
    void withoutAnArrayNothingWaits() {
        Reservations none = new Reservations(hal, Configs.pair(2), peers, personalities, new Reservations.Listener() {
            @Override
            public void mayGoOn(Personality personality) {}

            @Override
            public void certificate(Personality personality, Certificate certificate) {}
        });
        guestIs(Role.CLAIMING, EPOCH);
        assertTrue(none.reserve(guest));
        none.tick();
        assertEquals(List.of(), hal.takeSent());
    }

    @Test
    void aTakeOverWaitsForTheArraysAnswer() {
        guestIs(Role.CLAIMING, EPOCH);
        assertFalse(reservations.reserve(guest));
        Frame request = request();
        assertEquals(MessageType.RESERVE, request.type());
        assertEquals(EPOCH, request.epoch());
        assertEquals(1, request.personality());
        answer(MessageType.RESERVED, EPOCH, array.request());
        assertEquals(List.of(1), mayGoOn);
        assertEquals(new FakeHal.Note(Notice.VOLUME_RESERVED, 1, EPOCH, 1), hal.last(Notice.VOLUME_RESERVED));
        reservations.tick();
        assertEquals(List.of(), hal.takeSent(), "it has been answered");
    }

    @Test
    void whatWasNotAnsweredIsAskedAgainUntilItIsGivenUpAndEvenThen() {
        guestIs(Role.CLAIMING, EPOCH);
        assertFalse(reservations.reserve(guest));
        request();
        hal.now(hal.nowNs() + GIVE_UP_NS - 1);
        reservations.tick();
        request();
        assertEquals(List.of(), mayGoOn);
        hal.now(hal.nowNs() + 1);
        reservations.tick();
        request();
        assertEquals(List.of(1), mayGoOn);
        assertEquals(1, hal.count(Notice.VOLUME_GIVEN_UP));
        guestIs(Role.ACTIVE, EPOCH);
        reservations.tick();
        request();
        answer(MessageType.RESERVED, EPOCH, array.request());
        assertEquals(1, hal.count(Notice.VOLUME_RESERVED));
        assertEquals(List.of(1), mayGoOn, "it has gone on already");
    }

    @Test
    void aVolumeThatIsKeptForALaterEpochIsNotOurs() {
        guestIs(Role.CLAIMING, EPOCH);
        reservations.reserve(guest);
        request();
        answer(MessageType.RESERVED, EPOCH + 1, array.request());
        assertEquals(
                new FakeHal.Note(Notice.RESERVATION_CONFLICT, 1, EPOCH + 1, 1), hal.last(Notice.RESERVATION_CONFLICT));
        hal.now(hal.nowNs() + GIVE_UP_NS);
        reservations.tick();
        assertEquals(List.of(), mayGoOn);
        assertEquals(List.of(), hal.takeSent(), "asking again would change nothing");
    }

    @Test
    void anAnswerToAnEarlierRequestOrOfAnotherCountsForNothing() {
        guestIs(Role.CLAIMING, EPOCH);
        reservations.reserve(guest);
        request();
        long earlier = array.request();
        guestIs(Role.CLAIMING, EPOCH + 2);
        reservations.reserve(guest);
        request();
        answer(MessageType.RESERVED, EPOCH, earlier);
        StorageChannel forger = new StorageChannel(Configs.CLUSTER, StorageChannel.ARRAY, new SipHash(1, 1));
        forger.begin(MessageType.RESERVED, 2, 1, EPOCH + 2).word(array.request());
        reservations.frame(forger.seal(1).bytes(), 0, forger.seal(1).length());
        StorageChannel card = new StorageChannel(Configs.CLUSTER, 1, Configs.CLUSTER_KEY);
        card.begin(MessageType.RESERVED, 2, 1, EPOCH + 2).word(array.request());
        reservations.frame(card.seal(1).bytes(), 0, card.seal(1).length());
        assertEquals(List.of(), mayGoOn);
        answer(MessageType.RESERVED, EPOCH + 2, array.request());
        assertEquals(List.of(1), mayGoOn);
    }

    @Test
    void aCertificateLiesInTheMailboxUntilTheArrayHasIt() {
        guestIs(Role.DRAINED, EPOCH);
        guest.record().certificate(certificate(EPOCH, Configs.CLUSTER_KEY));
        reservations.tick();
        assertEquals(MessageType.MAILBOX_PUT, request().type());
        reservations.tick();
        Frame again = request();
        assertEquals(guest.record().certificate(), Certificate.decode(again.bytes(), again.payloadAt(0)));
        answer(guest.record().certificate(), EPOCH);
        assertEquals(1, hal.count(Notice.CERTIFICATE_POSTED));
        reservations.tick();
        assertEquals(List.of(), hal.takeSent());
    }

    @Test
    void aCopyWhoseOwnerIsNotHeardLooksForItsCertificate() {
        guest.record().addHistory(new EpochStart(EPOCH, 0, 0, 1, false));
        guestIs(Role.BACKUP_SYNC, EPOCH);
        reservations.tick();
        assertEquals(MessageType.MAILBOX_GET, request().type());
        answer(certificate(EPOCH - 1, Configs.CLUSTER_KEY), EPOCH);
        answer(certificate(EPOCH, new SipHash(1, 1)), EPOCH);
        assertEquals(List.of(), certificates, "of an earlier epoch, or not signed by the cluster");
        answer(certificate(EPOCH, Configs.CLUSTER_KEY), EPOCH);
        assertEquals(List.of(certificate(EPOCH, Configs.CLUSTER_KEY)), certificates);
        assertEquals(1, hal.count(Notice.CERTIFICATE_FETCHED));
    }

    private static Certificate certificate(long epoch, SipHash key) {
        return Certificate.sign(1, epoch, 12, 34, 1, 2, key);
    }
}
