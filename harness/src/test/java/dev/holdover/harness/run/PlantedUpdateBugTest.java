package dev.holdover.harness.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.firmware.FirmwareParts;
import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.update.Updater;
import dev.holdover.harness.check.Violation;
import dev.holdover.harness.scenario.Scenario;
import dev.holdover.harness.scenario.ScenarioFile;
import dev.holdover.model.contract.ImageFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bugs in the update of the firmware break what a scenario expects; the product does not. */
class PlantedUpdateBugTest {
    @TempDir
    private Path folder;

    @Test
    void anImageThatIsActivatedUnverifiedIsCaught() throws IOException {
        caught(
                """
                scenario: A corrupt image is sent
                duration: 600ms
                hosts: [alpha]
                when:
                  - { at: 50ms, do: update-firmware, image: corrupt }
                expect:
                  - { never: update-activated }
                  - { runs: 1, slot: 0 }
                """,
                new FirmwareParts() {
                    @Override
                    public Updater updater(Hal hal, Updater.Surroundings surroundings) {
                        return new Updater(hal, surroundings) {
                            @Override
                            protected ImageFault judge(long status, int checked) {
                                return ImageFault.NONE;
                            }
                        };
                    }
                },
                "expected never update-activated");
    }

    @Test
    void aFirmwareThatWaitsForEverForAPeerIsCaught() throws IOException {
        caught(
                """
                scenario: A good image is sent while the peer is away
                duration: 1500ms
                hosts: { alpha: { workload: idle }, beta: { workload: idle } }
                when:
                  - { at: 50ms, fault: link-down, on: lan-a }
                  - { at: 100ms, do: update-firmware, on: alpha }
                expect:
                  - { see: image-confirmed, on: alpha }
                  - { runs: 2, slot: 1, on: alpha }
                """,
                new FirmwareParts() {
                    @Override
                    public Updater updater(Hal hal, Updater.Surroundings surroundings) {
                        return new Updater(hal, surroundings) {
                            @Override
                            protected boolean selfTestPassed(long servedNs) {
                                return servedNs >= SELF_TEST_NS && surroundings.hearsPeers();
                            }
                        };
                    }
                },
                "expected image-confirmed on alpha");
    }

    private void caught(String text, FirmwareParts bug, String expected) throws IOException {
        Path file = Files.writeString(folder.resolve("planted.yaml"), text);
        Scenario scenario = ScenarioFile.load(file, Run.vocabulary(), List.of());
        List<Violation> product = new Run(() -> 0).play(scenario, 1).violations();
        assertEquals(List.of(), product);
        List<Violation> caught = new Run(() -> 0, () -> bug).play(scenario, 1).violations();
        assertTrue(caught.toString().contains(expected), caught::toString);
    }
}
