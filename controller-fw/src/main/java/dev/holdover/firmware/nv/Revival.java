package dev.holdover.firmware.nv;

import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.hal.Notice;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.firmware.store.ImageStore;
import dev.holdover.firmware.store.LoadResult;
import dev.holdover.firmware.takeover.TakeOver;
import dev.holdover.model.contract.Role;
import java.util.Arrays;
import java.util.List;

/**
 * What was loaded from the store becomes the owner's copy again, where nobody can have taken over and nobody has more.
 *
 * <p>Every other card that is concerned must have said, since this card booted, that it does not own the personality
 * and could not claim it: its copy is stale, as this one, or it only votes, or it follows the same epoch and lacks what
 * this one has, so that no certificate makes it an owner (where no majority elects, and loss is not accepted). Of all
 * those copies the one with the latest position counts, by epoch and lsn; of several, the first in the order of the
 * copies. A card that hears of a later epoch than it has loaded is out: what it has may belong to a branch that was
 * given up. A card alone has nobody to ask.
 */
public class Revival {
    private static final long UNKNOWN = -1;

    private final Hal hal;
    private final List<Personality> personalities;
    private final ImageStore store;
    private final TakeOver takeOver;
    private final long[] loadedEpoch;
    private final boolean[] asked;
    /** By personality's slot and card: the lsn there, or that nothing is known that would allow it. */
    private final long[][] others;

    private final long[][] othersEpoch;
    /** Whether it could claim with a certificate, if it had all of the log. */
    private final boolean[][] followers;

    public Revival(Hal hal, List<Personality> personalities, ImageStore store, TakeOver takeOver) {
        this.hal = hal;
        this.personalities = personalities;
        this.store = store;
        this.takeOver = takeOver;
        int cards = 1;
        for (Personality each : personalities) {
            for (int card : each.config().copies()) {
                cards = Math.max(cards, card + 1);
            }
            for (int card : each.config().witnesses()) {
                cards = Math.max(cards, card + 1);
            }
        }
        this.loadedEpoch = new long[personalities.size()];
        this.asked = new boolean[personalities.size()];
        this.others = new long[personalities.size()][cards];
        this.othersEpoch = new long[personalities.size()][cards];
        this.followers = new boolean[personalities.size()][cards];
        for (long[] each : others) {
            Arrays.fill(each, UNKNOWN);
        }
    }

    /** The firmware begins to run. */
    public final void boot() {
        for (Personality each : personalities) {
            if (store.result(each) == LoadResult.LOADED) {
                loadedEpoch[each.slot()] = each.epoch();
            }
        }
    }

    /** Another card has said where it stands. */
    public final void heard(Personality personality, int card, Role role, long epoch, long lsn) {
        boolean follower = role == Role.BACKUP_SYNC
                && !personality.config().leased()
                && !personality.config().acceptsLoss();
        boolean harmless = role == Role.STALE || role == Role.WITNESS || follower;
        followers[personality.slot()][card] = follower;
        others[personality.slot()][card] = harmless ? lsn : UNKNOWN;
        othersEpoch[personality.slot()][card] = epoch;
    }

    /** A card fell silent: what it has said counts no more. */
    public final void lost(int card) {
        for (long[] each : others) {
            if (card < each.length) {
                each[card] = UNKNOWN;
            }
        }
    }

    /** The home card wants it, or not any more. */
    final void ask(Personality personality, boolean wanted) {
        asked[personality.slot()] = wanted;
        revive(personality);
    }

    /** A heartbeat period has passed. */
    public final void tick() {
        for (int i = 0; i < personalities.size(); i++) {
            revive(personalities.get(i));
        }
    }

    public final long stateHash() {
        long hash = Arrays.hashCode(loadedEpoch) * 31L + Arrays.hashCode(asked);
        for (long[] each : others) {
            hash = hash * 31 + Arrays.hashCode(each);
        }
        return hash;
    }

    private void revive(Personality personality) {
        int slot = personality.slot();
        boolean wanted = asked[slot] || !personality.isHome();
        boolean asLoaded =
                loadedEpoch[slot] != 0 && personality.role() == Role.STALE && personality.epoch() == loadedEpoch[slot];
        if (!wanted || !asLoaded || !isLatest(personality)) {
            return;
        }
        loadedEpoch[slot] = 0;
        hal.journal(
                Notice.STORE_REVIVED,
                slot,
                personality.epoch(),
                personality.log().lsn());
        takeOver.revive(personality);
    }

    /** Whether all others have said that they own nothing, and none has more. */
    protected boolean isLatest(Personality personality) {
        for (int card : personality.config().witnesses()) {
            if (card != personality.card() && others[personality.slot()][card] == UNKNOWN) {
                return false;
            }
        }
        for (int peer = 0; peer < personality.peers(); peer++) {
            int card = personality.peerCard(peer);
            long lsn = others[personality.slot()][card];
            long epoch = othersEpoch[personality.slot()][card];
            long mine = personality.log().lsn();
            boolean first = personality.copyOn(personality.card()) < personality.copyOn(card);
            boolean less = followers[personality.slot()][card]
                    ? epoch == personality.epoch() && lsn < mine
                    : epoch < personality.epoch() || lsn < mine || lsn == mine && first;
            if (lsn == UNKNOWN || epoch > personality.epoch() || !less) {
                return false;
            }
        }
        return true;
    }
}
