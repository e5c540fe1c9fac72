package dev.holdover.firmware.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.FirmwareConfig.SlotConfig;
import dev.holdover.firmware.hal.Notice;
import dev.holdover.firmware.testing.Configs;
import dev.holdover.firmware.testing.FakeHal;
import dev.holdover.firmware.testing.FakeNvram;
import dev.holdover.firmware.wire.Frame;
import dev.holdover.firmware.wire.MessageType;
import dev.holdover.firmware.wire.Messenger;
import dev.holdover.firmware.wire.StorageChannel;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.layout.NvramLayout;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Card 1 of three: which verdict follows from which evidence, and that none does from too little. */
class LadderTest {
    private static final long BEAT_NS = Configs.HEARTBEAT_NS;
    private static final int A = 0;
    private static final int BOTH = 0b11;
    private static final int ONLY_B = 0b10;
    private static final int NONE = 0;

    private final FirmwareConfig config = Configs.config(
            Configs.CLUSTER,
            1,
            new NvramLayout(4L * NvramLayout.BLOCK, 8, 1),
            List.of(SlotConfig.of(1, 1, 2, 3)),
            true,
            1_000_000_000L);
    private final FakeHal hal = new FakeHal(new FakeNvram(config.layout().totalBytes()));
    private final Messenger messenger = new Messenger(hal, config);
    private final PeerHealth peers = new PeerHealth(hal, config, messenger);
    private final Ladder ladder = new Ladder(hal, messenger, peers, BEAT_NS);

    /** By which ports each peer is heard, and by which it says that it hears us; indexed by card. */
    private final int[] heard = {0, 0, BOTH, BOTH};

    private final int[] hearsUs = {0, 0, BOTH, BOTH};

    /** What each peer says when it is asked; a negative one says nothing. */
    private final long[] nicWord = {0, 0, -1, -1};

    private final int[] hearsSubject = new int[4];
    private int subject;

    @BeforeEach
    void allIsWell() {
        nic(BOTH, NONE);
        hal.set(Register.LINK_STATUS, Field.LINK_UP.mask());
        beats(20);
        assertEquals(0, hal.count(Notice.DIAGNOSED));
    }

    // Our host.

    @ParameterizedTest
    @CsvSource({
        "POWER_LOST, false, true, HOST_POWER",
        "HEARTBEAT_LOST, false, false, HOST_POWER",
        "HEARTBEAT_LOST, true, false, HOST_LINK",
        "TOLD_SHUTDOWN, true, false, HOST_LINK",
        "TOLD_SHUTDOWN, true, true, HOST_SHUTDOWN",
        "PANICKED, true, true, HOST_SHUTDOWN",
        "HEARTBEAT_LOST, true, true, HOST_HANG",
        "PROCESS_LOST, true, true, HOST_PROCESS",
        "PROCESS_LOST, false, true, HOST_POWER"
    })
    void theLowestUnsoundRungIsWhatIsWrongWithOurHost(FailureCause cause, boolean mains, boolean link, Verdict says) {
        hal.set(Register.RAIL_STATUS, Field.RAIL_BATTERY.mask() | (mains ? Field.RAIL_MAIN.mask() : 0));
        hal.set(Register.LINK_STATUS, link ? Field.LINK_UP.mask() : 0);
        ladder.hostFailed(cause);
        said(says, 0);
        assertEquals(says, ladder.host());
        ladder.hostTrusted();
        said(Verdict.NONE, 0);
    }

    @Test
    void aProcessThatBeatsAgainTakesBackOnlyTheVerdictAboutProcesses() {
        ladder.process(true);
        said(Verdict.HOST_PROCESS, 0);
        ladder.process(false);
        said(Verdict.NONE, 0);
        ladder.hostFailed(FailureCause.HEARTBEAT_LOST);
        ladder.process(false);
        said(Verdict.HOST_HANG, 0);
    }

    // A path.

    @Test
    void aPortThatFailsItsSelfTestIsOurs() {
        path(ONLY_B, ONLY_B);
        nic(BOTH, 1 << A);
        word(2, BOTH, NONE, NONE);
        beats(10);
        said(Verdict.OWN_NIC, 2);
    }

    @Test
    void withoutCarrierItIsOurCableIfAnotherHasOneThere() {
        path(ONLY_B, ONLY_B);
        nic(ONLY_B, NONE);
        word(2, BOTH, NONE, NONE);
        beats(10);
        said(Verdict.LINK, 2);
    }

    @Test
    void withoutCarrierItIsTheSwitchIfOthersHaveNoneThereEither() {
        path(ONLY_B, ONLY_B);
        nic(ONLY_B, NONE);
        word(2, ONLY_B, NONE, NONE);
        word(3, ONLY_B, NONE, NONE);
        beats(10);
        said(Verdict.SWITCH, 2);
    }

    @Test
    void withoutCarrierAndWithNobodyToAskItIsOurCable() {
        path(NONE, NONE);
        nic(NONE, NONE);
        beats(20);
        said(Verdict.LINK, 2);
    }

    @Test
    void aPeersWordAboutItsOwnPortIsBelieved() {
        heard[2] = ONLY_B;
        hearsUs[2] = ONLY_B;
        word(2, BOTH, 1 << A, NONE);
        beats(10);
        said(Verdict.PEER_NIC, 2);
        word(2, ONLY_B, NONE, NONE);
        beats(10);
        said(Verdict.PEER_LINK, 2);
    }

    @Test
    void framesThatPassOneWayOnlyAreSaidSoOnEitherSide() {
        hearsUs[2] = ONLY_B;
        word(2, BOTH, NONE, NONE);
        beats(10);
        said(Verdict.UNIDIRECTIONAL, 2);
        heard[2] = ONLY_B;
        hearsUs[2] = BOTH;
        beats(10);
        said(Verdict.UNIDIRECTIONAL, 2);
    }

    @Test
    void goodPortsAtBothEndsWithNothingBetweenThemAreTheSwitch() {
        path(ONLY_B, ONLY_B);
        word(2, BOTH, NONE, NONE);
        word(3, BOTH, NONE, NONE);
        beats(10);
        said(Verdict.SWITCH, 2);
    }

    @Test
    void nothingIsSaidOfAPathBeforeThePeerHasSpokenOfIt() {
        path(ONLY_B, ONLY_B);
        beats(20);
        assertEquals(0, hal.count(Notice.DIAGNOSED));
    }

    @Test
    void aWordThatWasGivenBeforeItBeganOrAboutAnotherCardCountsForNothing() {
        subject = 3;
        word(2, BOTH, 1 << A, NONE);
        path(ONLY_B, ONLY_B);
        beats(20);
        assertEquals(0, hal.count(Notice.DIAGNOSED), "nobody asked about card 3");
    }

    @Test
    void aWordIsForgottenWhenItIsOld() {
        heard[2] = NONE;
        hearsUs[2] = NONE;
        subject = 2;
        word(3, BOTH, NONE, BOTH);
        beats(10);
        said(Verdict.SWITCH, 2);
        nicWord[3] = -1;
        beats(20);
        said(Verdict.NONE, 0);
    }

    // A silent peer.

    @Test
    void aPeerThatNobodyElseHearsIsDead() {
        heard[2] = NONE;
        hearsUs[2] = NONE;
        subject = 2;
        word(3, BOTH, NONE, NONE);
        beats(15);
        said(Verdict.PEER_DEAD, 2);
    }

    @Test
    void aPeerThatAnotherHearsIsNotDeadSomethingBetweenIsBroken() {
        heard[2] = NONE;
        hearsUs[2] = NONE;
        subject = 2;
        word(3, BOTH, NONE, 1);
        beats(15);
        said(Verdict.SWITCH, 2);
    }

    @Test
    void aSilentPeerWithNobodyElseToAskIsOnlySilent() {
        path(NONE, NONE);
        beats(20);
        said(Verdict.PEER_SILENT, 2);
    }

    @Test
    void aPeerIsNotCalledSilentOrDeadWhileAnotherIsStillBeingAsked() {
        heard[2] = NONE;
        hearsUs[2] = NONE;
        beats(20);
        assertEquals(0, hal.count(Notice.DIAGNOSED));
    }

    @Test
    void aPeersHostHasFailedWhenItsCardSaysSo() {
        ladder.peerHost(3, Verdict.HOST_HANG);
        beats(10);
        said(Verdict.PEER_HOST, 3);
        ladder.peerHost(3, Verdict.PEER_DEAD);
        beats(10);
        said(Verdict.NONE, 0);
    }

    @Test
    void aVerdictIsToldOnceItHasStoodForFourPeriodsAndNotBefore() {
        ladder.peerHost(2, Verdict.HOST_POWER);
        beats(3);
        assertEquals(0, hal.count(Notice.DIAGNOSED));
        beats(1);
        said(Verdict.PEER_HOST, 2);
        ladder.peerHost(2, Verdict.NONE);
        beats(2);
        ladder.peerHost(2, Verdict.HOST_POWER);
        beats(10);
        assertEquals(1, hal.count(Notice.DIAGNOSED), "a verdict that flickers is not told again");
    }

    @Test
    void aPathThatNeverCarriedIsNotJudged() {
        path(NONE, NONE);
        Ladder young = new Ladder(hal, messenger, peers, BEAT_NS);
        for (int i = 0; i < 30; i++) {
            beat();
            if (i >= 10) {
                young.tick();
            }
        }
        assertEquals(0, hal.count(Notice.DIAGNOSED));
    }

    /** Whatever is wrong with ports, cables, switches and peers: nothing of it is said of our host. */
    @ParameterizedTest
    @EnumSource(
            value = Verdict.class,
            names = {"NONE", "HOST_POWER", "HOST_LINK", "HOST_SHUTDOWN", "HOST_HANG", "HOST_PROCESS"},
            mode = EnumSource.Mode.EXCLUDE)
    void whatIsWrongOutsideIsNeverSaidOfOurHost(Verdict outside) {
        int peersWord = outside == Verdict.PEER_NIC ? 1 << A : NONE;
        nic(outside == Verdict.LINK ? ONLY_B : BOTH, outside == Verdict.OWN_NIC ? 1 << A : NONE);
        boolean silent = outside == Verdict.PEER_SILENT || outside == Verdict.PEER_DEAD;
        path(silent ? NONE : ONLY_B, outside == Verdict.UNIDIRECTIONAL ? BOTH : silent ? NONE : ONLY_B);
        if (outside == Verdict.PEER_DEAD) {
            subject = 2;
            heard[3] = BOTH;
            hearsUs[3] = BOTH;
        }
        if (outside == Verdict.PEER_HOST) {
            path(BOTH, BOTH);
            ladder.peerHost(2, Verdict.HOST_HANG);
        }
        int carrier = outside == Verdict.PEER_LINK ? ONLY_B : BOTH;
        word(2, carrier, peersWord, NONE);
        word(3, carrier, peersWord, NONE);
        beats(20);
        said(outside, 2);
        assertEquals(Verdict.NONE, ladder.host());
        for (FakeHal.Note note : hal.notes()) {
            boolean host =
                    note.notice() == Notice.DIAGNOSED && Verdict.of(note.a()).isHost();
            assertFalse(host, note.toString());
        }
    }

    // The evidence.

    private void nic(int carrier, int fault) {
        hal.set(Register.NIC_STATUS, nicStatus(carrier, fault));
    }

    private static long nicStatus(int carrier, int fault) {
        return Field.NIC_FAULT.set(Field.NIC_CARRIER.set(0, carrier), fault);
    }

    private void path(int heardBy, int hearsUsBy) {
        for (int card = 2; card <= 3; card++) {
            heard[card] = heardBy;
            hearsUs[card] = hearsUsBy;
        }
    }

    /** What {@code card} answers from now on. */
    private void word(int card, int carrier, int fault, int hears) {
        nicWord[card] = nicStatus(carrier, fault);
        hearsSubject[card] = hears;
    }

    private void beats(int periods) {
        for (int i = 0; i < periods; i++) {
            beat();
            ladder.tick();
        }
    }

    private void beat() {
        hal.now(hal.nowNs() + BEAT_NS);
        for (int card = 2; card <= 3; card++) {
            for (int port = 0; port < 2; port++) {
                if ((heard[card] >>> port & 1) != 0) {
                    peers.heard(card, port, hearsUs[card]);
                }
            }
            peers.fellSilent(card);
            if (nicWord[card] >= 0 && peers.reachable(card)) {
                // Whoever makes frames will do: the ladder is handed those that were found good.
                Frame frame = new StorageChannel(Configs.CLUSTER, card, Configs.CLUSTER_KEY)
                        .begin(MessageType.DIAGNOSIS, 1, 0, 0);
                ladder.answered(frame.word(subject).word(nicWord[card]).word(hearsSubject[card]));
            }
        }
    }

    private void said(Verdict verdict, int card) {
        assertEquals(verdict, Verdict.of(hal.last(Notice.DIAGNOSED).a()));
        assertEquals(card, hal.last(Notice.DIAGNOSED).b());
    }
}
