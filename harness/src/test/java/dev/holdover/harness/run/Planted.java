package dev.holdover.harness.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.holdover.firmware.FirmwareParts;
import dev.holdover.harness.check.Invariant;
import dev.holdover.harness.check.Violation;
import dev.holdover.harness.scenario.Scenario;
import dev.holdover.harness.scenario.ScenarioFile;
import dev.holdover.harness.world.CardParts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** Plays a scenario with a firmware that has a bug, and with the product. */
final class Planted {
    private static final int SEEDS = 20;

    private Planted() {}

    /** A bug in the firmware is caught by {@code invariant} and no other, and the product passes. */
    static void caught(Path folder, Supplier<FirmwareParts> bug, Invariant invariant, String text) throws IOException {
        caught(folder, CardParts.of(bug), invariant, text);
    }

    /** So is a bug in the hardware. */
    static void caught(Path folder, CardParts bug, Invariant invariant, String text) throws IOException {
        Path file = Files.writeString(folder.resolve("planted.yaml"), text);
        Scenario scenario = ScenarioFile.load(file, Run.vocabulary(), List.of());
        for (long seed = 1; seed <= SEEDS; seed++) {
            Outcome product = new Run(() -> 0).play(scenario, seed);
            assertTrue(product.passed(), "product, seed " + seed + ": " + product.violations());
        }
        for (long seed = 1; seed <= SEEDS; seed++) {
            List<Violation> violations =
                    new Run(() -> 0, bug).play(scenario, seed).violations();
            if (!violations.isEmpty()) {
                assertEquals(invariant.number(), violations.get(0).number(), "caught as " + violations);
                return;
            }
        }
        fail("not caught in " + SEEDS + " seeds");
    }
}
