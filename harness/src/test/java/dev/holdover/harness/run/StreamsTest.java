package dev.holdover.harness.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.firmware.FirmwareParts;
import dev.holdover.firmware.block.BlockVolumes;
import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.intake.Intake;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.firmware.power.EnergyBudget;
import dev.holdover.firmware.replicate.Replicator;
import dev.holdover.harness.scenario.ScenarioFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One fault less shifts nobody else's draws: what the cards accept tells what the clients sent. */
class StreamsTest {
    private static final long FAULT_NS = 100_000_000;
    private static final String CALM = """
            scenario: A pair at work
            duration: 160ms
            hosts:
              alpha: { workload: { pattern: random-writes, every: 50us..150us } }
              beta: { workload: { pattern: random-writes, every: 50us..150us } }
            """;
    private static final String FAULTS = CALM + """
            when:
              - { at: 100ms, fault: host-hang, on: alpha, for: 5ms..9ms }
            """;

    private record Write(long timeNs, int personality, long target, int length) {}

    @Test
    void untilTheFaultNothingIsOtherThanWithoutIt() {
        List<Write> calm = before(FAULT_NS, writes(CALM, 1));
        assertTrue(calm.size() > 100, calm.size() + " writes");
        assertEquals(calm, before(FAULT_NS, writes(FAULTS, 1)));
        assertNotEquals(calm, before(FAULT_NS, writes(CALM, 2)));
    }

    @Test
    void theOtherHostsClientWritesTheSameAllTheTime() {
        List<String> calm = places(2, writes(CALM, 1));
        List<String> faults = places(2, writes(FAULTS, 1));
        int both = Math.min(calm.size(), faults.size());
        assertTrue(both > 100, both + " writes");
        assertEquals(calm.subList(0, both), faults.subList(0, both));
    }

    private static List<Write> before(long timeNs, List<Write> writes) {
        return writes.stream().filter(write -> write.timeNs() < timeNs).toList();
    }

    private static List<String> places(int personality, List<Write> writes) {
        return writes.stream()
                .filter(write -> write.personality() == personality)
                .map(write -> write.target() + "+" + write.length())
                .toList();
    }

    private static List<Write> writes(String text, long seed) {
        List<Write> writes = new ArrayList<>();
        FirmwareParts listening = new FirmwareParts() {
            @Override
            public Intake intake(Hal hal, Replicator replicator, EnergyBudget energy, BlockVolumes blocks) {
                return new Intake(hal, replicator, energy, blocks) {
                    @Override
                    protected void accept(Personality personality, long index) {
                        writes.add(new Write(
                                hal.nowNs(),
                                personality.config().personality(),
                                personality.submissions().target(),
                                personality.submissions().length()));
                        super.accept(personality, index);
                    }
                };
            }
        };
        Outcome outcome = new Run(() -> 0, () -> listening)
                .play(
                        ScenarioFile.load(
                                Path.of("streams.yaml"),
                                text.getBytes(StandardCharsets.UTF_8),
                                Run.vocabulary(),
                                List.of()),
                        seed);
        assertTrue(outcome.passed(), () -> outcome.violations().toString());
        return writes;
    }
}
