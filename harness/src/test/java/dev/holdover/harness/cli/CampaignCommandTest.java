package dev.holdover.harness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From seeds to a small capsule, as somebody does it at a terminal. */
class CampaignCommandTest {
    @TempDir
    Path folder;

    private String passing = "";
    private String failing = "";

    @BeforeEach
    void write() throws IOException {
        passing = Files.writeString(folder.resolve("passing.yaml"), """
                        scenario: Two hosts for a short while
                        duration: 150ms
                        hosts: { alpha: { workload: { every: 2ms } }, beta: { workload: idle } }
                        campaign: { chaos: 20ms..60ms, heal: 80ms, faults: 1..4, families: [network], vary: [] }
                        """).toString();
        failing = Files.writeString(folder.resolve("failing.yaml"), """
                        scenario: The host crashes, and the peer is expected to look away
                        duration: 300ms
                        hosts: { alpha: { workload: { every: 2ms } }, beta: {}, gamma: {} }
                        campaign: { as-written: 100% }
                        when:
                          - { at: 50ms, fault: switch-failure, on: lan-b, for: 10ms }
                          - { at: 100ms..105ms, fault: host-crash, on: alpha }
                        expect:
                          - { never: claimed }
                        """).toString();
    }

    private String report() {
        return folder.resolve("out").toString();
    }

    @Test
    void passesAndGoesOnWhereItWas() {
        Terminal first = Terminal.run("campaign", passing, "--seeds", "20", "--report", report());
        assertEquals(Status.HELD, first.status(), first.out() + first.err());
        assertTrue(first.lines().get(0).startsWith("pass 20 seeds, 0 failed"), first.out());
        Terminal second = Terminal.run("campaign", passing, "--seeds", "40", "--report", report());
        assertTrue(
                second.lines().get(0).startsWith("pass 40 seeds (15 of them earlier), 0 failed")
                        || second.lines().get(0).startsWith("pass 40 seeds (20 of them earlier), 0 failed"),
                second.out());
        Terminal whole = Terminal.run("campaign", passing, "--seeds", "40", "--workers", "1");
        assertEquals(digest(whole), digest(second));
    }

    private static String digest(Terminal told) {
        return told.out().replaceAll("(?s).*digest ([0-9a-f]{16}).*", "$1");
    }

    @Test
    void partsMergeToTheWhole() {
        Terminal whole = Terminal.run("campaign", passing, "--seeds", "70");
        for (int part = 1; part <= 2; part++) {
            Terminal.run("campaign", passing, "--seeds", "70", "--shard", part + "/2", "--report", report() + part);
        }
        Terminal merged = Terminal.run("merge", report() + 1, report() + 2, "--report", report());
        assertEquals(Status.HELD, merged.status(), merged.err());
        assertEquals(digest(whole), digest(merged));
        assertTrue(merged.out().startsWith("pass 70 seeds, 0 failed"), merged.out());
        Terminal.run("campaign", failing, "--seeds", "1", "--report", report() + "x");
        Terminal mixed = Terminal.run("merge", report() + 1, report() + "x", "--report", report() + "y");
        assertEquals(Status.BAD_INPUT, mixed.status());
        assertTrue(mixed.err().contains("a part of another campaign"), mixed.err());
    }

    @Test
    void aFailureIsKeptReplayedAndShrunk() throws IOException {
        Terminal campaign = Terminal.run("campaign", failing, "--seeds", "2", "--report", report());
        assertEquals(Status.BROKEN, campaign.status());
        assertTrue(campaign.out().contains("2 x expectation"), campaign.out());
        Path capsule = folder.resolve("out").resolve("failing-1.capsule.yaml");
        Terminal replay = Terminal.run("replay", capsule.toString());
        assertEquals(Status.BROKEN, replay.status(), replay.err());
        assertTrue(replay.out().contains("the same history as the capsule's, to the last event"), replay.out());
        Terminal shrink = Terminal.run("shrink", capsule.toString());
        assertEquals(Status.HELD, shrink.status(), shrink.err());
        assertTrue(shrink.out().contains("1 of 2 steps are left"), shrink.out());
        Terminal small = Terminal.run(
                "replay",
                folder.resolve("out").resolve("failing-1.small.capsule.yaml").toString());
        assertEquals(Status.BROKEN, small.status(), small.err());
        assertTrue(small.out().contains("the same history"), small.out());
        // By hand, or by another build: either is told.
        Files.writeString(
                capsule,
                Files.readString(capsule)
                        .replaceAll("hash: \"?[0-9a-f]{4}", "hash: \"0000")
                        .replaceAll("(hash: \"0000[0-9a-f]*)\"?\n", "$1\"\n"));
        Terminal changed = Terminal.run("replay", capsule.toString());
        assertEquals(Status.BROKEN, changed.status());
        assertTrue(changed.err().contains("another history than the capsule's"), changed.err() + changed.out());
        Files.writeString(capsule, Files.readString(capsule).replaceAll("build: .*", "build: 0123"));
        Terminal other = Terminal.run("replay", capsule.toString());
        assertTrue(other.out().contains("it was found with build 0123"), other.out() + other.err());
    }

    @Test
    void stopsInTheMiddleAndShowsTheState() {
        Terminal.run("campaign", failing, "--seeds", "1", "--report", report());
        String capsule = folder.resolve("out").resolve("failing-1.capsule.yaml").toString();
        Terminal until = Terminal.run("replay", capsule, "--until", "55ms");
        assertEquals(Status.HELD, until.status(), until.err());
        assertTrue(until.out().contains("at 55 ms, after "), until.out());
        assertTrue(until.lines().stream().anyMatch(line -> line.strip().matches("lan-b +LAN +down")), until.out());
        assertTrue(
                until.lines().stream().anyMatch(line -> line.contains("window 0") && line.contains("active")),
                until.out());
        Terminal from = Terminal.run("replay", capsule, "--from", "1");
        assertTrue(
                from.lines().get(0).endsWith("after 4096 events")
                        || from.lines().get(0).contains(" after "),
                from.out());
        Terminal beyond = Terminal.run("replay", capsule, "--from", "1000");
        assertEquals(Status.BAD_INPUT, beyond.status());
        assertTrue(beyond.err().contains("name one from 1 to "), beyond.err());
    }

    @Test
    void tellsWhatWasNeverReached() {
        Terminal.run("campaign", passing, "--seeds", "20", "--report", report());
        Terminal coverage = Terminal.run("coverage", report());
        assertEquals(Status.HELD, coverage.status());
        assertTrue(coverage.out().contains("host-crash, "), coverage.out());
        assertTrue(coverage.lines().stream().anyMatch(line -> line.matches("link-down +.*[1-9].*")), coverage.out());
        assertFalse(coverage.out().contains("how often each thing happened"));
        assertTrue(Terminal.run("coverage", report(), "--all").out().contains("how often each thing happened"));
    }

    @Test
    void aProfileHoldsInsteadOfTheFilesOwn() throws IOException {
        Path profile = Files.writeString(
                folder.resolve("profile.yaml"),
                "{ chaos: 10ms, heal: 20ms, faults: 1..1, families: [host], vary: [] }");
        Terminal told = Terminal.run(
                "campaign", passing, "--seeds", "16", "--profile", profile.toString(), "--report", report());
        assertEquals(Status.HELD, told.status(), told.err());
        assertTrue(Terminal.run("coverage", report()).lines().stream()
                .anyMatch(line -> line.matches("host-crash +.*[1-9].*")));
    }

    @Test
    void badInputIsRefusedInOneLine() throws IOException {
        Path wrong = Files.writeString(folder.resolve("wrong.yaml"), "{ faults: many }");
        List<List<String>> commands = List.of(
                List.of("campaign", passing),
                List.of("campaign", passing, "--seeds", "0"),
                List.of("campaign", passing, "--seeds", "3", "--shard", "3/2"),
                List.of("campaign", passing, "--seeds", "3", "--time", "soon"),
                List.of("campaign", passing, "--seeds", "3", "--profile", wrong.toString()),
                List.of("campaign", passing, "--seeds", "3", "--report", passing),
                List.of("campaign", folder.resolve("none.yaml").toString(), "--seeds", "3"),
                List.of("replay", passing),
                List.of("replay", folder.resolve("none.yaml").toString()),
                List.of("shrink", passing),
                List.of("coverage", folder.resolve("none").toString()),
                List.of("merge", folder.resolve("none").toString(), "--report", report()));
        for (List<String> command : commands) {
            Terminal told = Terminal.run(command.toArray(new String[0]));
            assertEquals(Status.BAD_INPUT, told.status(), command + told.out());
            assertEquals(1, told.err().lines().count(), command + told.err());
        }
    }

    /** Without a folder for it nothing is lost either. */
    @Test
    void keepsCapsulesWithoutAReportToo() throws IOException {
        Terminal told = Terminal.run("campaign", failing, "--seeds", "1");
        String kept = told.out().replaceAll("(?s).*\nin ([^;]*);.*", "$1");
        try (Stream<Path> files = Files.list(Path.of(kept.strip()))) {
            assertTrue(files.anyMatch(file -> file.toString().endsWith("failing-1.capsule.yaml")), told.out());
        }
    }
}
