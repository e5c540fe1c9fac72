package dev.holdover.firmware.personality;

import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.hal.Notice;
import dev.holdover.model.contract.Role;

/** What a boot does with a log: the owner's and a follower's is replayed, a superseded one never is. */
public class Recovery {
    private final Hal hal;

    public Recovery(Hal hal) {
        this.hal = hal;
    }

    /**
     * Brings the image of an opened log up to its end.
     *
     * @return how many records were replayed
     */
    public long replay(Personality personality) {
        if (personality.record().role() == Role.SUPERSEDED) {
            return 0;
        }
        long records = personality.replay();
        if (records > 0) {
            hal.journal(Notice.REPLAYED, personality.slot(), records, personality.epoch());
        }
        return records;
    }
}
