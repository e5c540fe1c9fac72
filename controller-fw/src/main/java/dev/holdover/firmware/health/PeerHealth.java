package dev.holdover.firmware.health;

import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.hal.Notice;
import dev.holdover.firmware.wire.Messenger;

/** Which peers answer. Silence of a peer changes how bytes travel, never who owns them. */
public final class PeerHealth {
    private final Hal hal;
    private final FirmwareConfig config;
    private final Messenger messenger;
    private final long[] heardNs;
    private final boolean[] reachable;

    public PeerHealth(Hal hal, FirmwareConfig config, Messenger messenger) {
        this.hal = hal;
        this.config = config;
        this.messenger = messenger;
        this.heardNs = new long[messenger.peers()];
        this.reachable = new boolean[messenger.peers()];
    }

    /** A good frame of {@code card} came; says whether it had been silent. */
    public boolean heard(int card) {
        int index = messenger.index(card);
        heardNs[index] = hal.nowNs();
        boolean returned = !reachable[index];
        reachable[index] = true;
        return returned;
    }

    public boolean reachable(int card) {
        int index = messenger.index(card);
        return index >= 0 && reachable[index];
    }

    /** A period has passed; says whether {@code card} has just fallen silent. */
    public boolean fellSilent(int card) {
        int index = messenger.index(card);
        if (reachable[index] && hal.nowNs() - heardNs[index] >= config.silenceNs()) {
            reachable[index] = false;
            hal.journal(Notice.PEER_LOST, 0, card, 0);
            return true;
        }
        return false;
    }
}
