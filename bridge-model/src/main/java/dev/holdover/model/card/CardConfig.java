package dev.holdover.model.card;

import dev.holdover.model.contract.PowerDomain;
import dev.holdover.model.contract.SipHash;
import dev.holdover.model.layout.NvramLayout;

/**
 * What a card is built of.
 *
 * @param layout shape of the NVRAM
 * @param batteryMj capacity of the battery in millijoules; zero: none
 * @param loadMw what processor, NVRAM and NIC draw together, in milliwatts
 * @param chargeMw at which the battery charges, in milliwatts
 * @param resetNs how long the processor is held in reset
 * @param bootWatchdogNs each stage of the watchdog as the hardware starts it at every boot; zero: it does not
 * @param imageKey what its firmware images must be signed with
 */
public record CardConfig(
        NvramLayout layout,
        long batteryMj,
        long loadMw,
        long chargeMw,
        long resetNs,
        long bootWatchdogNs,
        SipHash imageKey) {
    /** A hold time that reset controllers have: 2 ms. */
    public static final long RESET_NS = 2_000_000;

    /** Ten times what the firmware needs until it has set up the watchdog itself: 10 ms. */
    public static final long BOOT_WATCHDOG_NS = 10_000_000;

    private static final int ALL_PERCENT = 100;
    private static final int NIC_PERCENT = 30;
    private static final int BRIDGE_PERCENT = 10;
    private static final int NVRAM_PERCENT = 10;

    /** What a power domain draws of {@link #loadMw()} while it works, in milliwatts. */
    public long loadMw(PowerDomain domain) {
        return switch (domain) {
            case NIC -> loadMw * NIC_PERCENT / ALL_PERCENT;
            case BRIDGE -> loadMw * BRIDGE_PERCENT / ALL_PERCENT;
            case NVRAM -> loadMw * NVRAM_PERCENT / ALL_PERCENT;
            case PROCESSOR -> {
                long others = loadMw(PowerDomain.NIC) + loadMw(PowerDomain.BRIDGE) + loadMw(PowerDomain.NVRAM);
                yield loadMw - others;
            }
        };
    }

    /** One whose watchdog stands still until the firmware starts it. */
    public CardConfig(NvramLayout layout, long batteryMj, long loadMw, long chargeMw, long resetNs) {
        this(layout, batteryMj, loadMw, chargeMw, resetNs, 0);
    }

    /** One that takes the images of developers: their key is known to everybody. */
    public CardConfig(
            NvramLayout layout, long batteryMj, long loadMw, long chargeMw, long resetNs, long bootWatchdogNs) {
        this(layout, batteryMj, loadMw, chargeMw, resetNs, bootWatchdogNs, new SipHash(0, 0));
    }
}
