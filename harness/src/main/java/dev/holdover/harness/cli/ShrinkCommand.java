package dev.holdover.harness.cli;

import dev.holdover.harness.campaign.BuildId;
import dev.holdover.harness.campaign.Capsule;
import dev.holdover.harness.campaign.Shrinker;
import dev.holdover.harness.run.Run;
import dev.holdover.harness.scenario.Quantity;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes failures small. */
@Command(
        name = "shrink",
        sortOptions = false,
        description = {
            "Makes a failing plan as small as it gets while it breaks the same invariant.",
            "Fewer steps, fewer components, fewer words, rounder times, a shorter story. The result is a capsule, too."
        },
        footer = {"", "Examples:", "  holdover shrink out/host-crash-17.capsule.yaml"})
final class ShrinkCommand extends Subcommand {
    @Parameters(paramLabel = "CAPSULE", description = "What a campaign left of a failure.")
    private Path file = Path.of("");

    @Option(names = "--out", paramLabel = "FILE", description = "Where the small one goes. Default: NAME.small.yaml.")
    private @Nullable Path out;

    @Option(
            names = "--workers",
            paramLabel = "N",
            converter = Count.class,
            description = "Number of threads. Default: the number of processors.")
    private @Nullable Integer workers;

    ShrinkCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        Capsule capsule = Capsule.read(file);
        long startedNs = System.nanoTime();
        int threads = workers == null ? Runtime.getRuntime().availableProcessors() : workers;
        try (Interrupt interrupt = new Interrupt();
                Progress progress = new Progress(console)) {
            progress.doing(1, 1, "shrinking " + capsule.steps() + " steps");
            Run run = Runs.of(capsule);
            Shrinker shrinker = new Shrinker(
                    capsule,
                    run,
                    Run.vocabulary(),
                    interrupt::asked,
                    smaller -> progress.doing(1, 1, "shrunken to " + smaller.steps() + " steps"));
            Optional<Capsule> small = shrinker.shrink(threads);
            progress.clear();
            if (small.isEmpty()) {
                throw Refusal.broken(
                        file + ": does not fail as it says with this build"
                                + (capsule.build().equals(BuildId.get()) ? "" : ", which is another")
                                + "; 'holdover replay' tells what it does",
                        null);
            }
            Path to = out == null ? small(file) : out;
            small.get().write(to);
            console.print(String.format(
                    Locale.ROOT,
                    "%s: %d of %d steps are left, after %d runs in %.1f s",
                    to,
                    small.get().steps(),
                    capsule.steps(),
                    shrinker.runs(),
                    (System.nanoTime() - startedNs) / 1e9));
            console.print("  " + small.get().finding().title() + " at "
                    + Quantity.duration(small.get().finding().timeNs())
                    + ": " + small.get().finding().text());
            return Status.HELD;
        } catch (UncheckedIOException e) {
            throw Reason.refusal("--out", Objects.requireNonNull(e.getCause()));
        }
    }

    private static Path small(Path file) {
        String name = String.valueOf(file.getFileName());
        String stem = name.endsWith(Capsule.SUFFIX)
                ? name.substring(0, name.length() - Capsule.SUFFIX.length())
                : name.replaceFirst("\\.ya?ml$", "");
        return file.resolveSibling(stem + ".small" + Capsule.SUFFIX);
    }
}
