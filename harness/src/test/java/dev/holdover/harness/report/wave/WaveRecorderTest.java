package dev.holdover.harness.report.wave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.harness.report.Tool;
import dev.holdover.harness.report.wave.VcdFile.Change;
import dev.holdover.harness.run.Outcome;
import dev.holdover.harness.run.Run;
import dev.holdover.harness.scenario.Scenario;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WaveRecorderTest {
    @TempDir
    Path folder;

    private record Played(Outcome outcome, WaveRecorder recorder, String text, VcdFile file) {
        /** When the story tells something for the first time. */
        long told(String what) {
            return outcome.story().stream()
                    .filter(line -> line.what().equals(what))
                    .findFirst()
                    .orElseThrow()
                    .timeNs();
        }
    }

    private static Played play(WaveRecorder recorder, String name, String... sets) throws IOException {
        Scenario scenario = Tool.scenario(name, sets);
        Outcome outcome = new Run(System::nanoTime).play(scenario, 1, recorder);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        recorder.write(outcome, bytes);
        String text = bytes.toString(StandardCharsets.US_ASCII);
        return new Played(outcome, recorder, text, new VcdFile(text));
    }

    @Test
    void showsAFailOverAsTheStoryTellsIt() throws IOException {
        Played played = play(new WaveRecorder(), "host-crash", "duration=250ms");
        VcdFile file = played.file();
        assertTrue(file.header().contains("$timescale 1 ns $end"));
        assertTrue(file.header()
                .get(1)
                .contains(
                        "scenario host-crash, seed 1, trace " + played.outcome().traceHash()));
        assertEquals(250_000_000, file.endNs());
        assertEquals(List.of("BOOTING", "RUNNING", "CRASHED"), file.values("hosts.alpha.state"));
        List<String> driver = file.values("hosts.alpha.driver_of_alpha_card");
        assertEquals("NONE", driver.get(0));
        assertTrue(driver.contains("UP"), driver.toString());
        assertEquals("NONE", driver.get(driver.size() - 1));
        List<Change> gate = file.of("cards.alpha_card.card_gate_open");
        assertEquals(List.of(new Change(0, "0"), new Change(played.told("gate open"), "1")), gate.subList(0, 2));
        assertEquals(new Change(played.told("gate shut"), "0"), gate.get(2));
        assertEquals(
                List.of("RESET", "RUNNING"),
                file.values("cards.beta_card.processor").subList(0, 2));
        List<String> roles = file.values("cards.beta_card.slot1.role");
        assertTrue(roles.indexOf("BACKUP_SYNC") > 0, roles.toString());
        assertEquals("ACTIVE", roles.get(roles.size() - 1));
        List<String> epochs = file.values("cards.beta_card.slot1.epoch");
        assertEquals("10", epochs.get(epochs.size() - 1));
        assertEquals(List.of("100.0"), file.values("cards.alpha_card.charge_percent"));
        long crashNs = played.told("crashes");
        for (String path : List.of("doorbell_to_card", "host_heartbeat", "msix")) {
            List<Change> its = file.of("cards.alpha_card." + path);
            assertTrue(its.size() > 5, path);
            assertTrue(path.equals("msix") || its.get(its.size() - 1).timeNs() <= crashNs + 1_000, path);
        }
    }

    @Test
    void showsPowerLinkAndBattery() throws IOException {
        Played played = play(new WaveRecorder(), "host-power-loss", "duration=400ms");
        VcdFile file = played.file();
        long lostNs = played.told("main rail is gone, battery carries the card");
        for (String path : List.of("main_rail", "perst_n", "pcie_link_up")) {
            List<Change> its = file.of("cards.alpha_card." + path);
            assertEquals(new Change(lostNs, "0"), its.get(its.size() - 1), path);
            assertEquals("1", its.get(its.size() - 2).value(), path);
        }
        assertEquals(List.of("0", "1", "0"), file.values("cards.alpha_card.perst_n"));
        assertEquals(List.of(new Change(0, "0"), new Change(lostNs, "1")), file.of("cards.alpha_card.battery_rail"));
        List<Double> charge = file.values("cards.alpha_card.charge_percent").stream()
                .map(Double::valueOf)
                .toList();
        assertTrue(charge.size() > 3, charge.toString());
        for (int i = 1; i < charge.size(); i++) {
            assertTrue(charge.get(i) < charge.get(i - 1), charge.toString());
        }
        assertEquals(List.of("1"), file.values("cards.alpha_card.nvram_valid"));
    }

    @Test
    void showsNetworksAndWhatIsPluggedIn() throws IOException {
        Played played = play(new WaveRecorder(), "lan-a-switch-dies");
        VcdFile file = played.file();
        assertEquals(
                List.of(new Change(0, "1"), new Change(played.told("switch forwards nothing"), "0")),
                file.of("networks.lan_a.switch_up").subList(0, 2));
        assertEquals(List.of("1"), file.values("networks.lan_b.switch_up"));
        assertTrue(file.changes().keySet().stream().anyMatch(path -> path.startsWith("networks.lan_b.ports.")));
    }

    @Test
    void losesTheNvramWithBothRails() throws IOException {
        Played played = play(new WaveRecorder(), "both-rails-lost");
        List<Change> valid = new ArrayList<>();
        played.file().changes().forEach((path, its) -> {
            if (path.endsWith(".nvram_valid") && its.size() > 1) {
                valid.addAll(its);
            }
        });
        assertEquals(new Change(0, "1"), valid.get(0));
        assertEquals(new Change(played.told("NVRAM contents are lost"), "0"), valid.get(1));
    }

    @Test
    void keepsNoMoreThanItsLimitAndTellsWhatIsLeftOut() throws IOException {
        Played whole = play(new WaveRecorder(), "host-crash", "duration=120ms");
        Played cut = play(new WaveRecorder(200), "host-crash", "duration=120ms");
        assertEquals(200, cut.recorder().changes());
        String last = cut.file().header().get(cut.file().header().size() - 1);
        assertEquals("$comment " + (whole.recorder().changes() - 200) + " changes after this are left out $end", last);
        assertEquals(120_000_000, cut.file().endNs());
    }

    @Test
    void isReadByGtkwaveAndComesBackTheSame() throws IOException, InterruptedException {
        Played played = play(new WaveRecorder(), "host-power-loss", "duration=300ms");
        Files.writeString(folder.resolve("a.vcd"), played.text());
        assertEquals("", Tool.run(folder, "vcd2fst", "a.vcd", "a.fst"));
        String back = Tool.run(folder, "fst2vcd", "a.fst");
        assertEquals(values(played.text()), values(back));
    }

    /** The changes in a file, by path; of vectors without leading zeros. Works on what other programs write, too. */
    private static Map<String, List<String>> values(String text) {
        Map<String, String> paths = new TreeMap<>();
        Map<String, List<String>> values = new TreeMap<>();
        List<String> scope = new ArrayList<>();
        String time = "";
        for (String line : text.lines().toList()) {
            String[] words = line.split(" ", -1);
            if (line.startsWith("$scope")) {
                scope.add(words[2]);
            } else if (line.startsWith("$upscope")) {
                scope.remove(scope.size() - 1);
            } else if (line.startsWith("$var")) {
                paths.put(words[3], words[1] + " " + String.join(".", scope) + "." + words[4]);
            } else if (line.startsWith("#")) {
                time = line;
            } else if (line.matches("[01brs].*")) {
                String code = words.length > 1 ? words[1] : line.substring(1);
                String value = words.length > 1 ? words[0] : line.substring(0, 1);
                if (value.startsWith("b")) {
                    value = value.replaceFirst("b0*(?=.)", "b");
                } else if (value.startsWith("r")) {
                    value = "r" + Double.parseDouble(value.substring(1));
                }
                values.computeIfAbsent(paths.get(code), path -> new ArrayList<>())
                        .add(time + " " + value);
            }
        }
        return values;
    }
}
