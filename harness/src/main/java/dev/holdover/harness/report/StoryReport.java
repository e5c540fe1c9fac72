package dev.holdover.harness.report;

import dev.holdover.harness.check.Violation;
import dev.holdover.harness.run.Outcome;
import dev.holdover.harness.scenario.Quantity;
import dev.holdover.harness.scenario.Scenario;
import dev.holdover.harness.story.Journal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Tells a run as a timeline, for people. */
public final class StoryReport {
    private static final int LEAST_TIME_WIDTH = 10;

    private final Palette palette;

    public StoryReport(Palette palette) {
        this.palette = palette;
    }

    /** The whole: title, timeline, verdict, figures. */
    public List<String> full(Outcome outcome) {
        List<String> lines = new ArrayList<>();
        Scenario scenario = outcome.scenario();
        lines.add(palette.bold(palette.text(scenario.title())));
        lines.add(palette.faint(claims(scenario) + scenario.name() + palette.dot() + "seed " + outcome.seed()));
        lines.add("");
        lines.addAll(timeline(outcome.story()));
        lines.add("");
        lines.add(verdict(outcome));
        for (Violation violation : outcome.violations()) {
            lines.add("  " + palette.text(told(violation)));
        }
        lines.add("  " + figures(outcome));
        lines.add("  trace " + outcome.traceHash());
        return lines;
    }

    /** One line for one run. */
    public String brief(Outcome outcome) {
        String name = outcome.scenario().name() + " seed " + outcome.seed();
        if (outcome.passed()) {
            return palette.good("pass") + " " + name + " trace " + outcome.traceHash();
        }
        return palette.bad("FAIL") + " " + name + " "
                + palette.text(told(outcome.violations().get(0)));
    }

    /** One line for many runs. */
    public String totals(int passed, int failed, long wallNanos) {
        String counts = passed + " passed" + (failed > 0 ? ", " + failed + " failed" : "");
        String verdict = failed == 0 ? palette.good("pass") : palette.bad("FAIL");
        return verdict + " " + counts + ", in " + seconds(wallNanos);
    }

    /** A violation in one line: what is broken, when, and what was seen. */
    public static String told(Violation violation) {
        String what = violation.number() > 0
                ? "invariant " + violation.number() + " (" + violation.name() + ")"
                : violation.name();
        return what + " at " + Quantity.duration(violation.timeNs()) + ": " + violation.text();
    }

    /** What happened, a line each. */
    public List<String> timeline(List<Journal.Line> story) {
        int timeWidth = LEAST_TIME_WIDTH;
        int whoWidth = 1;
        for (Journal.Line line : story) {
            timeWidth = Math.max(timeWidth, milliseconds(line.timeNs()).length());
            whoWidth = Math.max(whoWidth, line.who().length());
        }
        List<String> lines = new ArrayList<>();
        for (Journal.Line line : story) {
            String time = palette.faint(pad(milliseconds(line.timeNs()), -timeWidth) + " ms");
            String told = palette.sign(line.kind()) + " " + palette.text(line.what());
            lines.add(time + "  " + pad(line.who(), whoWidth) + "  " + palette.paint(line.kind(), told));
        }
        return lines;
    }

    private String verdict(Outcome outcome) {
        return outcome.passed()
                ? palette.good("pass") + ": every invariant held, and all that was expected was seen"
                : palette.bad("FAIL") + ": "
                        + (outcome.violations().size() == 1
                                ? "a promise was broken"
                                : outcome.violations().size() + " promises were broken");
    }

    private String figures(Outcome outcome) {
        return String.join(
                palette.dot(),
                String.format(Locale.ROOT, "%,d events", outcome.events()),
                seconds(outcome.virtualNanos()) + " virtual in " + seconds(outcome.wallNanos()),
                String.format(Locale.ROOT, "%,d writes acknowledged", outcome.writesAcknowledged()));
    }

    private String claims(Scenario scenario) {
        if (scenario.claims().isEmpty()) {
            return "";
        }
        String numbers = scenario.claims().stream().map(String::valueOf).collect(Collectors.joining(", "));
        return (scenario.claims().size() == 1 ? "claim " : "claims ") + numbers + palette.dot();
    }

    private static String milliseconds(long ns) {
        return String.format(Locale.ROOT, "%d.%03d", ns / 1_000_000, ns / 1_000 % 1_000);
    }

    private static String seconds(long ns) {
        return String.format(Locale.ROOT, "%.3f s", ns / 1e9);
    }

    /** To {@code width} columns, to the right if it is negative. */
    private static String pad(String text, int width) {
        return String.format(Locale.ROOT, "%" + -width + "s", text);
    }
}
