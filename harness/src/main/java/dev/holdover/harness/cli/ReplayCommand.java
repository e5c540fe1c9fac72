package dev.holdover.harness.cli;

import dev.holdover.harness.campaign.BuildId;
import dev.holdover.harness.campaign.Capsule;
import dev.holdover.harness.campaign.Finding;
import dev.holdover.harness.report.StateReport;
import dev.holdover.harness.report.StoryReport;
import dev.holdover.harness.run.Outcome;
import dev.holdover.harness.run.Run;
import dev.holdover.harness.run.Spectator;
import dev.holdover.harness.scenario.Quantity;
import dev.holdover.harness.scenario.Scenario;
import dev.holdover.harness.scenario.Unit;
import dev.holdover.harness.story.Journal;
import dev.holdover.harness.world.Cluster;
import dev.holdover.harness.world.TraceHash;
import dev.holdover.harness.world.Witnesses;
import dev.holdover.harness.world.World;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Plays a capsule again. */
@Command(
        name = "replay",
        sortOptions = false,
        description = {
            "Plays a capsule's plan again, and tells its story.",
            "It ends with the same trace hash, or says that this build is another. --until and --from stop in the "
                    + "middle and show how everything stands there."
        },
        footer = {
            "",
            "Examples:",
            "  holdover replay out/host-crash-17.capsule.yaml",
            "  holdover replay out/host-crash-17.capsule.yaml --until 152ms",
            "  holdover replay out/host-crash-17.capsule.yaml --from 12"
        })
final class ReplayCommand extends Subcommand {
    @Parameters(paramLabel = "CAPSULE", description = "What a campaign or 'shrink' left of a failure.")
    private Path file = Path.of("");

    @Option(names = "--until", paramLabel = "TIME", description = "Stops there and shows the state.")
    private @Nullable String until;

    @Option(
            names = "--from",
            paramLabel = "CHECKPOINT",
            converter = Count.class,
            description = "Shows the state at this checkpoint, of one every 4,096 events, and the story from there on.")
    private @Nullable Integer from;

    ReplayCommand(Console console) {
        super(console);
    }

    /** Keeps hold of what is played. */
    private static final class Stand implements Spectator {
        private @Nullable World world;
        private @Nullable Cluster cluster;

        @Override
        public void watch(World ofWorld, Cluster ofCluster, Witnesses witnesses, Journal journal) {
            world = ofWorld;
            cluster = ofCluster;
        }

        World world() {
            return Objects.requireNonNull(world);
        }

        Cluster cluster() {
            return Objects.requireNonNull(cluster);
        }
    }

    @Override
    public Integer call() {
        Capsule capsule = Capsule.read(file);
        Run run = Runs.of(capsule);
        Scenario scenario = capsule.scenario(Run.vocabulary());
        StoryReport report = new StoryReport(console.palette());
        long untilNs = until == null ? Long.MAX_VALUE : time(until);
        try (Progress progress = new Progress(console)) {
            progress.doing(1, 1, scenario.name());
            Stand stand = new Stand();
            Outcome outcome = run.play(scenario, capsule.seed(), stand, untilNs);
            progress.clear();
            if (from != null) {
                long fromNs = checkpoint(stand.world());
                Stand there = new Stand();
                run.play(scenario, capsule.seed(), there, fromNs);
                state(scenario, there);
                console.print("");
                console.print(report.timeline(outcome.story().stream()
                        .filter(line -> line.timeNs() >= fromNs)
                        .toList()));
            } else {
                console.print(report.full(outcome));
            }
            if (untilNs < scenario.durationNs()) {
                console.print("");
                state(scenario, stand);
                return Status.HELD;
            }
            return verdict(capsule, outcome);
        } catch (RuntimeException e) {
            if (e instanceof Refusal || !capsule.finding().name().equals(Finding.PROGRAM)) {
                throw e;
            }
            throw Refusal.broken(file + ": the program breaks as the capsule says (" + e + "); --debug shows where", e);
        }
    }

    private long checkpoint(World world) {
        int number = Objects.requireNonNull(from);
        int there = world.trace().checkpoints();
        if (number > there) {
            throw Refusal.badInput("--from " + number + ": this run has " + there + " checkpoints, one every "
                    + TraceHash.INTERVAL + " events; name one from 1 to " + there);
        }
        return world.checkpointNs(number - 1);
    }

    private static long time(String text) {
        try {
            return Quantity.parse(Unit.DURATION, text);
        } catch (IllegalArgumentException e) {
            throw Refusal.badInput("--until: " + e.getMessage(), e);
        }
    }

    private void state(Scenario scenario, Stand stand) {
        List<String> networks = Stream.concat(
                        scenario.wires().stream().map(wire -> wire.name()),
                        scenario.lans().stream().map(lan -> lan.name()))
                .toList();
        Table table = new Table("  ");
        StateReport.rows(stand.cluster(), networks).forEach(row -> table.row(row.toArray(new String[0])));
        console.print("at " + Quantity.duration(stand.world().nowNs()) + ", after "
                + stand.world().trace().events() + " events");
        console.print(table.lines());
    }

    /** Says whether it is what the capsule says. */
    private int verdict(Capsule capsule, Outcome outcome) {
        boolean same = outcome.traceHash().equals(capsule.finding().hash());
        boolean sameBuild = capsule.build().equals(BuildId.get());
        if (same && !outcome.passed()) {
            console.print("  the same history as the capsule's, to the last event");
            return Status.BROKEN;
        }
        if (!sameBuild) {
            console.print("  another history than the capsule's: it was found with build " + capsule.build()
                    + ", this is " + BuildId.get());
            return outcome.passed() ? Status.HELD : Status.BROKEN;
        }
        throw Refusal.broken(
                file + ": another history than the capsule's with the same build: it should end with "
                        + capsule.finding().hash() + " and ends with " + outcome.traceHash()
                        + "; it was changed by hand, or determinism is lost",
                null);
    }
}
