package dev.holdover.harness.run;

import dev.holdover.harness.check.Invariant;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bugs about what is saved to disk: each is caught by the invariant that it breaks. */
class PlantedStoreBugTest {
    private static final String BOTH_RAILS_GO = """
            scenario: A card alone loses both rails while it stores what its host writes
            duration: 600ms
            hosts:
              alpha: { boot-time: 20ms, workload: { pattern: random-writes, until: 150ms } }
            disks:
              d0: { in: [alpha], size: 4MiB, cache: volatile }
            cards:
              a: { in: alpha, save-to: d0 }
            when:
              - { at: 30ms..60ms, do: save, on: a }
              - { at: 100ms..110ms, fault: mains-loss, for: 300ms }
              - { at: 120ms..130ms, fault: both-batteries-gone, on: a, for: 100ms }
            """;

    @TempDir
    private Path folder;

    @Test
    void whatIsReportedStoredBeforeItIsFlushedIsCaught() throws IOException {
        Planted.caught(folder, PlantedStoreBugs::storedBeforeFlushed, Invariant.ACKNOWLEDGED_SURVIVES, BOTH_RAILS_GO);
    }

    @Test
    void aHeaderThatIsOnTheMediumBeforeItsImageIsCaught() throws IOException {
        Planted.caught(folder, PlantedStoreBugs::headerBeforeData, Invariant.ACKNOWLEDGED_SURVIVES, BOTH_RAILS_GO);
    }

    @Test
    void aSaveThatEndsBeforeTheDiskHasEverythingIsCaught() throws IOException {
        Planted.caught(folder, PlantedStoreBugs::savedBeforeStored, Invariant.ACKNOWLEDGED_SURVIVES, BOTH_RAILS_GO);
    }

    @Test
    void aPeerThatSaysTooEarlyWhatIsOnItsDiskIsCaught() throws IOException {
        Planted.caught(folder, PlantedStoreBugs::destagedWhenReceived, Invariant.ACKNOWLEDGED_SURVIVES, """
                scenario: The mains of both hosts fail while one writes, and all batteries are empty at once
                duration: 900ms
                hosts:
                  alpha: { boot-time: 20ms, workload: { pattern: random-writes, every: 50us..100us } }
                  beta: { boot-time: 20ms, workload: idle }
                disks:
                  d0: { in: [beta], size: 8MiB, latency: 200us..400us }
                cards:
                  a: { in: alpha, ack: DESTAGED, short-of-copies: wait }
                  b: { in: beta, save-to: d0 }
                feeds:
                  room: { powers: [alpha, beta] }
                when:
                  - { at: 150ms..160ms, fault: mains-loss, on: room, for: 200ms }
                  - { at: 0ms after gate-shut on a, fault: both-batteries-gone, on: a, for: 100ms }
                  - { at: 0ms after gate-shut on a, fault: both-batteries-gone, on: b, for: 100ms }
                """);
    }

    @Test
    void anImageThatIsLoadedWithoutItsChecksumsIsCaught() throws IOException {
        Planted.caught(folder, PlantedStoreBugs::checksumsIgnored, Invariant.CORRUPTION_DETECTED, """
                scenario: The disk rots while the power is out
                duration: 600ms
                hosts:
                  alpha: { boot-time: 20ms, workload: { pattern: random-writes, until: 24ms } }
                disks:
                  d0: { in: [alpha], size: 4MiB }
                cards:
                  a: { in: alpha, save-to: d0 }
                when:
                  - { at: 100ms, fault: mains-loss, for: 300ms }
                  - { at: 130ms, fault: both-batteries-gone, on: a, for: 100ms }
                  - { at: 1ms after nvram-lost on a, fault: disk-bit-rot, on: d0, times: 40 }
                """);
    }

    @Test
    void anOlderImageThatIsClaimedWithIsCaught() throws IOException {
        Planted.caught(folder, PlantedStoreBugs::olderImageRevived, Invariant.CLAIM_AFTER_CERTIFICATE, """
                scenario: The peer has taken over, and the first card comes back without its NVRAM and hears nobody
                duration: 900ms
                hosts:
                  alpha: { boot-time: 20ms }
                  beta: { boot-time: 20ms }
                disks:
                  d0: { in: [alpha], size: 8MiB }
                cards:
                  a: { in: alpha, save-to: d0 }
                  b: { in: beta }
                feeds:
                  room-1: { powers: [alpha] }
                  room-2: { powers: [beta] }
                when:
                  - { at: 100ms..110ms, fault: mains-loss, on: room-1, for: 400ms }
                  - { at: 250ms..260ms, fault: both-batteries-gone, on: a, for: 100ms }
                  - { at: 0ms after nvram-lost on a, fault: link-down, on: lan-a, for: 400ms }
                """);
    }
}
