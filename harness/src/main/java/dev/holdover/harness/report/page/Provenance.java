package dev.holdover.harness.report.page;

import dev.holdover.harness.run.Outcome;
import java.util.Optional;

/**
 * Where a run came from.
 *
 * @param build of the product that was run
 * @param command the command line that repeats it
 */
public record Provenance(String build, String command) {
    /** This build, and the plain command for the scenario and seed of {@code outcome}. */
    public static Provenance of(Outcome outcome) {
        String file = outcome.scenario().file().replace("'", "'\\''");
        return new Provenance(thisBuild(), "./holdover run '" + file + "' --seed " + outcome.seed());
    }

    /** The version of this build, from its jar. */
    public static String thisBuild() {
        return Optional.ofNullable(Provenance.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
