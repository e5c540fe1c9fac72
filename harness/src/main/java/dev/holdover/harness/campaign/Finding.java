package dev.holdover.harness.campaign;

import dev.holdover.harness.check.Violation;
import dev.holdover.harness.run.Outcome;

/**
 * What a run showed that must not be.
 *
 * @param invariant its number; zero: an expectation of the scenario, or the program itself broke
 * @param name of the invariant, "expectation", or "program"
 * @param timeNs when, in virtual time
 * @param text what was seen
 * @param hash of the run's trace; empty if the program broke
 * @param events of the run
 */
public record Finding(int invariant, String name, long timeNs, String text, String hash, long events) {
    /** The name where the program threw instead of ending. */
    public static final String PROGRAM = "program";

    static Finding of(Outcome outcome) {
        return of(outcome.violations().get(0), outcome);
    }

    static Finding of(Violation violation, Outcome outcome) {
        return new Finding(
                violation.number(),
                violation.name(),
                violation.timeNs(),
                violation.text(),
                outcome.traceHash(),
                outcome.events());
    }

    static Finding of(RuntimeException e) {
        StackTraceElement[] trace = e.getStackTrace();
        String where = trace.length == 0 ? "" : " at " + trace[0];
        return new Finding(0, PROGRAM, 0, e + where, "", 0);
    }

    /** Whether both are the same failure, as far as one can tell from outside. */
    public boolean like(Finding other) {
        return invariant == other.invariant && name.equals(other.name);
    }

    /** For lists: "4 acknowledged-survives". */
    public String title() {
        return invariant == 0 ? name : invariant + " " + name;
    }
}
