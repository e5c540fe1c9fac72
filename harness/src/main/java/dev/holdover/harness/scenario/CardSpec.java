package dev.holdover.harness.scenario;

import java.util.Optional;

/**
 * A fail-over card.
 *
 * @param name its name; {@code <host>.card} when the file does not write the card down
 * @param host the host that it is plugged into
 * @param slot the slot there, from 1; no two cards share one
 * @param nvramBytes a multiple of 4 KiB, at least 16 KiB
 * @param logSlots slots of the log ring, a power of two
 * @param batteryMillijoules usable energy of the full battery
 * @param ack when a write is acknowledged
 * @param peer the card in another host that is kept nearly up to date
 * @param takeOver what this card does when its peer hands over
 * @param heartbeatNs period of the driver's heartbeat
 * @param missed so many missed heartbeats mean that the host has failed
 * @param watchdogNs the processor is reset when it has not kicked its watchdog for this long
 * @param loadMilliwatts what the card draws from the battery
 */
public record CardSpec(
        String name,
        String host,
        int slot,
        long nvramBytes,
        int logSlots,
        long batteryMillijoules,
        AckMode ack,
        Optional<String> peer,
        TakeOver takeOver,
        long heartbeatNs,
        int missed,
        long watchdogNs,
        long loadMilliwatts) {
    /** When a write is acknowledged. A file may ask for {@link #LOCAL} only. */
    public enum AckMode {
        /** When it is in this card's NVRAM. */
        LOCAL,
        /** When it is in one peer card's NVRAM too. */
        PEER
    }

    /** What a card does when its peer hands over. */
    public enum TakeOver {
        /** It takes over as soon as the protocol allows it. */
        AUTOMATIC,
        /** It holds the data and waits for an operator. */
        NEVER
    }
}
