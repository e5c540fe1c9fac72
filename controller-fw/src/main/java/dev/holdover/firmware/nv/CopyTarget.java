package dev.holdover.firmware.nv;

import dev.holdover.firmware.personality.Personality;
import dev.holdover.firmware.replicate.Replicator;
import dev.holdover.firmware.wire.Frame;
import dev.holdover.firmware.wire.MessageType;
import dev.holdover.firmware.wire.Messenger;
import dev.holdover.model.contract.Register;

/** Saves to the cards that hold copies: what goes there is what replication sends anyway. */
public class CopyTarget implements SaveTarget {
    private final Messenger messenger;
    private final Replicator replicator;
    private final int[] erasedCards = new int[Register.WINDOW_LIMIT.count()];

    public CopyTarget(Messenger messenger, Replicator replicator) {
        this.messenger = messenger;
        this.replicator = replicator;
    }

    @Override
    public boolean inSync(Personality personality) {
        return replicator.anyInSync(personality);
    }

    @Override
    public boolean reachable(Personality personality) {
        return replicator.anyReachable(personality);
    }

    @Override
    public boolean holds(Personality personality, long lsn) {
        return replicator.anyInSync(personality) && replicator.heldByAnother(personality) >= lsn;
    }

    @Override
    public void giveBack(Personality personality, boolean wanted) {
        for (int peer = 0; peer < personality.peers(); peer++) {
            if (personality.epoch() > 0 && messenger.connected(personality.peerCard(peer))) {
                messenger
                        .begin(
                                MessageType.RESTORE,
                                personality.peerCard(peer),
                                personality.config(),
                                personality.epoch())
                        .word(wanted ? 1 : 0);
                messenger.send();
            }
        }
    }

    @Override
    public void erase(Personality personality, boolean anew) {
        if (anew) {
            erasedCards[personality.slot()] = 0;
        }
        replicator.hold(personality, true);
        for (int peer = 0; peer < personality.peers(); peer++) {
            int card = personality.peerCard(peer);
            boolean done = (erasedCards[personality.slot()] >>> personality.copyOn(card) & 1) != 0;
            if (!done && messenger.connected(card)) {
                messenger.begin(MessageType.ERASE, card, personality.config(), personality.epoch());
                messenger.send();
            }
        }
    }

    @Override
    public boolean erased(Personality personality) {
        return Integer.bitCount(erasedCards[personality.slot()]) == personality.peers();
    }

    @Override
    public void refill(Personality personality) {
        replicator.hold(personality, false);
    }

    @Override
    public boolean answered(Personality personality, Frame answer) {
        if (answer.type() == MessageType.ERASED) {
            int copy = personality.copyOn(answer.sender());
            erasedCards[personality.slot()] |= copy < 0 ? 0 : 1 << copy;
            return copy >= 0;
        }
        return answer.payloadLength() >= 8 && answer.wordAt(0) != 0;
    }
}
