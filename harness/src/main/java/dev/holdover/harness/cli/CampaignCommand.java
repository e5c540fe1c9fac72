package dev.holdover.harness.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdover.harness.campaign.Campaign;
import dev.holdover.harness.campaign.Capsule;
import dev.holdover.harness.campaign.Player;
import dev.holdover.harness.campaign.SeedBlock;
import dev.holdover.harness.run.Run;
import dev.holdover.harness.scenario.Quantity;
import dev.holdover.harness.scenario.ScenarioFile;
import dev.holdover.harness.scenario.Unit;
import dev.holdover.harness.scenario.Vocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Plays what nobody thought of. */
@Command(
        name = "campaign",
        sortOptions = false,
        description = {
            "Plays scenarios with fault plans drawn from seeds, in bulk.",
            "Each seed draws which kinds of faults there are, how many, when and where, and varies hosts, workload, "
                    + "networks and acknowledgement; then all that can heal heals, and the cluster must serve again. "
                    + "A scenario's 'campaign:' says within which ranges. Every failing plan is kept as a capsule.",
            "A campaign that was stopped goes on where it was if it is given the same --report folder again."
        },
        footer = {
            "",
            "Examples:",
            "  holdover campaign scenarios/host-crash.yaml --seeds 1000 --report out",
            "  holdover campaign scenarios --seeds 20 --time 10m --fail-fast",
            "  holdover campaign scenarios --seeds 100000 --shard 2/8 --report shard-2"
        })
final class CampaignCommand extends Subcommand {
    @Parameters(paramLabel = "FILE|DIR", arity = "1..*", description = "Scenario files, or folders of them.")
    private List<Path> paths = new ArrayList<>();

    @Option(
            names = "--seeds",
            paramLabel = "N",
            required = true,
            converter = Count.class,
            description = "So many seeds of each file.")
    private int seeds;

    @Option(
            names = "--from",
            paramLabel = "S",
            defaultValue = "1",
            converter = Seed.class,
            description = "The first seed. Default: ${DEFAULT-VALUE}.")
    private long from;

    @Option(names = "--time", paramLabel = "TIME", description = "Ends after this time at the latest: 90s, 10min, 2h.")
    private @Nullable String time;

    @Option(
            names = "--workers",
            paramLabel = "N",
            converter = Count.class,
            description = "Number of threads. Default: the number of processors.")
    private @Nullable Integer workers;

    @Option(names = "--fail-fast", description = "Ends with the block of seeds that holds the first failure.")
    private boolean failFast;

    @Option(
            names = "--shard",
            paramLabel = "I/N",
            converter = Shard.class,
            description = "Plays only the I-th of N parts of the seeds (1/N to N/N); 'merge' puts them together.")
    private Shard.@Nullable Part shard;

    @Option(
            names = "--profile",
            paramLabel = "FILE",
            description = "What stands in this file holds instead of each scenario's 'campaign:'.")
    private @Nullable Path profile;

    @Option(
            names = "--set",
            paramLabel = "PATH=VALUE",
            description = "Plays with this value instead of the files', as in campaign.faults=1..3.")
    private List<String> sets = new ArrayList<>();

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Where capsules and reports go. Default: a new folder for temporary files, if there are any.")
    private @Nullable Path report;

    CampaignCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        long limitNs = time == null ? Long.MAX_VALUE : limit(time);
        Map<String, JsonNode> files = files();
        Run run = new Run(System::nanoTime);
        Vocabulary vocabulary = Run.vocabulary();
        List<Player> players = new ArrayList<>();
        files.forEach((file, tree) -> players.add(new Player(file, tree, run, vocabulary)));
        int threads = workers == null ? Runtime.getRuntime().availableProcessors() : workers;
        try (Interrupt interrupt = new Interrupt();
                CampaignDesk desk = new CampaignDesk(console, report, files, command())) {
            List<SeedBlock> blocks = SeedBlock.split(players.size(), from, seeds);
            blocks = shard == null ? blocks : shard.of(blocks);
            desk.begin(blocks);
            long startedNs = System.nanoTime();
            new Campaign(players, threads)
                    .play(
                            desk.open(blocks),
                            () -> interrupt.asked()
                                    || failFast && desk.failed() > 0
                                    || System.nanoTime() - startedNs > limitNs,
                            desk::done);
            return desk.end(interrupt.asked(), threads);
        } catch (IOException e) {
            throw Reason.refusal("--report", e);
        }
    }

    /** What repeats the campaign; where it is shown nobody has typed it. */
    private String command() {
        StringBuilder line = new StringBuilder("./holdover campaign");
        paths.forEach(path -> line.append(' ').append(path));
        line.append(" --seeds ").append(seeds).append(" --from ").append(from);
        if (profile != null) {
            line.append(" --profile ").append(profile);
        }
        sets.forEach(set -> line.append(" --set '").append(set).append('\''));
        return line.toString();
    }

    private static long limit(String text) {
        try {
            return Quantity.parse(Unit.DURATION, text.replaceFirst("(?<=[0-9])m$", "min"));
        } catch (IllegalArgumentException e) {
            throw Refusal.badInput("--time: " + e.getMessage(), e);
        }
    }

    /** A file that says what 'campaign:' may say; tried in a scenario that is right without it. */
    private static JsonNode profile(Path file) {
        JsonNode profile = ScenarioFile.tree(file, List.of());
        ObjectNode scenario = JsonNodeFactory.instance.objectNode().put("scenario", "Profile");
        scenario.putArray("hosts").add("alpha");
        scenario.set("campaign", profile);
        ScenarioFile.of(file, scenario, Run.vocabulary());
        return profile;
    }

    /** What each file says, with the profile in it. */
    private Map<String, JsonNode> files() {
        JsonNode instead = profile == null ? null : profile(profile);
        Map<String, JsonNode> files = new LinkedHashMap<>();
        for (Path file : ScenarioFiles.expand(paths)) {
            JsonNode tree = ScenarioFile.tree(file, sets);
            if (instead != null && tree instanceof ObjectNode object) {
                object.set("campaign", instead);
            }
            if (Capsule.is(tree)) {
                throw Refusal.badInput(file + ": is a capsule, not a scenario; 'holdover replay' plays it");
            }
            files.put(file.toString(), tree);
        }
        // Only the files themselves have lines that a complaint can name.
        ScenarioFiles.load(console, paths, sets);
        return files;
    }
}
