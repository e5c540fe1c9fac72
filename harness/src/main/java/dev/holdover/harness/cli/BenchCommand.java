package dev.holdover.harness.cli;

import dev.holdover.harness.bench.Benchmarks;
import dev.holdover.harness.bench.Benchmarks.Benchmark;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures. */
@Command(
        name = "bench",
        sortOptions = false,
        description = {
            "Measures how fast worlds run.",
            "Each measurement has a JVM of its own; all take about three minutes."
        },
        footer = {"", "Examples:", "  holdover bench", "  holdover bench --quick"})
final class BenchCommand extends Subcommand {
    private static final double BILLION = 1e9;
    private static final double MILLION = 1e6;
    private static final double THOUSAND = 1e3;

    @Option(names = "--quick", description = "Only shows that it works; the figures say little.")
    private boolean quick;

    BenchCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        Map<String, Double> measured = new LinkedHashMap<>();
        try (Progress progress = new Progress(console)) {
            for (Benchmark benchmark : Benchmarks.ALL) {
                progress.doing(measured.size() + 1, Benchmarks.ALL.size(), benchmark.what());
                double perSecond = measure(benchmark);
                progress.clear();
                measured.put(benchmark.what(), perSecond);
                console.print(row(benchmark, perSecond, measured.get(benchmark.against())));
            }
        }
        return Status.HELD;
    }

    private double measure(Benchmark benchmark) {
        try {
            return Benchmarks.measure(benchmark, quick);
        } catch (RuntimeException e) {
            throw Refusal.cannotRun("cannot measure here: " + e.getMessage() + "; " + Main.DEBUG + " shows why", e);
        }
    }

    private static String row(Benchmark benchmark, double perSecond, @Nullable Double against) {
        boolean millions = perSecond >= MILLION / 10;
        boolean billions = perSecond >= BILLION;
        String figure = String.format(
                Locale.ROOT,
                "%-36s %8.2f %s %s",
                benchmark.what(),
                perSecond / (billions ? BILLION : millions ? MILLION : THOUSAND),
                billions ? "G" : millions ? "M" : "k",
                benchmark.unit());
        return against == null
                ? figure
                : figure + String.format(Locale.ROOT, "   %6.2f x %s", perSecond / against, benchmark.against());
    }
}
