package dev.holdover.firmware.testing;

import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.FirmwareConfig.FailBack;
import dev.holdover.firmware.hal.FirmwareConfig.LeaseConfig;
import dev.holdover.firmware.hal.FirmwareConfig.SlotConfig;
import dev.holdover.model.contract.SipHash;
import dev.holdover.model.layout.NvramLayout;
import java.util.List;

/** Flash contents for tests: two cards, each with its own host's personality and a copy of the other's. */
public final class Configs {
    public static final int CLUSTER = 9;
    public static final SipHash CLUSTER_KEY = new SipHash(0x0706050403020100L, 0x0F0E0D0C0B0A0908L);
    public static final SipHash UNLOCK_KEY = new SipHash(3, 5);
    public static final long HEARTBEAT_NS = 10_000_000;
    public static final int MISSED = 5;

    private static final NvramLayout SMALL = new NvramLayout(4L * NvramLayout.BLOCK, 8, 2);

    private Configs() {}

    /** One of a pair: card 1 or 2. */
    public static FirmwareConfig pair(int card) {
        return pair(card, SMALL, true);
    }

    public static FirmwareConfig pair(int card, NvramLayout layout, boolean handsOver) {
        int other = 3 - card;
        return config(
                CLUSTER,
                card,
                layout,
                List.of(SlotConfig.of(card, card, other), SlotConfig.of(other, other, card)),
                handsOver,
                1_000_000_000L);
    }

    /** A card without any peer. */
    public static FirmwareConfig alone() {
        NvramLayout layout = new NvramLayout(4L * NvramLayout.BLOCK, 8, 1);
        return config(CLUSTER, 1, layout, List.of(SlotConfig.of(1, 1)), true, 1_000_000_000L);
    }

    public static FirmwareConfig config(
            int cluster, int card, NvramLayout layout, List<SlotConfig> slots, boolean handsOver, long linkBits) {
        return config(cluster, card, layout, slots, handsOver, linkBits, FirmwareConfig.NO_STORE);
    }

    /** A card that keeps images on the disk in a daughter slot, or on none. */
    public static FirmwareConfig storing(int card, NvramLayout layout, List<SlotConfig> slots, int storeSlot) {
        return config(CLUSTER, card, layout, slots, true, 1_000_000_000L, storeSlot);
    }

    private static FirmwareConfig config(
            int cluster,
            int card,
            NvramLayout layout,
            List<SlotConfig> slots,
            boolean handsOver,
            long linkBits,
            int storeSlot) {
        return new FirmwareConfig(
                cluster,
                card,
                layout,
                slots,
                CLUSTER_KEY,
                UNLOCK_KEY,
                HEARTBEAT_NS,
                MISSED,
                100_000_000,
                handsOver,
                8_000,
                linkBits,
                LeaseConfig.DEFAULT,
                FailBack.NEVER,
                FirmwareConfig.StorageConfig.NONE,
                List.of(),
                true,
                storeSlot);
    }
}
