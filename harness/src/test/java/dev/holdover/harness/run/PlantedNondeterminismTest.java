package dev.holdover.harness.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.firmware.FirmwareParts;
import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.hal.Timer;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.firmware.replicate.Replicator;
import dev.holdover.firmware.wire.Messenger;
import dev.holdover.harness.check.Violation;
import dev.holdover.harness.scenario.Scenario;
import dev.holdover.harness.scenario.ScenarioFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/** Firmware that asks the real world for a number is caught, and where it began to differ is named. */
class PlantedNondeterminismTest {
    private static final long FROM_NS = 60_000_000;
    private static final Scenario SCENARIO = ScenarioFile.load(
            Path.of("planted.yaml"), """
            scenario: Nothing breaks
            duration: 120ms
            hosts: [alpha, beta]
            """.getBytes(StandardCharsets.UTF_8), Run.vocabulary(), List.of());

    @Test
    void theClockOfTheRealWorldIsCaught() {
        caught(System::nanoTime);
    }

    @Test
    void anIdentityHashIsCaught() {
        caught(() -> System.identityHashCode(new Object()));
    }

    @Test
    void aConstantIsNot() {
        Outcome outcome = Determinism.play(new Run(() -> 0, () -> disturbed(() -> 77)), SCENARIO, 1);
        assertTrue(outcome.passed(), () -> outcome.violations().toString());
    }

    private static void caught(LongSupplier source) {
        Run run = new Run(() -> 0, () -> disturbed(source));
        Outcome first = run.play(SCENARIO, 1);
        Violation difference = Determinism.compare(first, run.play(SCENARIO, 1)).orElseThrow();
        assertEquals(26, difference.number());
        String text = difference.text();
        assertTrue(text.startsWith("two runs differ first at checkpoint "), text);
        int checkpoint = Integer.parseInt(text.replaceAll(".*checkpoint (\\d+) .*", "$1"));
        assertTrue(checkpoint > 1, "named as the beginning, but the bug sleeps until the middle: " + text);
        assertTrue(checkpoint <= first.checkpoints().size() / 2 + 3, "named too late: " + text);
    }

    /** The heartbeat's period has a random part that comes from outside. */
    private static FirmwareParts disturbed(LongSupplier source) {
        return new FirmwareParts() {
            @Override
            public Replicator replicator(
                    Hal hal, FirmwareConfig config, Messenger messenger, List<Personality> personalities) {
                return new Replicator(hal, config, messenger, personalities) {
                    @Override
                    public void tick() {
                        super.tick();
                        if (hal.nowNs() >= FROM_NS) {
                            hal.arm(Timer.TICK, 0, hal.nowNs() + 9_000_000 + (source.getAsLong() & 0xfffff));
                        }
                    }
                };
            }
        };
    }
}
