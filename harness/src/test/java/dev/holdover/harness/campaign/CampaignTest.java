package dev.holdover.harness.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdover.harness.run.Outcome;
import dev.holdover.harness.run.Run;
import dev.holdover.harness.scenario.Scenario;
import dev.holdover.harness.scenario.ScenarioException;
import dev.holdover.harness.scenario.ScenarioFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Campaigns, their books and their capsules. */
class CampaignTest {
    /** Nobody can survive both batteries and the mains being gone; whoever expects the peer never to claim is wrong. */
    private static final String WRONG = """
            scenario: The host crashes, and the peer is expected to look away
            duration: 300ms
            hosts: { alpha: { workload: { every: 2ms } }, beta: { workload: idle } }
            campaign: { as-written: 100% }
            when:
              - { at: 100ms..105ms, fault: host-crash, on: alpha }
            expect:
              - { never: claimed, on: beta }
            """;

    private static final String SMALL = """
            scenario: Two hosts for a short while
            duration: 200ms
            hosts: { alpha: { workload: { every: 2ms } }, beta: { workload: idle } }
            campaign: { chaos: 20ms..60ms, heal: 100ms, faults: 1..4, families: [network], vary: [] }
            """;

    @TempDir
    Path folder;

    private Player player(String text) throws IOException {
        return player(text, "small.yaml");
    }

    private Player player(String text, String name) throws IOException {
        Path file = Files.writeString(folder.resolve(name), text);
        return new Player(name, ScenarioFile.tree(file, List.of()), new Run(() -> 0), Run.vocabulary());
    }

    private static Totals play(Player player, List<SeedBlock> blocks, int workers) {
        Totals totals = new Totals();
        new Campaign(List.of(player), workers).play(blocks, () -> false, totals::add);
        return totals;
    }

    @Test
    void givesTheSameWithAnyNumberOfThreads() throws IOException {
        List<SeedBlock> blocks = SeedBlock.split(1, 1, 70);
        Totals one = play(player(SMALL), blocks, 1);
        Totals four = play(player(SMALL), blocks, 4);
        assertEquals(70, one.seeds());
        assertEquals(one.digest(), four.digest());
        assertEquals(one.events(), four.events());
        assertEquals(one.coverage().states(), four.coverage().states());
        assertTrue(one.events() > 70_000, one.events() + " events");
    }

    @Test
    void blocksCoverEverySeedOnceAndContinueEachOther() {
        List<SeedBlock> blocks = SeedBlock.split(2, 5, 40);
        for (int file = 0; file < 2; file++) {
            long next = 5;
            for (SeedBlock block : blocks) {
                if (block.file() == file) {
                    assertEquals(next, block.from());
                    next = block.to() + 1;
                }
            }
            assertEquals(45, next);
        }
        assertTrue(SeedBlock.split(2, 5, 80).containsAll(blocks.subList(0, 4)));
        assertEquals(-16, SeedBlock.split(1, -16, 20).get(0).from());
    }

    @Test
    void aFailureLeavesACapsuleThatReplaysToTheSameHash() throws IOException {
        Totals totals = play(player(WRONG, "wrong.yaml"), SeedBlock.split(1, 1, 3), 2);
        assertEquals(3, totals.failed());
        Totals.Group group = totals.groups().get(0);
        assertEquals("expectation", group.title());
        assertEquals(3, totals.recheckedSeeds(), "every failure is played again");
        Tally.Failure failure = group.members().get(0).failure();
        Capsule capsule =
                new Capsule(BuildId.get(), "wrong.yaml", "", failure.seed(), failure.finding(), failure.plan());
        Path file = folder.resolve("a" + Capsule.SUFFIX);
        capsule.write(file);
        Capsule read = Capsule.read(file);
        assertEquals(capsule.finding(), read.finding());
        assertEquals(capsule.seed(), read.seed());
        Outcome outcome = new Run(() -> 0).play(read.scenario(Run.vocabulary()), read.seed());
        assertEquals(capsule.finding().hash(), outcome.traceHash());
        assertEquals(
                Optional.of(capsule.finding()),
                read.replay(new Run(() -> 0), Run.vocabulary()).finding());
    }

    @Test
    void whatIsNoCapsuleIsRefusedInOneLine() throws IOException {
        for (String text : List.of(
                "scenario: x\nhosts: [a]\n",
                "capsule: 2\n",
                "capsule: 1\nseed: 3\n",
                "capsule: 1\nbuild: a\nfrom: b\nseed: x\nfails: {}\nplan: {}\n",
                "capsule: 1\nbuild: a\nfrom: b\nseed: 1\nfails: [\n")) {
            Path file = Files.writeString(folder.resolve("bad.yaml"), text);
            ScenarioException e = assertThrows(ScenarioException.class, () -> Capsule.read(file));
            String message = String.valueOf(e.getMessage());
            assertTrue(message.startsWith(file.toString()) && !message.contains("\n"), message);
        }
    }

    @Test
    void goesOnWhereItWasStopped() throws IOException {
        Player player = player(SMALL);
        Map<String, JsonNode> files = Map.of("small.yaml", ScenarioFile.tree(folder.resolve("small.yaml"), List.of()));
        List<SeedBlock> blocks = SeedBlock.split(1, 1, 60);
        Totals whole = play(player, blocks, 1);
        Path books = folder.resolve("books");
        try (Ledger ledger = Ledger.open(books, files)) {
            for (SeedBlock block : blocks.subList(0, 2)) {
                ledger.add(player.play(block, () -> false).orElseThrow());
            }
        }
        // The third line was being written when somebody pulled the plug.
        Path file = books.resolve(Ledger.NAME);
        Files.writeString(file, "{\"file\":\"small.yaml\",\"fro", StandardOpenOption.APPEND);
        Totals resumed = new Totals();
        try (Ledger ledger = Ledger.open(books, files)) {
            assertEquals(2, ledger.tallies().size());
            for (SeedBlock block : blocks) {
                if (!ledger.has("small.yaml", block)) {
                    ledger.add(player.play(block, () -> false).orElseThrow());
                }
            }
            assertEquals(blocks.size(), ledger.tallies().size());
        }
        Ledger.read(books).forEach(resumed::add);
        assertEquals(whole.digest(), resumed.digest());
        assertEquals(whole.seeds(), resumed.seeds());
        assertEquals(whole.coverage().inside(), resumed.coverage().inside());
    }

    @Test
    void booksOfOtherFilesAreRefused() throws IOException {
        player(SMALL);
        JsonNode tree = ScenarioFile.tree(folder.resolve("small.yaml"), List.of());
        Path books = folder.resolve("books");
        Ledger.open(books, Map.of("small.yaml", tree)).close();
        Ledger.LedgerException e =
                assertThrows(Ledger.LedgerException.class, () -> Ledger.open(books, Map.of("other.yaml", tree)));
        assertTrue(String.valueOf(e.getMessage()).contains("other files"), e.getMessage());
        assertThrows(Ledger.LedgerException.class, () -> Ledger.read(folder.resolve("nothing")));
    }

    @Test
    void partsAddUpToTheWholeInAnyOrder() throws IOException {
        Player player = player(SMALL);
        List<SeedBlock> blocks = SeedBlock.split(1, 1, 64);
        Totals whole = play(player, blocks, 2);
        List<Tally> parts = new ArrayList<>();
        for (SeedBlock block : blocks) {
            parts.add(Tally.read(player.play(block, () -> false).orElseThrow().line()));
        }
        Collections.reverse(parts);
        Totals sum = new Totals();
        parts.forEach(sum::add);
        assertEquals(whole.digest(), sum.digest());
        assertEquals(whole.events(), sum.events());
        assertEquals(whole.coverage().states(), sum.coverage().states());
    }

    @Test
    void aStoppedBlockCountsAsNotPlayed() throws IOException {
        assertFalse(
                player(SMALL).play(SeedBlock.split(1, 1, 16).get(0), () -> true).isPresent());
    }

    @Test
    void tellsWhichFaultsStruckInWhichState() throws IOException {
        Coverage coverage = new Coverage();
        Path file = Files.writeString(folder.resolve("two.yaml"), """
                scenario: A card's processor crashes while its link is cut
                duration: 120ms
                hosts: [alpha, beta]
                when:
                  - { at: 50ms, fault: link-down, for: 20ms }
                  - { at: 60ms, fault: firmware-crash, on: alpha }
                  - { at: 60200us, fault: firmware-crash, on: alpha }
                """);
        Scenario scenario = ScenarioFile.load(file, Run.vocabulary(), List.of());
        new Run(() -> 0).play(scenario, 1, coverage);
        assertEquals(1, struck(coverage.states(), "active", "firmware-crash"));
        assertEquals(1, struck(coverage.states(), Coverage.NOT_RUNNING, "firmware-crash"));
        assertEquals(2, struck(coverage.states(), "active", "link-down"), "a wire is about both cards");
        assertEquals(2, struck(coverage.inside(), "link-down", "firmware-crash"));
    }

    private static long struck(Map<String, Map<String, Long>> matrix, String row, String column) {
        return matrix.getOrDefault(row, Map.of()).getOrDefault(column, 0L);
    }
}
