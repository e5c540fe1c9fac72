package dev.holdover.firmware.hal;

import dev.holdover.model.contract.SipHash;
import dev.holdover.model.layout.NvramLayout;
import java.util.List;

/**
 * What stands in the card's flash: who it is, whom it knows, and its limits.
 *
 * @param cluster number of the cluster; frames of another are refused
 * @param card number of this card, above zero
 * @param layout shape of the NVRAM
 * @param slots one for each slot of the layout
 * @param clusterKey signs frames and certificates
 * @param unlockKey answers the mailbox's challenges
 * @param heartbeatNs period of heartbeats, of hosts and of cards
 * @param missedLimit heartbeats that may be missed
 * @param watchdogNs after which a hung processor is reset, both stages together
 * @param handsOver whether a failed host's personality is handed to the peer without being asked
 * @param loadMw what the card draws, in milliwatts
 * @param linkBitsPerSecond bandwidth to the peer, for the energy budget
 */
public record FirmwareConfig(
        int cluster,
        int card,
        NvramLayout layout,
        List<SlotConfig> slots,
        SipHash clusterKey,
        SipHash unlockKey,
        long heartbeatNs,
        int missedLimit,
        long watchdogNs,
        boolean handsOver,
        long loadMw,
        long linkBitsPerSecond) {

    /**
     * One personality on this card.
     *
     * @param personality its number in the cluster, above zero
     * @param homeCard the card of the host it belongs to
     * @param peerCard the card that holds the other copy; zero: none
     */
    public record SlotConfig(int personality, int homeCard, int peerCard) {}

    public FirmwareConfig {
        slots = List.copyOf(slots);
        if (slots.size() != layout.slots()) {
            throw new IllegalArgumentException(slots.size() + " personalities for " + layout.slots() + " slots");
        }
    }

    /** After which silence counts as failure. */
    public long silenceNs() {
        return heartbeatNs * missedLimit;
    }
}
