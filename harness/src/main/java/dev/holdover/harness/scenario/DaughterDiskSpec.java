package dev.holdover.harness.scenario;

import java.util.List;

/**
 * A disk in the daughter slots of one card, or of two.
 *
 * @param name its name, unique in the scenario
 * @param cards the cards that it is plugged into, one or two
 * @param slots the daughter slot in each of them, from zero
 * @param sizeBytes a multiple of 4 KiB
 * @param sector how it is addressed
 * @param latencyNs how long a command takes beside its transfer
 * @param bitsPerSecond what its medium transfers
 * @param cache whether it completes writes before they are on the medium
 * @param owner which side drives it
 */
public record DaughterDiskSpec(
        String name,
        List<String> cards,
        List<Integer> slots,
        long sizeBytes,
        Sector sector,
        Range latencyNs,
        long bitsPerSecond,
        Cache cache,
        Owner owner) {
    /** Logical and physical sectors. */
    public enum Sector {
        /** 512 bytes both. */
        S512N(512, 512),
        /** Addressed by 512 bytes, stored by 4096. */
        S512E(512, 4096),
        /** 4096 bytes both. */
        S4KN(4096, 4096);

        private final int logicalBytes;
        private final int physicalBytes;

        Sector(int logicalBytes, int physicalBytes) {
            this.logicalBytes = logicalBytes;
            this.physicalBytes = physicalBytes;
        }

        public int logicalBytes() {
            return logicalBytes;
        }

        public int physicalBytes() {
            return physicalBytes;
        }
    }

    /** Its write cache. */
    public enum Cache {
        VOLATILE,
        NONE
    }

    /** Which side of the bridge it is on. */
    public enum Owner {
        FIRMWARE,
        HOST
    }

    /** Copies the lists. */
    public DaughterDiskSpec {
        cards = List.copyOf(cards);
        slots = List.copyOf(slots);
    }
}
