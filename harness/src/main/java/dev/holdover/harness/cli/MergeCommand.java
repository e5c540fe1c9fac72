package dev.holdover.harness.cli;

import dev.holdover.harness.campaign.Ledger;
import dev.holdover.harness.campaign.Tally;
import dev.holdover.harness.campaign.Totals;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts the parts of a campaign together. */
@Command(
        name = "merge",
        sortOptions = false,
        description = {
            "Puts the parts of a campaign together that ran with --shard, on this machine or others.",
            "Each part's folder is copied here; a block of seeds that two of them have counts once."
        },
        footer = {"", "Examples:", "  holdover merge shard-1 shard-2 shard-3 --report out"})
final class MergeCommand extends Subcommand {
    @Parameters(paramLabel = "DIR", arity = "1..*", description = "The --report folders of the parts.")
    private List<Path> folders = new ArrayList<>();

    @Option(names = "--report", paramLabel = "DIR", required = true, description = "Where the whole goes.")
    private @Nullable Path report;

    MergeCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        Path into = Objects.requireNonNull(report);
        try {
            String head = "";
            Map<String, Tally> blocks = new LinkedHashMap<>();
            for (Path folder : folders) {
                List<Tally> tallies = Ledger.read(folder);
                String other = Ledger.headOf(folder);
                if (!head.isEmpty() && !head.equals(other)) {
                    throw Refusal.badInput(
                            folder + ": is a part of another campaign, or of another build; leave it out");
                }
                head = other;
                tallies.forEach(tally -> blocks.merge(
                        tally.file() + " " + tally.from(), tally, (a, b) -> a.seeds() >= b.seeds() ? a : b));
            }
            Ledger.write(into, head, List.copyOf(blocks.values()));
            Totals totals = new Totals();
            blocks.values().forEach(totals::add);
            String command = "./holdover merge "
                    + folders.stream().map(Path::toString).collect(Collectors.joining(" ")) + " --report " + into;
            CampaignReport.write(into, totals, command, totals.wallNs() / 1e9, 1);
            console.print(new CampaignTexts(console.palette())
                    .summary(totals, totals.seeds(), 0, totals.wallNs() / 1e9, 1, into));
            return totals.failed() == 0 ? Status.HELD : Status.BROKEN;
        } catch (IOException e) {
            throw Reason.refusal("merge", e);
        }
    }
}
