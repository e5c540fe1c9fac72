package dev.holdover.firmware.nv;

import dev.holdover.firmware.personality.Personality;
import dev.holdover.firmware.store.ImageStore;
import dev.holdover.firmware.wire.Frame;

/**
 * Saves to the store's disk, and as long as that does not keep up, to the cards that hold copies. What is erased is
 * erased in both.
 */
public class DiskTarget implements SaveTarget {
    private final SaveTarget copies;
    private final ImageStore store;
    private final Revival revival;

    public DiskTarget(SaveTarget copies, ImageStore store, Revival revival) {
        this.copies = copies;
        this.store = store;
        this.revival = revival;
    }

    @Override
    public boolean inSync(Personality personality) {
        return store.keeps(personality) || copies.inSync(personality);
    }

    @Override
    public boolean reachable(Personality personality) {
        return store.fills(personality) || copies.reachable(personality);
    }

    @Override
    public boolean holds(Personality personality, long lsn) {
        return store.keeps(personality) ? store.holds(personality, lsn) : copies.holds(personality, lsn);
    }

    @Override
    public void giveBack(Personality personality, boolean wanted) {
        copies.giveBack(personality, wanted);
        revival.ask(personality, wanted);
    }

    @Override
    public void erase(Personality personality, boolean anew) {
        copies.erase(personality, anew);
        store.erase(personality);
    }

    @Override
    public boolean erased(Personality personality) {
        return copies.erased(personality) && store.erased(personality);
    }

    @Override
    public void refill(Personality personality) {
        copies.refill(personality);
        store.refill(personality);
    }

    @Override
    public boolean answered(Personality personality, Frame answer) {
        return copies.answered(personality, answer);
    }
}
