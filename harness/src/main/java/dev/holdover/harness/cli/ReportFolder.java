package dev.holdover.harness.cli;

import dev.holdover.harness.report.RunReport;
import dev.holdover.harness.report.junit.JUnitReport;
import dev.holdover.harness.run.Outcome;
import dev.holdover.harness.scenario.Scenario;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where {@code --report} goes; nowhere, if it was not asked for. */
final class ReportFolder implements AutoCloseable {
    private static final String JUNIT = "junit.xml";

    private final @Nullable Path folder;
    private final JUnitReport junit = new JUnitReport();

    private ReportFolder(@Nullable Path folder) {
        this.folder = folder;
    }

    /** Makes the folder and writes into it at once: nobody wants to hear after the runs that reports have no place. */
    static ReportFolder open(@Nullable Path folder) {
        ReportFolder opened = new ReportFolder(folder);
        if (folder != null) {
            try {
                Files.createDirectories(folder);
                RunReport.writeTools(folder);
            } catch (IOException e) {
                throw refusal(folder, e);
            }
            opened.close();
        }
        return opened;
    }

    /** Plays a scenario; with its report, if that was asked for. */
    Outcome play(Scenario scenario, long seed, List<String> sets) {
        if (folder == null) {
            return Player.play(scenario, seed, sets);
        }
        String repeat = Player.commandLine(scenario, seed, sets);
        RunReport report = RunReport.whole();
        try {
            Outcome outcome = Player.play(scenario, seed, sets, report);
            junit.add(outcome, repeat);
            report.write(folder, outcome);
            return outcome;
        } catch (Refusal e) {
            junit.addBroken(scenario, seed, String.valueOf(e.getMessage()), repeat);
            throw e;
        } catch (IOException e) {
            throw refusal(folder, e);
        }
    }

    /** Writes what is about all runs. */
    @Override
    public void close() {
        if (folder != null) {
            try (OutputStream to = Files.newOutputStream(folder.resolve(JUNIT))) {
                junit.write(to);
            } catch (IOException e) {
                throw refusal(folder, e);
            }
        }
    }

    private static Refusal refusal(Path folder, IOException e) {
        String why = e instanceof FileAlreadyExistsException ? "a file is in the way" : Reason.of(e);
        return Refusal.badInput("--report " + folder + ": cannot be written (" + why + ")", e);
    }
}
