package dev.holdover.model.card;

import dev.holdover.model.layout.NvramLayout;

/**
 * What a card is built of.
 *
 * @param layout shape of the NVRAM
 * @param batteryMj capacity of the battery in millijoules; zero: none
 * @param loadMw what processor, NVRAM and NIC draw together, in milliwatts
 * @param chargeMw at which the battery charges, in milliwatts
 * @param resetNs how long the processor is held in reset
 */
public record CardConfig(NvramLayout layout, long batteryMj, long loadMw, long chargeMw, long resetNs) {
    /** A hold time that reset controllers have: 2 ms. */
    public static final long RESET_NS = 2_000_000;
}
