package dev.holdover.firmware.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.FirmwareConfig.SlotConfig;
import dev.holdover.firmware.hal.Notice;
import dev.holdover.firmware.testing.Configs;
import dev.holdover.firmware.testing.Dice;
import dev.holdover.firmware.testing.FakeHal;
import dev.holdover.firmware.testing.FakeNvram;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MessengerTest {
    private static final int WINDOW = 64;

    private final FakeHal halOne = new FakeHal(new FakeNvram(8));
    private final FakeHal halTwo = new FakeHal(new FakeNvram(8));
    private final Messenger one = new Messenger(halOne, Configs.pair(1));
    private final Messenger two = new Messenger(halTwo, Configs.pair(2));

    @BeforeEach
    void meet() {
        one.beginIncarnation(1);
        two.beginIncarnation(1);
        one.begin(MessageType.HELLO, 2).word(1);
        one.send();
        assertEquals(FrameFault.NONE, admit(two, sent(halOne)));
        assertTrue(two.startedAnew());
        assertFalse(two.knowsUs());
        two.begin(MessageType.HELLO, 1).word(0);
        two.send();
        assertEquals(FrameFault.NONE, admit(one, sent(halTwo)));
        assertTrue(one.knowsUs());
    }

    @Test
    void nothingButHelloIsAdmittedBeforeHello() {
        Messenger stranger = new Messenger(halTwo, Configs.pair(2));
        stranger.beginIncarnation(1);
        assertEquals(FrameFault.OLD_SESSION, refused(stranger, heartbeat()));
    }

    @Test
    void aRepeatedFrameIsRefused() {
        byte[] frame = heartbeat();
        assertEquals(FrameFault.NONE, admit(two, frame));
        for (int i = 0; i < 3; i++) {
            assertEquals(FrameFault.REPLAYED, refused(two, frame));
        }
        assertTrue(halTwo.count(Notice.FRAME_REFUSED) >= 3);
    }

    @Test
    void framesOutOfOrderWithinTheWindowAreAdmittedOnceEach() {
        connect();
        List<byte[]> frames = heartbeats(WINDOW);
        Dice dice = new Dice(4);
        for (int i = frames.size() - 1; i > 0; i--) {
            Collections.swap(frames, i, dice.below(i + 1));
        }
        for (byte[] frame : frames) {
            assertEquals(FrameFault.NONE, admit(two, frame), dice::toString);
        }
        for (byte[] frame : frames) {
            assertEquals(FrameFault.REPLAYED, refused(two, frame), dice::toString);
        }
    }

    @Test
    void aFrameOlderThanTheWindowIsRefusedThoughItWasNeverSeen() {
        connect();
        List<byte[]> frames = heartbeats(WINDOW + 1);
        assertEquals(FrameFault.NONE, admit(two, frames.get(WINDOW)));
        assertEquals(FrameFault.REPLAYED, refused(two, frames.get(0)));
        assertEquals(FrameFault.NONE, admit(two, frames.get(1)), "the oldest within the window");
    }

    @Test
    void aLongGapForgetsTheWindowAndNotTheRepetitions() {
        connect();
        List<byte[]> frames = heartbeats(500);
        assertEquals(FrameFault.NONE, admit(two, frames.get(0)));
        assertEquals(FrameFault.NONE, admit(two, frames.get(499)));
        assertEquals(FrameFault.REPLAYED, refused(two, frames.get(0)));
        assertEquals(FrameFault.REPLAYED, refused(two, frames.get(499)));
        assertEquals(FrameFault.NONE, admit(two, frames.get(498)));
    }

    @Test
    void aNewLifeOfTheSenderIsAdmittedByHelloOnlyAndEndsTheOldOne() {
        connect();
        byte[] ofOldLife = heartbeat();
        byte[] helloOfOldLife = hello(one, halOne, 2);
        one.beginIncarnation(2);
        assertEquals(FrameFault.OLD_SESSION, refused(two, heartbeat()), "no HELLO yet");
        assertEquals(FrameFault.NONE, admit(two, hello(one, halOne, 2)));
        assertTrue(two.startedAnew());
        assertEquals(FrameFault.OLD_SESSION, refused(two, ofOldLife));
        assertEquals(FrameFault.OLD_SESSION, refused(two, helloOfOldLife));
        assertEquals(FrameFault.NONE, admit(two, heartbeat()));
        assertFalse(two.startedAnew());
    }

    @Test
    void aNewLifeOfTheReceiverRefusesWhatWasSentToTheOldOne() {
        connect();
        byte[] toOldLife = heartbeat();
        Messenger reborn = new Messenger(halTwo, Configs.pair(2));
        reborn.beginIncarnation(2);
        assertEquals(FrameFault.OLD_SESSION, refused(reborn, toOldLife));
        assertEquals(FrameFault.NONE, admit(reborn, hello(one, halOne, 2)));
        assertFalse(reborn.knowsUs());
        assertEquals(FrameFault.OLD_SESSION, refused(reborn, heartbeat()), "one still speaks to the old life");
    }

    @Test
    void anotherClusterReceiverOrStrangerIsRefused() {
        FirmwareConfig mine = Configs.pair(1);
        List<SlotConfig> ofThree = List.of(SlotConfig.of(3, 3, 2), SlotConfig.of(2, 2, 3));
        FirmwareConfig foreign = Configs.config(8, 1, mine.layout(), mine.slots(), true, 1_000_000);
        FirmwareConfig stranger = Configs.config(Configs.CLUSTER, 3, mine.layout(), ofThree, true, 1_000_000);
        Messenger foreigner = new Messenger(halOne, foreign);
        foreigner.beginIncarnation(5);
        assertEquals(FrameFault.WRONG_ADDRESS, refused(two, hello(foreigner, halOne, 2)));
        Messenger third = new Messenger(halOne, stranger);
        third.beginIncarnation(5);
        assertEquals(FrameFault.WRONG_ADDRESS, refused(two, hello(third, halOne, 2)));
        assertEquals(FrameFault.WRONG_ADDRESS, refused(two, hello(one, halOne, 3)), "for card 3");
        assertEquals(FrameFault.WRONG_ADDRESS, refused(one, hello(one, halOne, 2)), "its own frame came back");
    }

    @Test
    void noiseAndDamageLeaveTheStateAsItWas() {
        connect();
        Dice dice = new Dice(5);
        byte[] whole = heartbeat();
        for (int i = 0; i < 20_000; i++) {
            byte[] bad = i % 2 == 0 ? dice.bytes(dice.below(300)) : whole.clone();
            if (i % 2 == 1) {
                bad[dice.below(bad.length)] ^= (byte) (1 + dice.below(255));
            }
            assertNotEquals(FrameFault.NONE, refused(two, bad), "frame " + i + ", " + dice);
        }
        assertEquals(FrameFault.NONE, admit(two, whole), "the good one still is");
    }

    @Test
    void theCopyByTheOtherLanIsNeitherTakenNorAnAttack() {
        connect();
        one.begin(MessageType.HEARTBEAT, 2).word(42);
        one.send();
        List<FakeHal.Sent> copies = halOne.takeSent();
        byte[] byA = copies.get(0).frame();
        byte[] byB = copies.get(1).frame();
        assertEquals(FrameFault.NONE, two.admit(1, byB, 0, byB.length), "LAN B is faster here");
        assertEquals(FrameFault.TWIN, two.admit(0, byA, 0, byA.length));
        assertEquals(0, halTwo.count(Notice.FRAME_REFUSED));
        assertEquals(FrameFault.REPLAYED, refused(two, byA), "again by its own LAN");
        assertEquals(FrameFault.REPLAYED, two.admit(1, byB, 0, byB.length));
    }

    @Test
    void aFrameThatSomebodyCarriesToTheOtherLanIsRefused() {
        connect();
        byte[] byA = heartbeat();
        long before = two.stateHash();
        assertEquals(FrameFault.WRONG_ADDRESS, two.admit(1, byA, 0, byA.length));
        assertEquals(before, two.stateHash());
        assertEquals(1, halTwo.count(Notice.FRAME_REFUSED));
    }

    @Test
    void whatOvertakesOnOneLanMakesNothingOldOnTheOther() {
        connect();
        byte[] late = heartbeat();
        heartbeats(5 * WINDOW);
        one.begin(MessageType.HEARTBEAT, 2).word(42);
        one.send();
        byte[] ahead = halOne.takeSent().get(1).frame();
        assertEquals(FrameFault.NONE, two.admit(1, ahead, 0, ahead.length));
        assertEquals(FrameFault.NONE, admit(two, late));
    }

    @Test
    void whatIsBulkyGoesByThePeersPathOnly() {
        connect();
        for (int port : new int[] {0, 1}) {
            one.route(0, port);
            one.begin(MessageType.ACK, 2).word(1);
            one.send();
            List<FakeHal.Sent> frames = halOne.takeSent();
            assertEquals(1, frames.size());
            assertEquals(port, frames.get(0).port());
        }
    }

    private void connect() {
        assertEquals(FrameFault.NONE, admit(two, hello(one, halOne, 2)));
        assertEquals(FrameFault.NONE, admit(one, hello(two, halTwo, 1)));
    }

    private byte[] heartbeat() {
        one.begin(MessageType.HEARTBEAT, 2).word(42);
        one.send();
        return sent(halOne);
    }

    private List<byte[]> heartbeats(int count) {
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            frames.add(heartbeat());
        }
        return frames;
    }

    private static byte[] hello(Messenger from, FakeHal hal, int to) {
        from.begin(MessageType.HELLO, to).word(0);
        from.send();
        return sent(hal);
    }

    private static byte[] sent(FakeHal hal) {
        List<FakeHal.Sent> frames = hal.takeSent();
        assertEquals(2, frames.size(), "one by each LAN");
        assertEquals(0, frames.get(0).port());
        assertEquals(1, frames.get(1).port());
        return frames.get(0).frame();
    }

    private static FrameFault admit(Messenger to, byte[] frame) {
        return to.admit(0, frame, 0, frame.length);
    }

    /** Admits, and makes sure that a refused frame changed nothing. */
    private static FrameFault refused(Messenger to, byte[] frame) {
        long before = to.stateHash();
        FrameFault fault = to.admit(0, frame, 0, frame.length);
        assertEquals(before, to.stateHash(), () -> "a frame refused as " + fault + " changed the state");
        return fault;
    }
}
