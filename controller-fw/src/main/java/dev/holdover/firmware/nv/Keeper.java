package dev.holdover.firmware.nv;

import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.hal.Notice;
import dev.holdover.firmware.health.FailureCause;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.firmware.replicate.Replicator;
import dev.holdover.firmware.store.ImageStore;
import dev.holdover.firmware.takeover.TakeOver;
import dev.holdover.firmware.wire.Frame;
import dev.holdover.firmware.wire.MessageType;
import dev.holdover.firmware.wire.Messenger;
import dev.holdover.model.contract.Role;
import dev.holdover.model.contract.SaveCause;
import java.util.Arrays;
import java.util.List;

/**
 * What this card does for the NV state machine of another: it keeps what was saved here, with the certificate, and
 * gives it back when the home card asks.
 *
 * <pre>
 * BACKUP_SYNC, certified -> RETURNING   the home card asks: the epoch is ours, without a window
 * RETURNING -> DRAINED                  home has everything and still asks: certified for it
 * DRAINED -> SUPERSEDED                 home has claimed
 * </pre>
 *
 * Home asks again at each of its heartbeats, so a restore that is cut on either side goes on by itself.
 */
public final class Keeper {
    private static final long NEVER = Long.MIN_VALUE;
    private static final int PERIODS = 5;

    private final Hal hal;
    private final FirmwareConfig config;
    private final Messenger messenger;
    private final Replicator replicator;
    private final TakeOver takeOver;
    private final List<Personality> personalities;
    private final ImageStore store;
    private final long[] askedNs;

    /** What it works with. */
    public record Wiring(
            Hal hal,
            FirmwareConfig config,
            Messenger messenger,
            Replicator replicator,
            TakeOver takeOver,
            List<Personality> personalities,
            ImageStore store) {}

    public Keeper(Wiring wiring) {
        this.hal = wiring.hal();
        this.config = wiring.config();
        this.messenger = wiring.messenger();
        this.replicator = wiring.replicator();
        this.takeOver = wiring.takeOver();
        this.personalities = wiring.personalities();
        this.store = wiring.store();
        this.askedNs = new long[personalities.size()];
        Arrays.fill(askedNs, NEVER);
    }

    /** RESTORE or ERASE came from another card. */
    public void message(Personality personality, Frame frame) {
        int from = frame.sender();
        if (frame.type() == MessageType.ERASE) {
            erase(personality, from);
        } else if (frame.payloadLength() >= 8 && from == personality.config().homeCard()) {
            restore(personality, from, frame.wordAt(0) != 0);
        }
    }

    /** A message about the log or the image of {@code personality} was dealt with. */
    public void progress(Personality personality) {
        int home = personality.config().homeCard();
        if (personality.role() == Role.RETURNING
                && takeOver.keeps(personality)
                && asked(personality)
                && replicator.inSync(personality, home)
                && replicator.complete(personality, home)) {
            takeOver.commitReturn(personality);
        }
    }

    /** A heartbeat period has passed. */
    public void tick() {
        for (int i = 0; i < personalities.size(); i++) {
            progress(personalities.get(i));
        }
    }

    /** Folds what is asked for into a number. */
    public long stateHash() {
        return Arrays.hashCode(askedNs);
    }

    private boolean asked(Personality personality) {
        long lastNs = askedNs[personality.slot()];
        return lastNs != NEVER && hal.nowNs() - lastNs <= PERIODS * config.heartbeatNs();
    }

    private void restore(Personality personality, int home, boolean wanted) {
        askedNs[personality.slot()] = wanted ? hal.nowNs() : NEVER;
        if (!wanted) {
            return;
        }
        Role before = personality.role();
        boolean kept = takeOver.giveBack(personality);
        if (before == Role.BACKUP_SYNC && kept) {
            hal.journal(
                    Notice.NV_GIVING_BACK,
                    personality.slot(),
                    home,
                    personality.log().lsn());
        }
        messenger
                .begin(MessageType.KEPT, home, personality.config(), personality.epoch())
                .word(kept ? 1 : 0)
                .word(savedFor(personality).ordinal());
        messenger.send();
        progress(personality);
    }

    /** Why home saved what is kept here, as its certificate says. */
    private static SaveCause savedFor(Personality personality) {
        return personality.record().certified()
                ? NvMachine.causeOf(
                        FailureCause.of(personality.record().certificate().cause()))
                : SaveCause.NONE;
    }

    /** A copy says that it is stale before its first byte goes: cut in the middle it is still no copy. */
    private void erase(Personality personality, int owner) {
        boolean erasable = personality.follows() || personality.role() == Role.STALE;
        if (!erasable || personality.owner() != owner) {
            return;
        }
        replicator.ownerChanged(personality);
        if (personality.role() != Role.STALE || personality.log().lsn() != 0) {
            personality.blank();
        }
        // The owner says it again until it is answered.
        store.erase(personality);
        if (store.erased(personality)) {
            messenger.begin(MessageType.ERASED, owner, personality.config(), personality.epoch());
            messenger.send();
        }
    }
}
