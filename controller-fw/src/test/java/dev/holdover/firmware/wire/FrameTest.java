package dev.holdover.firmware.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.firmware.testing.Dice;
import dev.holdover.model.contract.SipHash;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.Words;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class FrameTest {
    private static final SipHash KEY = new SipHash(11, 13);
    private static final SipHash OTHER_KEY = new SipHash(11, 14);
    private static final int CRC_AT = 56;
    private static final Set<FrameFault> DAMAGE = EnumSet.of(FrameFault.MALFORMED, FrameFault.BAD_CRC);

    @Test
    void everyFieldComesBackAsItWasSent() {
        Dice dice = new Dice(1);
        for (int i = 0; i < 500; i++) {
            MessageType type = MessageType.values()[dice.below(MessageType.values().length)];
            int sender = dice.below(0x10000);
            int receiver = dice.below(0x10000);
            int cluster = (int) dice.next();
            int personality = (int) dice.next();
            long epoch = dice.next();
            int from = (int) dice.next();
            int to = (int) dice.next();
            long nonce = dice.next();
            int port = dice.below(2);
            int heard = dice.below(4);
            long word = dice.next();
            byte[] data = dice.bytes(dice.below(NvramLayout.BLOCK + 1));
            Frame sent = new Frame();
            sent.begin(type, cluster, sender, receiver, personality, epoch).word(word);
            System.arraycopy(data, 0, sent.bytes(), sent.room(data.length), data.length);
            sent.seal(from, to, nonce, port, heard, KEY);

            Frame got = new Frame();
            assertEquals(FrameFault.NONE, got.open(sent.bytes(), 0, sent.length(), KEY), dice::toString);
            assertEquals(type, got.type());
            assertEquals(port, got.port());
            assertEquals(heard, got.heard());
            assertEquals(cluster, got.cluster());
            assertEquals(sender, got.sender());
            assertEquals(receiver, got.receiver());
            assertEquals(personality, got.personality());
            assertEquals(epoch, got.epoch());
            assertEquals(from, got.senderIncarnation());
            assertEquals(to, got.receiverIncarnation());
            assertEquals(nonce, got.nonce());
            assertEquals(8 + data.length, got.payloadLength());
            assertEquals(word, got.wordAt(0));
            int at = got.payloadAt(8);
            assertTrue(Arrays.equals(data, 0, data.length, got.bytes(), at, at + data.length), dice::toString);
        }
    }

    @Test
    void aReusedFrameKeepsNothingOfTheLastOne() {
        Frame frame = new Frame();
        frame.begin(MessageType.APPEND, 1, 2, 3, 4, 5).word(6).word(7);
        frame.seal(8, 9, 10, 1, 3, KEY);
        frame.begin(MessageType.HEARTBEAT, 1, 2, 3, 0, 0);
        frame.seal(8, 9, 11, 0, 0, KEY);
        byte[] reused = Arrays.copyOf(frame.bytes(), frame.length());
        Frame fresh = new Frame();
        fresh.begin(MessageType.HEARTBEAT, 1, 2, 3, 0, 0);
        fresh.seal(8, 9, 11, 0, 0, KEY);
        assertTrue(Arrays.equals(reused, Arrays.copyOf(fresh.bytes(), fresh.length())));
    }

    @Test
    void everyFlippedBitIsTakenForDamageAndNotForForgery() {
        byte[] whole = frame(120);
        for (int bit = 0; bit < whole.length * 8; bit++) {
            byte[] damaged = whole.clone();
            damaged[bit >>> 3] ^= (byte) (1 << (bit & 7));
            FrameFault fault = new Frame().open(damaged, 0, damaged.length, KEY);
            assertTrue(DAMAGE.contains(fault), "bit " + bit + ": " + fault);
        }
    }

    @Test
    void aChangeWithARightChecksumIsTakenForForgery() {
        byte[] whole = frame(120);
        for (int at = 0; at < whole.length; at++) {
            boolean shapes = at < 8;
            if (shapes || at >= CRC_AT && at < CRC_AT + 4) {
                continue;
            }
            byte[] forged = whole.clone();
            forged[at] ^= 0x40;
            Words.putInt(forged, CRC_AT, 0);
            Words.putInt(forged, CRC_AT, Words.crc32c(new CRC32C(), forged, 0, forged.length));
            assertEquals(FrameFault.BAD_MAC, new Frame().open(forged, 0, forged.length, KEY), "byte " + at);
        }
    }

    @Test
    void anotherKeyIsForgery() {
        byte[] whole = frame(64);
        assertEquals(FrameFault.NONE, new Frame().open(whole, 0, whole.length, KEY));
        assertEquals(FrameFault.BAD_MAC, new Frame().open(whole, 0, whole.length, OTHER_KEY));
    }

    @Test
    void aFrameCutAtAnyLengthIsRefused() {
        byte[] whole = frame(300);
        for (int length = 0; length < whole.length; length++) {
            FrameFault fault = new Frame().open(whole, 0, length, KEY);
            assertTrue(DAMAGE.contains(fault), "length " + length + ": " + fault);
        }
        byte[] longer = Arrays.copyOf(whole, Frame.MAX_BYTES + 1);
        for (int length = whole.length + 1; length <= longer.length; length++) {
            assertEquals(FrameFault.MALFORMED, new Frame().open(longer, 0, length, KEY), "length " + length);
        }
    }

    @Test
    void noiseIsRefusedAndNeverThrows() {
        Dice dice = new Dice(2);
        Frame frame = new Frame();
        byte[] whole = frame(200);
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = i % 2 == 0 ? dice.bytes(dice.below(400)) : whole.clone();
            if (i % 2 == 1) {
                for (int n = dice.below(4); n >= 0; n--) {
                    noise[dice.below(noise.length)] ^= (byte) (1 + dice.below(255));
                }
                if (Arrays.equals(noise, whole)) {
                    continue;
                }
            }
            FrameFault fault = frame.open(noise, 0, noise.length, KEY);
            assertNotEquals(FrameFault.NONE, fault, "frame " + i + ", " + dice);
        }
    }

    @Test
    void aFrameIsReadFromWhereItLies() {
        byte[] whole = frame(40);
        byte[] shifted = new byte[whole.length + 37];
        System.arraycopy(whole, 0, shifted, 21, whole.length);
        assertEquals(FrameFault.NONE, new Frame().open(shifted, 21, whole.length, KEY));
    }

    private static byte[] frame(int payload) {
        Frame frame = new Frame();
        frame.begin(MessageType.APPEND, 1, 2, 3, 4, 5);
        byte[] data = new Dice(3).bytes(payload);
        System.arraycopy(data, 0, frame.bytes(), frame.room(payload), payload);
        frame.seal(6, 7, 8, 0, 0, KEY);
        return Arrays.copyOf(frame.bytes(), frame.length());
    }
}
