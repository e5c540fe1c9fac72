package dev.holdover.harness.cli;

import dev.holdover.harness.run.Determinism;
import dev.holdover.harness.run.Outcome;
import dev.holdover.harness.run.Run;
import dev.holdover.harness.run.Spectator;
import dev.holdover.harness.scenario.Scenario;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Plays scenarios, and says how to repeat them. */
final class Player {
    private static final Pattern HARMLESS = Pattern.compile("[\\w./:=+@%,-]+");
    private static final Run RUN = new Run(System::nanoTime);

    private Player() {}

    /** Plays twice, so that invariant 26 is watched, too. */
    static Outcome play(Scenario scenario, long seed, List<String> sets) {
        return guarded(scenario, seed, sets, () -> Determinism.play(RUN, scenario, seed));
    }

    /** The same; {@code spectator} sees the first run, and so it is watched, too, that it changes nothing. */
    static Outcome play(Scenario scenario, long seed, List<String> sets, Spectator spectator) {
        return guarded(scenario, seed, sets, () -> Determinism.play(RUN, scenario, seed, spectator));
    }

    static Outcome playOnce(Scenario scenario, long seed) {
        return guarded(scenario, seed, List.of(), () -> RUN.play(scenario, seed));
    }

    /** The command line that repeats a run, ready to be pasted into a shell. */
    static String commandLine(Scenario scenario, long seed, List<String> sets) {
        StringBuilder line = new StringBuilder("./holdover run " + quoted(scenario.file()) + " --seed " + seed);
        sets.forEach(set -> line.append(" --set ").append(quoted(set)));
        return line.toString();
    }

    /** What the model, the firmware or the driver throws is a failure of the product: a status as any other. */
    private static Outcome guarded(Scenario scenario, long seed, List<String> sets, Supplier<Outcome> play) {
        try {
            return play.get();
        } catch (RuntimeException e) {
            throw Refusal.broken(
                    scenario.file() + ": the program broke (" + e + "); repeat with "
                            + commandLine(scenario, seed, sets) + " " + Main.DEBUG,
                    e);
        }
    }

    private static String quoted(String word) {
        return HARMLESS.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
