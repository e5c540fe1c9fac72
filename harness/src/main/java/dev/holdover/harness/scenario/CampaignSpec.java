package dev.holdover.harness.scenario;

import java.util.List;

/**
 * What a campaign may make of a scenario; each seed draws from it.
 *
 * @param chaosNs for how long things break
 * @param healNs for how long the run goes on after that, with everything whole that can be made whole
 * @param faults how many faults and actions a seed has
 * @param families kinds of faults that a seed may switch on
 * @param vary what may differ from what the scenario says
 * @param asWrittenPpm share of seeds that play the scenario as it is written, in parts per million
 */
public record CampaignSpec(
        Range chaosNs, long healNs, Range faults, List<Family> families, List<Variation> vary, long asWrittenPpm) {
    /** Kinds of faults and actions that are switched on and off together. */
    public enum Family {
        HOST,
        FIRMWARE,
        BUS,
        NETWORK,
        POWER,
        MEMORY,
        BATTERY,
        NV,
        CLOCK,
        ARRAY,
        DISK,
        NIC,
        CONSOLE,
        FLASH,
        OPERATOR,
        FORCE
    }

    /** What of a scenario may be varied. */
    public enum Variation {
        /** How many hosts there are. */
        HOSTS,
        /** When a write is acknowledged. */
        ACK,
        /** What hosts write, how much and how often. */
        WORKLOAD,
        /** How fast and how good networks are. */
        NETWORK
    }

    /** Copies the lists. */
    public CampaignSpec {
        families = List.copyOf(families);
        vary = List.copyOf(vary);
    }
}
