package dev.holdover.firmware.hal;

import dev.holdover.model.contract.SipHash;
import dev.holdover.model.layout.NvramLayout;
import java.util.List;
import java.util.stream.IntStream;

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
 * @param handsOver whether a failed host's personality is handed to a peer without being asked
 * @param loadMw what the card draws, in milliwatts
 * @param linkBitsPerSecond bandwidth to the peer, for the energy budget
 * @param lease how long an owner may go on without a majority
 * @param failBack when a guest goes home
 * @param storage the disk array with the personalities' volumes
 * @param volumes the block volumes of personalities that the card may own; one for a personality at most
 * @param armsAtBoot whether a boot arms the card as soon as another place is in sync
 * @param storeSlot the daughter slot of the disk that images are stored on; {@link #NO_STORE}: there is none
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
        long linkBitsPerSecond,
        LeaseConfig lease,
        FailBack failBack,
        StorageConfig storage,
        List<VolumeConfig> volumes,
        boolean armsAtBoot,
        int storeSlot) {
    /** No disk for images. */
    public static final int NO_STORE = -1;

    /**
     * One personality and who holds it.
     *
     * @param personality its number in the cluster, above zero
     * @param copies the cards that hold its bytes: its home first, then in the order in which they take over
     * @param witnesses cards that vote about it and hold none of its bytes
     * @param quorum in how many copies a write is before it is acknowledged: 1 is LOCAL, 2 PEER, k QUORUM(k)
     * @param waits whether writes wait while there are fewer copies in sync; if not, they are acknowledged
     *     with as many as there are, and say so
     * @param raises whether writes that the batteries could not save are acknowledged once another card holds
     *     them; if not, they are refused
     * @param acceptsLoss whether a copy may take over that may lack acknowledged writes
     * @param preserves whether nobody takes over after a certificate: the copy that it names keeps the bytes, and gives
     *     them and the ownership back when the home card asks for them
     * @param pace how much of the network, and of the host's patience, the copies get
     */
    public record SlotConfig(
            int personality,
            List<Integer> copies,
            List<Integer> witnesses,
            int quorum,
            boolean destages,
            boolean waits,
            boolean raises,
            boolean acceptsLoss,
            boolean preserves,
            Pace pace) {
        public SlotConfig {
            copies = List.copyOf(copies);
            witnesses = List.copyOf(witnesses);
        }

        /** In mode LOCAL, without witnesses. */
        public static SlotConfig of(int personality, int... copies) {
            return new SlotConfig(
                    personality,
                    IntStream.of(copies).boxed().toList(),
                    List.of(),
                    1,
                    false,
                    false,
                    false,
                    false,
                    false,
                    Pace.FULL);
        }

        /** The card of the host that it belongs to. */
        public int homeCard() {
            return copies.get(0);
        }

        /** How many cards vote: with fewer than three a vote proves nothing, and an owner needs no lease. */
        public int voters() {
            return copies.size() + witnesses.size();
        }

        public int majority() {
            return voters() / 2 + 1;
        }

        /** Whether an owner needs a lease of a majority. */
        public boolean leased() {
            return voters() > 2;
        }
    }

    /**
     * How the copies are filled while the host is served.
     *
     * @param pullsAhead whether the host goes on writing when a copy that it need not wait for falls behind by a
     *     whole log; if not, its writes wait for that copy
     * @param resyncBitsPerSecond what a resync may take of the network while the host is served; zero: all of it
     */
    public record Pace(boolean pullsAhead, long resyncBitsPerSecond) {
        /** Nobody falls behind, and a resync is as fast as it can be. */
        public static final Pace FULL = new Pace(false, 0);
    }

    /**
     * How long an owner may go on without a majority. An owner counts from when it sent its request; whoever
     * granted it waits {@link #waitNs} from then before it votes for another.
     *
     * @param ns length of a lease
     * @param driftPpm how far each card's clock may be from true time, in parts per million; below a million
     * @param slackNs what a gate needs to shut, and more
     */
    public record LeaseConfig(long ns, long driftPpm, long slackNs) {
        /** A tenth of a second, for oscillators of 200 ppm. */
        public static final LeaseConfig DEFAULT = new LeaseConfig(100_000_000, 200, 1_000_000);

        private static final long MILLION = 1_000_000;

        /** L (1 + rho) / (1 - rho) + delta. */
        public long waitNs() {
            return (ns * (MILLION + driftPpm) + MILLION - driftPpm - 1) / (MILLION - driftPpm) + slackNs;
        }
    }

    /**
     * When a guest goes home.
     *
     * @param holdNs how long its home card must have been in sync and its host healthy; {@link Long#MAX_VALUE}: never
     * @param atMost how many moves there may be within {@code windowNs}
     */
    public record FailBack(long holdNs, int atMost, long windowNs) {
        /** Guests stay where they are. */
        public static final FailBack NEVER = new FailBack(Long.MAX_VALUE, 0, 0);
    }

    /**
     * The disk array.
     *
     * @param attached whether there is one: then a take-over reserves the personality's volume first
     * @param giveUpNs after which a take-over goes on without the volume if the array does not answer
     */
    public record StorageConfig(boolean attached, long giveUpNs) {
        /** No array. */
        public static final StorageConfig NONE = new StorageConfig(false, 0);
    }

    /**
     * Where a personality's block volume lies, as this card reaches it. What it is made of stands on the disks.
     *
     * @param personality whose
     * @param daughterSlots the daughter slots of its members and spares, from zero
     * @param giveUpNs after which a take-over goes on without a disk that does not answer
     * @param rowsPerSecond rows that rebuild and scrub may do in a second
     */
    public record VolumeConfig(int personality, List<Integer> daughterSlots, long giveUpNs, int rowsPerSecond) {
        public VolumeConfig {
            daughterSlots = List.copyOf(daughterSlots);
        }
    }

    public FirmwareConfig {
        slots = List.copyOf(slots);
        volumes = List.copyOf(volumes);
        if (slots.size() != layout.slots()) {
            throw new IllegalArgumentException(slots.size() + " personalities for " + layout.slots() + " slots");
        }
    }

    /** After which silence counts as failure. */
    public long silenceNs() {
        return heartbeatNs * missedLimit;
    }
}
