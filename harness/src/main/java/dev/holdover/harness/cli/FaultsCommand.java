package dev.holdover.harness.cli;

import dev.holdover.harness.fault.Catalogue;
import dev.holdover.harness.fault.Deed;
import dev.holdover.harness.fault.Fault;
import dev.holdover.harness.scenario.DidYouMean;
import dev.holdover.harness.scenario.Quantity;
import dev.holdover.harness.scenario.Range;
import dev.holdover.harness.scenario.Unit;
import dev.holdover.harness.scenario.Vocabulary.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Tells what can be done to a world. */
@Command(
        name = "faults",
        sortOptions = false,
        description = "Lists the faults, or tells all about one.",
        footer = {"", "Examples:", "  holdover faults", "  holdover faults host-crash"})
final class FaultsCommand extends Subcommand {
    @Parameters(paramLabel = "NAME", arity = "0..1", description = "Tells all about this fault or action.")
    private String name = "";

    FaultsCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        console.print(name.isEmpty() ? all() : page(find(name)));
        return Status.HELD;
    }

    private static List<String> all() {
        Table table = new Table();
        table.row("fault", "on", "with for", "known as");
        for (Fault fault : Catalogue.faults()) {
            String healed = fault.canHeal() ? fault.page().toldHealed() : "-";
            table.row(fault.word(), target(fault), healed, fault.page().knownAs());
        }
        table.row("");
        table.row("action", "on", "", "");
        for (Deed action : Catalogue.actions()) {
            table.row(action.word(), target(action), "", action.told());
        }
        return table.lines();
    }

    private static Deed find(String word) {
        List<String> words = Stream.concat(Catalogue.faults().stream(), Catalogue.actions().stream())
                .map(Deed::word)
                .toList();
        if (!words.contains(word)) {
            throw Refusal.badInput("unknown fault '" + word + "'; " + DidYouMean.hint(word, words));
        }
        return Catalogue.deed(word);
    }

    private static List<String> page(Deed deed) {
        List<String> lines = new ArrayList<>();
        lines.add(deed.word());
        Table table = new Table("  ");
        table.row("strikes", target(deed));
        if (deed instanceof Fault fault) {
            row(table, "breaks", fault.page().breaks());
            row(table, "heals", fault.page().heals());
            row(table, "known as", fault.page().knownAs());
        } else {
            row(table, "does", deed.told());
        }
        boolean heals = deed instanceof Fault fault && fault.canHeal();
        if (heals) {
            parameter(table, "for", Unit.DURATION, "after which it heals");
        }
        for (Map.Entry<String, Unit> each : deed.parameters().entrySet()) {
            Range limits = deed.limits().get(each.getKey());
            if (limits == null) {
                parameter(table, each.getKey(), each.getValue(), "may be left out");
            } else {
                String unit = each.getValue().name().toLowerCase(Locale.ROOT);
                table.row(
                        each.getKey(),
                        unit + " within " + Quantity.exact(each.getValue(), limits) + "; may be left out");
            }
        }
        for (Map.Entry<String, List<String>> each : deed.choices().entrySet()) {
            row(table, each.getKey(), String.join(", ", each.getValue()) + "; may be left out");
        }
        deed.texts().forEach(key -> table.row(key, "text; may be left out"));
        lines.addAll(table.lines());
        lines.add("");
        lines.add("  when:");
        lines.add("    - at: 100ms");
        lines.add("      " + (deed instanceof Fault ? "fault: " : "do: ") + deed.word());
        lines.add("      on: " + example(deed.target()));
        if (heals) {
            lines.add("      for: 50ms");
        }
        return lines;
    }

    private static void parameter(Table table, String key, Unit unit, String what) {
        table.row(key, unit.name().toLowerCase(Locale.ROOT) + ", like " + unit.exampleAndUnits() + "; " + what);
    }

    /** A long text goes on in the next rows. */
    private static void row(Table table, String head, String text) {
        StringBuilder line = new StringBuilder();
        String key = head;
        for (String word : text.split(" ", -1)) {
            if (line.length() + word.length() > 76) {
                table.row(key, line.toString());
                line.setLength(0);
                key = "";
            }
            line.append(line.length() > 0 ? " " : "").append(word);
        }
        table.row(key, line.toString());
    }

    private static String example(Target target) {
        return switch (target) {
            case HOST -> "alpha";
            case CARD -> "alpha";
            case WIRE, LAN -> "lan-a";
            case CABLE, PORT -> "lan-a/alpha.card";
            case DIRECTION -> "lan-a/alpha.card/rx";
            case STATION -> "client";
            case FEED -> "mains";
            case ARRAY -> "array";
            case DISK -> "d0";
            case NIC -> "n0";
            case PATH -> "array/alpha.card";
            case NONE -> "alpha";
        };
    }

    private static String target(Deed deed) {
        return deed.target().name().toLowerCase(Locale.ROOT);
    }
}
