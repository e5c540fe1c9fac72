package dev.holdover.harness.report.part;

import dev.holdover.harness.run.Outcome;
import dev.holdover.harness.run.Spectator;
import java.io.IOException;
import java.io.OutputStream;

/**
 * One file of a run's report. It watches one run, keeps what it needs in memory, and is written when the run has ended.
 */
public interface Part extends Spectator {
    /** How the file's name ends, with its dot. */
    String suffix();

    /**
     * Writes the file; does not close {@code to}.
     *
     * @param outcome of the run that was watched
     * @throws IOException what {@code to} throws
     */
    void write(Outcome outcome, OutputStream to) throws IOException;

    /** The product with its version, as files name their maker. */
    static String product() {
        String version = Part.class.getPackage().getImplementationVersion();
        return "Holdover " + (version == null ? "development" : version);
    }

    /** Which run it was, in one line. */
    static String run(Outcome outcome) {
        return "scenario " + outcome.scenario().name() + ", seed " + outcome.seed() + ", trace " + outcome.traceHash();
    }
}
