package dev.holdover.harness.report;

import dev.holdover.harness.report.capture.CaptureRecorder;
import dev.holdover.harness.report.capture.Dissectors;
import dev.holdover.harness.report.history.HistoryRecorder;
import dev.holdover.harness.report.page.RunPictures;
import dev.holdover.harness.report.part.Part;
import dev.holdover.harness.report.wave.WaveRecorder;
import dev.holdover.harness.run.Outcome;
import dev.holdover.harness.run.Run;
import dev.holdover.harness.run.Spectator;
import dev.holdover.harness.scenario.Scenario;
import dev.holdover.harness.story.Journal;
import dev.holdover.harness.world.Cluster;
import dev.holdover.harness.world.Witnesses;
import dev.holdover.harness.world.World;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The report of one run: a page and pictures for people, and a file of each part for programs, named after scenario
 * and seed. It is the spectator of the run, and is written when that has ended:
 *
 * <pre>
 * RunReport report = RunReport.whole();
 * Outcome outcome = run.play(scenario, seed, report);
 * report.write(folder, outcome);
 * </pre>
 */
public final class RunReport implements Spectator {
    private final List<Part> parts;
    private HistoryRecorder history = new HistoryRecorder();

    /** @param parts whose files have different suffixes */
    public RunReport(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    /** A report with all parts that there are. */
    public static RunReport whole() {
        return new RunReport(List.of(new WaveRecorder(), new CaptureRecorder(), new JsonLines()));
    }

    /** Plays {@code scenario} once, and writes the whole report of it into {@code folder}, which exists. */
    public static Outcome write(Path folder, Run run, Scenario scenario, long seed) throws IOException {
        RunReport report = whole();
        Outcome outcome = run.play(scenario, seed, report);
        report.write(folder, outcome);
        return outcome;
    }

    @Override
    public void watch(World world, Cluster cluster, Witnesses witnesses, Journal journal) {
        history = new HistoryRecorder(); // it serves one run, a report as many as are played
        history.watch(world, cluster, witnesses, journal);
        parts.forEach(part -> part.watch(world, cluster, witnesses, journal));
    }

    /** Writes page, pictures and a file of each part into {@code folder}, which exists. */
    public void write(Path folder, Outcome outcome) throws IOException {
        RunPictures.write(history.history(outcome), outcome, folder, name(outcome));
        for (Part part : parts) {
            try (OutputStream to = Files.newOutputStream(folder.resolve(name(outcome) + part.suffix()))) {
                part.write(outcome, to);
            }
        }
    }

    /** Writes what is needed to read the files, once for each folder. */
    public static void writeTools(Path folder) throws IOException {
        for (Dissectors each : Dissectors.values()) {
            Files.writeString(folder.resolve(each.fileName()), each.render(), StandardCharsets.US_ASCII);
        }
    }

    /** What the names of a run's files begin with. */
    public static String name(Outcome outcome) {
        return outcome.scenario().name() + "-" + outcome.seed();
    }
}
