package dev.holdover.firmware;

import dev.holdover.firmware.intake.Intake;
import dev.holdover.firmware.nv.Revival;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.firmware.quorum.Quorum;
import dev.holdover.firmware.replicate.Replicator;
import dev.holdover.firmware.takeover.FailBack;
import dev.holdover.firmware.takeover.TakeOver;
import dev.holdover.firmware.wire.Frame;
import dev.holdover.firmware.wire.MessageType;
import dev.holdover.firmware.wire.Messenger;
import dev.holdover.model.contract.Role;
import dev.holdover.model.layout.Superblock;
import dev.holdover.model.layout.Superblock.EpochStart;
import java.util.List;

/**
 * HELLO: where each card stands, said at every boot, when a peer is back, and whenever something is not as
 * expected. A word says whether an answer is wanted; then, for each personality that concerns both:
 *
 * <pre>
 * personality, role, epoch, lsn, hash there, whether the image is whole there, voted epoch,
 * the three newest of the history: epoch, owner (and from bit 16 on whether an operator forced it)
 * </pre>
 */
final class Greeting {
    private static final int HELLO_HISTORY = 3;
    private static final int HELLO_WORDS = 7 + 2 * HELLO_HISTORY;

    private final Messenger messenger;
    private final List<Personality> personalities;
    private final Replicator replicator;
    private final TakeOver takeOver;
    private final FailBack failBack;
    private final Quorum quorum;
    private final Intake intake;
    private final Revival revival;

    Greeting(Services services) {
        this.messenger = services.messenger;
        this.personalities = services.personalities;
        this.replicator = services.replicator;
        this.takeOver = services.takeOver;
        this.failBack = services.failBack;
        this.quorum = services.quorum;
        this.intake = services.intake;
        this.revival = services.revival;
    }

    /** Another card said where it stands. */
    void heard(Frame frame) {
        int card = frame.sender();
        boolean wantsAnswer = frame.payloadLength() >= 8 && frame.wordAt(0) != 0;
        int count = (frame.payloadLength() - 8) / (8 * HELLO_WORDS);
        boolean knowsUs = messenger.knowsUs();
        if (messenger.startedAnew()) {
            replicator.startedAnew(card);
            failBack.startedAnew(card);
        }
        for (int i = 0; i < count && knowsUs; i++) {
            int at = 1 + i * HELLO_WORDS;
            for (int slot = 0; slot < personalities.size(); slot++) {
                Personality personality = personalities.get(slot);
                if (personality.config().personality() == frame.wordAt(at) && personality.concerns(card)) {
                    peerState(personality, frame, at + 1);
                }
            }
        }
        if (wantsAnswer || !knowsUs) {
            say(card, !knowsUs);
        }
    }

    /** Role, epoch, lsn, hash, whether the image is whole there, voted epoch, and the newest of the history. */
    private void peerState(Personality personality, Frame frame, int at) {
        Role role = Role.of(frame.wordAt(at));
        long epoch = frame.wordAt(at + 1);
        EpochStart newest = new EpochStart(epoch, 0, 0, 0, false);
        for (int i = 0; i < HELLO_HISTORY; i++) {
            long ownerWord = frame.wordAt(at + 7 + 2 * i);
            EpochStart start = new EpochStart(
                    frame.wordAt(at + 6 + 2 * i), 0, 0, (int) (ownerWord & 0xffff), ownerWord >>> 16 != 0);
            newest = start.epoch() == epoch ? start : newest;
            compareHistory(personality, start);
        }
        revival.heard(personality, frame.sender(), role, epoch, frame.wordAt(at + 2));
        quorum.heardOf(personality, frame.sender(), Math.max(epoch, frame.wordAt(at + 5)));
        if (epoch > personality.epoch()) {
            takeOver.claimed(personality, newest);
        } else if (epoch == personality.epoch()) {
            takeOver.owner(personality, newest);
            replicator.peerAt(
                    personality,
                    frame.sender(),
                    role,
                    frame.wordAt(at + 2),
                    frame.wordAt(at + 3),
                    frame.wordAt(at + 4) != 0);
            intake.complete(personality);
            takeOver.progress(personality);
        }
    }

    private void compareHistory(Personality personality, EpochStart theirs) {
        Superblock.Slot record = personality.record();
        for (int i = 0; i < record.historySize(); i++) {
            boolean same = record.historyEpoch(i) == theirs.epoch() && theirs.owner() != 0;
            if (same && record.historyOwner(i) != theirs.owner()) {
                takeOver.forked(personality, theirs, record.historyForced(i));
            }
        }
    }

    /** Says to {@code card} where this one stands. */
    void say(int card, boolean wantsAnswer) {
        Frame frame = messenger.begin(MessageType.HELLO, card).word(wantsAnswer ? 1 : 0);
        for (int i = 0; i < personalities.size(); i++) {
            Personality personality = personalities.get(i);
            if (personality.concerns(card)) {
                frame.word(personality.config().personality())
                        .word(personality.role().ordinal())
                        .word(personality.epoch())
                        .word(personality.log().lsn())
                        .word(personality.log().hash())
                        .word(replicator.whole(personality) ? 1 : 0)
                        .word(personality.record().votedEpoch());
                Superblock.Slot record = personality.record();
                for (int back = 1; back <= HELLO_HISTORY; back++) {
                    int entry = record.historySize() - back;
                    frame.word(entry < 0 ? 0 : record.historyEpoch(entry));
                    frame.word(
                            entry < 0 ? 0 : record.historyOwner(entry) | (record.historyForced(entry) ? 1L << 16 : 0));
                }
            }
        }
        messenger.send();
    }
}
