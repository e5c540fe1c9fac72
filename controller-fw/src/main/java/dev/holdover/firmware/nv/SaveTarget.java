package dev.holdover.firmware.nv;

import dev.holdover.firmware.personality.Personality;
import dev.holdover.firmware.wire.Frame;

/** Where a personality's bytes can be saved to, and come back from: one place or several. */
public interface SaveTarget {
    /** Whether some place takes what is written as it comes. */
    boolean inSync(Personality personality);

    /** Whether some place answers. */
    boolean reachable(Personality personality);

    /** Whether some place has everything up to {@code lsn}, and has said so. */
    boolean holds(Personality personality, long lsn);

    /** Asks whoever keeps the bytes to give them back, or not to go on with that. Said again until it is so. */
    void giveBack(Personality personality, boolean wanted);

    /**
     * Asks every place to zero what it holds, and fills none from now on. Said again until {@link #erased}.
     *
     * @param anew whether it begins: what was answered before counts no more
     */
    void erase(Personality personality, boolean anew);

    /** Whether every place has said that it is zeroed. */
    boolean erased(Personality personality);

    /** The places may be filled again. */
    void refill(Personality personality);

    /** A place has answered; says whether it keeps, or has done, what it was asked for. */
    boolean answered(Personality personality, Frame answer);
}
