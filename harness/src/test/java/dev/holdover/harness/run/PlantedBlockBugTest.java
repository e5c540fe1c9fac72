package dev.holdover.harness.run;

import dev.holdover.harness.check.Invariant;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bugs in how a card keeps its block volumes: each is caught by the invariant that it breaks. */
class PlantedBlockBugTest {
    private static final String VOLUME = """
            scenario: The host of a degraded volume crashes
            duration: 900ms
            hosts: { alpha: { workload: { every: 5ms } }, beta: { workload: idle } }
            disks:
              d0: { in: [alpha, beta] }
              d1: { in: [alpha, beta] }
              d2: { in: [alpha, beta] }
            volumes:
              alpha: { disks: [d0, d1, d2], every: 100us..200us }
            when:
              - { at: 150ms, fault: disk-death, on: d1 }
              - { at: 350ms..360ms, fault: host-crash, on: alpha }
            """;

    @TempDir
    private Path folder;

    @Test
    void aLineThatIsWrittenAgainAndStaysCleanIsCaught() throws IOException {
        Planted.caught(folder, PlantedBlockBugs::writtenAgainAndClean, Invariant.LINEARIZABLE, VOLUME);
    }

    @Test
    void aCacheThatTheTakerDropsIsCaught() throws IOException {
        Planted.caught(folder, PlantedBlockBugs::inheritedCacheDropped, Invariant.LOG_PREFIX, VOLUME);
    }

    @Test
    void rowsUnderWayThatABootForgetsAreCaught() throws IOException {
        Planted.caught(folder, PlantedBlockBugs::intentsForgotten, Invariant.ACKNOWLEDGED_SURVIVES, """
                scenario: The firmware crashes while rows of a degraded volume are under way
                duration: 900ms
                hosts: { alpha: { workload: { every: 5ms } } }
                disks:
                  d0: { in: [alpha] }
                  d1: { in: [alpha] }
                  d2: { in: [alpha] }
                volumes:
                  alpha: { disks: [d0, d1, d2], every: 50us..100us }
                when:
                  - { at: 150ms, fault: disk-death, on: d1 }
                  - { at: 200ms..250ms, fault: firmware-crash, on: alpha }
                  - { at: 350ms..400ms, fault: firmware-crash, on: alpha }
                  - { at: 500ms..550ms, fault: firmware-crash, on: alpha }
                  - { at: 650ms..700ms, fault: firmware-crash, on: alpha }
                """);
    }
}
