package dev.holdover.harness.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.firmware.hal.Notice;
import dev.holdover.harness.story.Journal;
import dev.holdover.harness.world.Host;
import dev.holdover.harness.world.Network;
import dev.holdover.harness.world.NicNode;
import dev.holdover.harness.world.Station;
import dev.holdover.harness.world.TestPair;
import dev.holdover.harness.world.Witness;
import dev.holdover.harness.world.Witnesses;
import dev.holdover.harness.world.World;
import dev.holdover.model.contract.ServiceAddress;
import dev.holdover.model.ether.Ether;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Invariants 5, 9 and 11 are broken by network controllers, hosts and owners that do what none may do. */
class HostNicCheckTest {
    private static final long CLIENT = 0x0253_5400_0001L;
    private static final long MAC = ServiceAddress.mac(1, 1);
    private static final int LENGTH = 64;

    private final World world = new World(1, () -> {});
    private final Witnesses witnesses = new Witnesses();
    private final TestPair pair = new TestPair(world, witnesses, false, (who, nowNs) -> {});
    private final Violations violations = new Violations(world, new Journal());
    private final Witness check;
    private final Host alpha = pair.cluster().host("alpha");
    private final NicNode nic;
    private final Station station;
    private long number;

    HostNicCheckTest() {
        Network.Spec good = new Network.Spec(20_000, 20_000, 1_000_000_000, 0, 0, 0, 0);
        pair.cluster().addLan("lan", good, List.of("alpha.card", "beta.card"), List.of());
        pair.cluster().addNic("n0", "alpha.card", 0, "lan", 1_000_000_000, 0x0200_0000_0001L);
        // It only lends its name: it asks personality 2 of what is said here of 1.
        pair.cluster().addStation("client", "lan", new Station.Habit(List.of(2), 1_000_000_000, 1_000_000_000));
        nic = pair.cluster().nic("n0");
        station = pair.cluster().stations().get(0);
        pair.powerOn();
        check = new HostNicCheck(violations);
    }

    private byte[] request() {
        byte[] frame = new byte[LENGTH];
        Ether.ask(frame, MAC, CLIENT, Ether.ASK, ServiceAddress.ipv4(1), ++number, 0);
        return frame;
    }

    private static byte[] answer(byte[] request) {
        byte[] frame = new byte[LENGTH];
        Ether.answer(frame, request, LENGTH, 1);
        return frame;
    }

    private byte[] delivered() {
        byte[] request = request();
        check.nicReceived(nic, request, LENGTH);
        check.nicDelivered(alpha, nic, request, LENGTH);
        return request;
    }

    private void submit(byte[] frame) {
        check.nicSubmitted(alpha, nic, frame, LENGTH);
    }

    private void send(byte[] frame) {
        check.nicSent(nic, frame, LENGTH);
    }

    @Test
    void aRequestIsAnsweredAsItWasAsked() {
        for (int i = 0; i < 3; i++) {
            byte[] answer = answer(delivered());
            submit(answer);
            send(answer);
        }
        fine();
    }

    @Test
    void aFrameIsSentBehindTheShutGate() {
        byte[] answer = answer(delivered());
        submit(answer);
        check.gates(pair.one(), true, false, 0);
        world.runUntil(world.nowNs() + 1);
        send(answer);
        broken(9);
    }

    @Test
    void aFrameIsSentWithAnAddressThatIsNotAnsweredFor() {
        byte[] frame = new byte[Ether.ARP_BYTES];
        Ether.announce(frame, ServiceAddress.mac(1, 2), ServiceAddress.ipv4(1));
        check.nicSent(nic, frame, frame.length);
        broken(11);
    }

    @Test
    void anAnnouncementOfAnotherPersonalitysAddress() {
        byte[] frame = new byte[Ether.ARP_BYTES];
        Ether.announce(frame, MAC, ServiceAddress.ipv4(2));
        check.nicSent(nic, frame, frame.length);
        broken(11);
    }

    @Test
    void anAnnouncementOfItsOwnIsFine() {
        byte[] frame = new byte[Ether.ARP_BYTES];
        Ether.announce(frame, MAC, ServiceAddress.ipv4(1));
        check.nicSent(nic, frame, frame.length);
        Ether.announce(frame, 0x0200_0000_0001L, 0x0A00_0001);
        check.nicSent(nic, frame, frame.length);
        fine();
    }

    @Test
    void anAnswerIsSentTwice() {
        byte[] answer = answer(delivered());
        submit(answer);
        send(answer);
        send(answer);
        broken(5);
    }

    @Test
    void anAnswerIsAlteredOnItsWayToTheCable() {
        byte[] answer = answer(delivered());
        submit(answer);
        answer[LENGTH - 1] ^= 1;
        send(answer);
        broken(5);
    }

    @Test
    void anAnswerOvertakesAnother() {
        byte[] first = answer(delivered());
        byte[] second = answer(delivered());
        submit(first);
        submit(second);
        send(second);
        fine();
        send(first);
        broken(5);
    }

    @Test
    void aHostAnswersWhatItWasNotAsked() {
        submit(answer(request()));
        broken(5);
    }

    @Test
    void aHostAnswersTwiceWhatItWasAskedOnce() {
        byte[] answer = answer(delivered());
        submit(answer);
        fine();
        submit(answer);
        broken(5);
    }

    @Test
    void aRequestThatTheNetworkRepeatsIsAnsweredTwice() {
        byte[] request = delivered();
        check.nicReceived(nic, request, LENGTH);
        check.nicDelivered(alpha, nic, request, LENGTH);
        submit(answer(request));
        submit(answer(request));
        fine();
    }

    @Test
    void aFrameIsDeliveredTwice() {
        byte[] request = delivered();
        check.nicDelivered(alpha, nic, request, LENGTH);
        broken(5);
    }

    @Test
    void aFrameIsAlteredOnItsWayToTheHost() {
        byte[] request = request();
        check.nicReceived(nic, request, LENGTH);
        request[LENGTH - 1] ^= 1;
        check.nicDelivered(alpha, nic, request, LENGTH);
        broken(5);
    }

    @Test
    void framesThatFoundNoRoomAreNotMissed() {
        for (int i = 0; i < 10; i++) {
            check.nicReceived(nic, request(), LENGTH);
        }
        delivered();
        fine();
    }

    @Test
    void aClientGetsAnAnswerThatItNeverAskedFor() {
        check.answered(station, 1, 7, 1, 1, true);
        broken(5);
    }

    @Test
    void aClientGetsAnotherAnswerThanItAskedFor() {
        check.asked(station, 1, 7);
        check.answered(station, 1, 7, 1, 1, false);
        broken(5);
    }

    @Test
    void twoCardsAnswerInOneEpoch() {
        check.asked(station, 1, 7);
        check.asked(station, 1, 8);
        check.answered(station, 1, 7, 1, 1, true);
        fine();
        check.answered(station, 1, 8, 2, 1, true);
        broken(11);
    }

    @Test
    void theNextOwnerAnswersInItsOwnEpoch() {
        check.asked(station, 1, 7);
        check.asked(station, 1, 8);
        check.answered(station, 1, 7, 2, 2, true);
        check.answered(station, 1, 8, 1, 1, true);
        fine();
    }

    @Test
    void theOldOwnerAnswersWhatWasAskedAfterTheNewOneHadAnswered() {
        check.asked(station, 1, 7);
        check.answered(station, 1, 7, 2, 2, true);
        check.asked(station, 1, 8);
        check.answered(station, 1, 8, 1, 1, true);
        broken(11);
    }

    @Test
    void whatAnOperatorForcesIsHis() {
        check.notice(pair.one(), Notice.FORCED, 0, 1, 0);
        check.asked(station, 1, 7);
        check.answered(station, 1, 7, 2, 2, true);
        check.asked(station, 1, 8);
        check.answered(station, 1, 8, 1, 1, true);
        fine();
    }

    private void fine() {
        assertTrue(violations.none(), () -> violations.all().toString());
    }

    private void broken(int number) {
        assertEquals(1, violations.all().size(), "violations");
        assertEquals(number, violations.all().get(0).number());
    }
}
