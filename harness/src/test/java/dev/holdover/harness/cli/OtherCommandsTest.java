package dev.holdover.harness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdover.harness.fault.Catalogue;
import dev.holdover.harness.fault.Deed;
import dev.holdover.harness.report.Palette;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtherCommandsTest {
    @TempDir
    Path folder;

    @Test
    void helpsWithEveryCommand() {
        List<String> commands = List.of(
                "run",
                "campaign",
                "replay",
                "shrink",
                "coverage",
                "merge",
                "check",
                "claims",
                "faults",
                "invariants",
                "regs",
                "verify-determinism",
                "figures",
                "bench");
        String all = Terminal.run("--help").out();
        for (String command : commands) {
            assertTrue(all.contains("\n  " + command + " "), all);
            Terminal told = Terminal.run(command, "--help");
            assertEquals(Status.HELD, told.status());
            assertEquals("", told.err());
            assertTrue(told.out().startsWith("Usage: holdover " + command + " "), told.out());
            assertTrue(told.out().contains("\nExample"), told.out());
        }
    }

    @Test
    void tellsItsVersion() {
        assertTrue(Terminal.run("--version").out().startsWith("holdover "));
        assertTrue(Terminal.run("run", "--version").out().startsWith("holdover "));
    }

    @Test
    void exportsAHeaderThatCompiles() throws IOException, InterruptedException {
        Path header = folder.resolve("holdover.h");
        assertEquals(
                Status.HELD,
                Terminal.run("regs", "--format", "C", "--output", header.toString())
                        .status());
        assertEquals(
                Files.readString(header), Terminal.run("regs", "--format", "c").out());
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/gcc")), "no gcc");
        Process gcc = new ProcessBuilder("gcc", "-Wall", "-Werror", "-fsyntax-only", "-x", "c", header.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(gcc.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertEquals(0, gcc.waitFor(), said);
    }

    @Test
    void exportsSvdAndManual() {
        assertTrue(Terminal.run("regs", "--format", "svd").out().contains("<device"));
        assertTrue(Terminal.run("regs", "--format", "svd-card").out().contains("<device"));
        assertTrue(Terminal.run("regs").out().startsWith("# "));
    }

    @Test
    void hasAPageForEveryFaultAndAction() {
        String table = Terminal.run("faults").out();
        for (Deed fault : Catalogue.faults()) {
            assertTrue(table.contains(fault.word() + " "), table);
            List<String> page = Terminal.run("faults", fault.word()).lines();
            assertEquals(fault.word(), page.get(0));
            for (String head : List.of("  strikes ", "  breaks ", "  heals ", "  known as ")) {
                assertTrue(page.stream().anyMatch(line -> line.startsWith(head)), fault.word() + head);
            }
            assertTrue(page.stream().allMatch(line -> line.length() <= 100), page.toString());
        }
        for (Deed action : Catalogue.actions()) {
            assertTrue(table.contains(action.word() + " "), table);
            assertEquals(Status.HELD, Terminal.run("faults", action.word()).status());
        }
        assertTrue(Terminal.run("faults", "fetch").out().contains("  offset   size, like 4KiB (units: B, KiB"));
    }

    @Test
    void theExampleOfEveryFaultIsAScenario() {
        for (Deed deed : Catalogue.faults()) {
            String page = Terminal.run("faults", deed.word()).out();
            String story = "scenario: x\nhosts: [alpha, beta, gamma]\nstorage: { array: {} }\n"
                    + "disks: { d0: { in: [alpha] } }\nnics: { n0: { in: alpha } }\n"
                    + page.substring(page.indexOf("  when:")).replaceAll("(?m)^  ", "");
            String file = Terminal.write(folder.resolve(deed.word() + ".yaml"), story);
            assertEquals(Status.HELD, Terminal.run("check", file).status(), story + Terminal.run("check", file));
        }
    }

    @Test
    void listsTheInvariants() {
        Terminal told = Terminal.run("invariants");
        assertTrue(
                told.lines().contains("26  determinism              Same seed and build, same trace hash."),
                told.out());
    }

    @Test
    void listsTheClaimsWithTheirScenarios() throws IOException {
        Path scenarios = Files.createDirectory(folder.resolve("scenarios"));
        Terminal.write(scenarios.resolve("good.yaml"), Terminal.STORY);
        Terminal told = Terminal.run(Palette.PLAIN, folder, "claims");
        assertEquals(Status.HELD, told.status(), told.err());
        assertEquals("    pass good", told.lines().get(1));
        assertEquals(
                17,
                told.lines().stream()
                        .filter(line -> line.matches("[ 1]\\d  \\w.*"))
                        .count(),
                told.out());
        assertEquals(
                15,
                told.lines().stream()
                        .filter("    no scenario shows it yet"::equals)
                        .count());
        assertTrue(told.out().endsWith("\n2 of 17 claims are shown, by 1 scenario\n"), told.out());

        Terminal.write(scenarios.resolve("bad.yaml"), Terminal.FAILING);
        told = Terminal.run("claims", scenarios.toString());
        assertEquals(Status.BROKEN, told.status());
        assertTrue(told.lines().get(1).startsWith("    FAIL bad: expectation at "), told.out());
        assertTrue(told.out().endsWith("\n0 of 17 claims are shown, by 2 scenarios\n"), told.out());
    }

    @Test
    void printsTheHashOfEachScenarioAndSeed() {
        String first = Terminal.write(folder.resolve("a.yaml"), Terminal.STORY);
        String second = Terminal.write(folder.resolve("b.yaml"), Terminal.FAILING);
        Terminal told = Terminal.run("verify-determinism", folder.toString(), "--seeds", "2");
        assertEquals(Status.HELD, told.status(), told.err());
        assertEquals(4, told.lines().size(), told.out());
        assertTrue(told.lines().get(0).matches("\\Q" + first + "\\E seed 1 [0-9a-f]{32}"), told.out());
        assertTrue(told.lines().get(1).matches("\\Q" + second + "\\E seed 1 [0-9a-f]{32}"), told.out());
        assertTrue(told.lines().get(2).matches("\\Q" + first + "\\E seed 2 [0-9a-f]{32}"), told.out());
        assertEquals(
                told.lines().get(0),
                Terminal.run("verify-determinism", first).lines().get(0));
    }

    @Test
    void measures() {
        Terminal told = Terminal.run("bench", "--quick");
        assertEquals(Status.HELD, told.status(), told.err());
        assertEquals(12, told.lines().size(), told.out());
        for (String line : told.lines()) {
            assertTrue(
                    line.matches("\\S.{35} +\\d+\\.\\d\\d [GMk] (events|blocks|bytes|ms)/s( +\\d+\\.\\d\\d x \\S.*)?"),
                    line);
        }
    }
}
