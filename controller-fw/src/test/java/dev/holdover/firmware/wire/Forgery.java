package dev.holdover.firmware.wire;

import dev.holdover.firmware.testing.Configs;
import java.util.Arrays;

/** Frames that no firmware of this version would send, signed as if one had. */
public final class Forgery {
    private static final long AHEAD = 1_000;

    private final Frame genuine = new Frame();
    private long ahead;

    /** In the name of the sender of {@code frame}, who has said that last, to its receiver. */
    public Forgery(byte[] frame) {
        FrameFault fault = genuine.open(frame, 0, frame.length, Configs.CLUSTER_KEY);
        if (fault != FrameFault.NONE) {
            throw new AssertionError(fault.name());
        }
    }

    /** A frame with these words and no others; each is later than the one before. */
    public byte[] frame(MessageType type, int personality, long epoch, long... words) {
        Frame forged =
                new Frame().begin(type, genuine.cluster(), genuine.sender(), genuine.receiver(), personality, epoch);
        for (long word : words) {
            forged.word(word);
        }
        ahead += AHEAD;
        forged.seal(
                genuine.senderIncarnation(),
                genuine.receiverIncarnation(),
                genuine.nonce() + ahead,
                genuine.port(),
                1,
                Configs.CLUSTER_KEY);
        return Arrays.copyOf(forged.bytes(), forged.length());
    }
}
