package dev.holdover.harness.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.harness.scenario.Scenario;
import dev.holdover.harness.scenario.ScenarioFile;
import dev.holdover.harness.story.Journal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A cut before every single store of a run, not at a sample of them; every invariant holds each time. */
class SweepTest {
    private static final int AT_ONCE_WRONG = 5;

    @Test
    void hostCrashAtEveryStoreOfTheHost() {
        sweep("host-crash", "alpha", "alpha", "", 150);
    }

    @Test
    void mainsLossAtEveryStoreOfTheCard() {
        sweep("mains-loss", "room-1", "a", "", 1_000);
    }

    @Test
    void firmwareCrashAtEveryStoreOfTheCard() {
        sweep("firmware-crash", "a", "a", "", 1_000);
    }

    @Test
    void firmwareCrashAtEveryStoreOfThePeer() {
        sweep("firmware-crash", "b", "b", "", 1_000);
    }

    @Test
    void guestsFirmwareCrashAtEveryStoreOfAReturn() {
        sweep("firmware-crash", "b", "b from 141ms", RETURN, 100);
    }

    @Test
    void homesFirmwareCrashAtEveryStoreOfAReturn() {
        sweep("firmware-crash", "a", "a from 141ms", RETURN, 100);
    }

    private static final String SMALL = """
            scenario: A few writes
            duration: 130ms
            hosts:
              alpha: { boot-time: 20ms, workload: { pattern: random-writes, every: 1ms, size: 512B, until: 12ms } }
              beta: {}
            cards:
              a: { in: alpha, nvram: 16KiB, log: 8 }
              b: { in: beta, nvram: 16KiB, log: 8 }
            feeds:
              room-1: { powers: [alpha] }
              room-2: { powers: [beta] }
            when:
              - { at: WHEN, fault: FAULT, on: ON }
            """;

    private static final String RETURN = """
            scenario: The host comes home
            duration: 330ms
            hosts:
              alpha: { boot-time: 20ms, workload: { pattern: random-writes, every: 4ms, size: 512B, until: 170ms } }
              beta: {}
            cards:
              a: { in: alpha, nvram: 16KiB, log: 8 }
              b: { in: beta, nvram: 16KiB, log: 8 }
            cluster: { hold: 30ms, moves: 9 }
            when:
              - { at: 20ms, fault: host-crash, on: alpha, for: 60ms }
              - { at: WHEN, fault: FAULT, on: ON }
            """;

    private static void sweep(String fault, String on, String storesOf, String text, int atLeast) {
        List<String> wrong = new ArrayList<>();
        int cuts = 0;
        while (wrong.size() < AT_ONCE_WRONG) {
            String yaml = (text.isEmpty() ? SMALL : text)
                    .replace("WHEN", "store " + (cuts + 1) + " of " + storesOf)
                    .replace("FAULT", fault)
                    .replace("ON", on);
            Scenario scenario = ScenarioFile.load(
                    Path.of("sweep.yaml"), yaml.getBytes(StandardCharsets.UTF_8), Run.vocabulary(), List.of());
            Outcome outcome = new Run(() -> 0).play(scenario, 1);
            long strikes = outcome.story().stream()
                    .filter(line -> line.kind() == Journal.Kind.FAULT)
                    .count();
            if (strikes < scenario.when().size()) {
                break;
            }
            cuts++;
            if (!outcome.passed()) {
                wrong.add("cut at store " + cuts + ": " + outcome.violations());
            }
        }
        assertEquals(List.of(), wrong);
        assertTrue(cuts >= atLeast, "only " + cuts + " stores");
    }
}
