package dev.holdover.harness.cli;

import dev.holdover.harness.check.Invariant;
import picocli.CommandLine.Command;

/** Lists what is watched in every run. */
@Command(
        name = "invariants",
        sortOptions = false,
        description = "Lists the invariants that are watched in every run.",
        footer = {"", "Example:", "  holdover invariants"})
final class InvariantsCommand extends Subcommand {
    InvariantsCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        Table table = new Table();
        for (Invariant invariant : Invariant.values()) {
            table.row(String.format("%2d", invariant.number()), invariant.word(), invariant.text());
        }
        console.print(table.lines());
        return Status.HELD;
    }
}
