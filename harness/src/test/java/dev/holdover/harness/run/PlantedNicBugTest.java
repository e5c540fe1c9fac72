package dev.holdover.harness.run;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.firmware.FirmwareParts;
import dev.holdover.firmware.guard.Guard;
import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.harness.check.Invariant;
import dev.holdover.harness.check.Violation;
import dev.holdover.harness.scenario.Scenario;
import dev.holdover.harness.scenario.ScenarioFile;
import dev.holdover.model.contract.Register;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bugs that show nowhere but in what hosts answer through their own network controllers. */
class PlantedNicBugTest {
    private static final int SEEDS = 5;

    /** Nobody writes, so no descriptor is refused for its epoch: only clients see which one they are answered in. */
    private static final String TAKE_OVER = """
            scenario: A host hangs while clients ask it, and another one answers them
            duration: 600ms
            hosts: { alpha: { workload: idle }, beta: { workload: idle } }
            cards: { a: { in: alpha }, b: { in: beta } }
            lans: { lan-a: { joins: [alpha, beta] } }
            nics: { n0: { in: a, on: lan-a }, n1: { in: b, on: lan-a } }
            stations: { client: { on: lan-a, asks: [a], every: 300us } }
            when:
              - { at: 150ms..200ms, fault: host-hang, on: alpha, for: 100ms }
            expect:
              - see: daughter-nic-answered
                on: beta
                within: 150ms of host-hang
            """;

    @TempDir
    private Path folder;

    @Test
    void aTakerWhoseHostAnswersInTheEpochOfTheOneBeforeIsCaughtByItsClientsAnswersAlone() throws IOException {
        Planted.caught(folder, PlantedNicBugTest::epochOfTheOneBefore, Invariant.ONE_ANSWERER, TAKE_OVER);
        Path file = Files.writeString(folder.resolve("alone.yaml"), TAKE_OVER);
        Scenario scenario = ScenarioFile.load(file, Run.vocabulary(), List.of());
        for (long seed = 1; seed <= SEEDS; seed++) {
            List<Violation> violations = new Run(() -> 0, PlantedNicBugTest::epochOfTheOneBefore)
                    .play(scenario, seed)
                    .violations();
            assertFalse(violations.isEmpty(), "seed " + seed);
            for (Violation each : violations) {
                assertTrue(each.text().contains("is answered for by cards 1 and 2 in epoch 1"), each::toString);
            }
        }
    }

    /** A taker shows its host the epoch that it has ended, not the one that it has begun. */
    private static FirmwareParts epochOfTheOneBefore() {
        return new FirmwareParts() {
            @Override
            public Guard guard(
                    Hal hal, FirmwareConfig config, List<Personality> personalities, Guard.Listener listener) {
                return new Guard(hal, config, personalities, listener) {
                    @Override
                    public void open() {
                        super.open();
                        for (Personality each : personalities) {
                            if (!each.isHome() && each.owns()) {
                                hal.write(Register.SLOT_EPOCH, each.slot(), each.epoch() - 1);
                            }
                        }
                    }
                };
            }
        };
    }
}
