package dev.holdover.harness.cli;

import java.util.List;

/** What the card is to be and do. */
final class ClaimTexts {
    /** The claims in a few words each; the first is claim 1. */
    static final List<String> ALL = List.of(
            "NVRAM under the host's control, a processor and a network port on back-up power",
            "sends the NVRAM's data to another computer when the host has failed",
            "answers other computers' requests for the NVRAM's data when the host has failed",
            "one card in each host of a cluster, so that each can stand in for another",
            "non-transparent bridges between host and card",
            "the card shuts a failed host out, goes on, and lets it back when told or shown",
            "the host shuts a failed card out, goes on, and lets it back when told or shown",
            "takes daughter cards",
            "a network controller as daughter card, under the host's control",
            "a disk or RAID controller as daughter card, under the host's control",
            "a disk or RAID controller as daughter card, under the card's own control",
            "RAID over daughter disks, with NVRAM under the host's control",
            "survives a long outage: data goes to another host or disk, and comes back",
            "survives a long outage: the computer that has the data takes over the host's work",
            "keeps a remote copy nearly up to date, and sends the rest when the host fails",
            "a watchdog resets the embedded processor",
            "the host can reset the embedded processor");

    private ClaimTexts() {}
}
