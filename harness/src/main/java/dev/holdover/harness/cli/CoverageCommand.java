package dev.holdover.harness.cli;

import dev.holdover.harness.campaign.Coverage;
import dev.holdover.harness.campaign.Ledger;
import dev.holdover.harness.campaign.Totals;
import dev.holdover.harness.fault.Catalogue;
import dev.holdover.harness.fault.Deed;
import dev.holdover.harness.story.Happening;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells what a campaign has reached, and what it never has. */
@Command(
        name = "coverage",
        sortOptions = false,
        description = {
            "Tells what a campaign has reached: each fault in each state of a card, faults inside faults, and "
                    + "everything that can happen.",
            "What it never reached stands first."
        },
        footer = {"", "Examples:", "  holdover coverage out", "  holdover coverage out --all"})
final class CoverageCommand extends Subcommand {
    @Parameters(paramLabel = "DIR", description = "The --report folder of a campaign.")
    private Path folder = Path.of("");

    @Option(names = "--all", description = "Also what was reached, with counts.")
    private boolean all;

    CoverageCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        Totals totals = new Totals();
        try {
            Ledger.read(folder).forEach(totals::add);
        } catch (IOException e) {
            throw Reason.refusal(String.valueOf(folder), e);
        }
        Coverage coverage = totals.coverage();
        List<String> words = Stream.concat(Catalogue.faults().stream(), Catalogue.actions().stream())
                .map(Deed::word)
                .toList();
        console.print(totals.seeds() + " seeds");
        never("faults and actions that never struck", words, word -> struck(coverage.states(), word));
        never(
                "states in which nothing struck",
                Coverage.allStates(),
                state -> coverage.states().containsKey(state));
        never("things that never happened", Happening.words(), word -> coverage.probe(happening(word)) > 0);
        never("faults that were never inside another", words, word -> struck(coverage.inside(), word));
        table("how often each struck, by the state of the card's own personality", coverage.states(), words);
        if (all) {
            Table counts = new Table();
            for (Happening each : Happening.values()) {
                counts.row(each.word(), String.valueOf(coverage.probe(each)));
            }
            console.print("");
            console.print("how often each thing happened");
            console.print(counts.lines());
            table("how often each struck inside another", coverage.inside(), words);
        }
        return Status.HELD;
    }

    private static Happening happening(String word) {
        return Happening.values()[Happening.words().indexOf(word)];
    }

    private static boolean struck(Map<String, Map<String, Long>> matrix, String word) {
        return matrix.values().stream().anyMatch(row -> row.containsKey(word));
    }

    private void never(String title, List<String> of, Predicate<String> reached) {
        List<String> missing = of.stream().filter(reached.negate()).toList();
        console.print("");
        console.print(title + ": " + (missing.isEmpty() ? "none" : missing.size() + " of " + of.size()));
        if (!missing.isEmpty()) {
            console.print("  " + String.join(", ", missing));
        }
    }

    /** Faults are the rows, since there are more of them. */
    private void table(String title, Map<String, Map<String, Long>> matrix, List<String> words) {
        console.print("");
        console.print(title);
        List<String> columns = List.copyOf(matrix.keySet());
        Table table = new Table();
        List<String> head = new ArrayList<>(List.of(""));
        head.addAll(columns);
        table.row(head.toArray(new String[0]));
        for (String word : words) {
            List<String> row = new ArrayList<>(List.of(word));
            for (String column : columns) {
                long count = matrix.getOrDefault(column, Map.of()).getOrDefault(word, 0L);
                row.add(count == 0 ? "." : String.valueOf(count));
            }
            table.row(row.toArray(new String[0]));
        }
        console.print(table.lines());
    }
}
