package dev.holdover.harness.report.picture;

import dev.holdover.harness.report.history.History;
import dev.holdover.harness.report.history.History.Lane;
import dev.holdover.harness.report.history.History.Mark;
import dev.holdover.harness.report.history.History.Span;
import dev.holdover.harness.report.history.Tone;
import dev.holdover.harness.report.picture.Drawing.Anchor;
import dev.holdover.harness.report.picture.Drawing.Box;
import dev.holdover.harness.report.picture.Drawing.Line;
import dev.holdover.harness.report.picture.Drawing.Path;
import dev.holdover.harness.report.picture.Drawing.Shape;
import dev.holdover.harness.report.picture.Drawing.Text;
import dev.holdover.harness.run.Outcome;
import dev.holdover.harness.story.Journal;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Lays a run's timeline out: who it was, what was done, and the lanes of all components. Lanes that never change come
 * only where there is room for all.
 */
final class Layout {
    private static final int WIDTH = 1200;
    private static final int LABELS = 230;
    private static final int EDGE = 14;
    private static final int ROW = 20;
    private static final int MOST_LANES = 60;
    private static final int MOST_TICKS = 9;
    private static final int HEAD = 56;
    private static final int MARKS = 62;
    private static final int TEXT = 11;
    private static final double LETTER = 6.2;
    /** What is narrower is drawn together with its neighbours. */
    private static final double NARROWEST = 1.5;

    private static final Color PAPER = Color.WHITE;
    private static final Color INK = new Color(0x16202a);
    private static final Color FAINT = new Color(0x55626f);
    private static final Color GRID = new Color(0xd5dbe1);
    private static final Color BROKEN = new Color(0xb83c00);
    private static final Color HEALED = new Color(0x009e73);
    private static final Color DONE = new Color(0x0072b2);

    private final History history;
    private final Outcome outcome;
    private final List<Shape> shapes = new ArrayList<>();
    /** What must stay legible, on top of all else. */
    private final List<Shape> labels = new ArrayList<>();

    private final List<Lane> lanes;

    Layout(History history, Outcome outcome) {
        this.history = history;
        this.outcome = outcome;
        this.lanes = chosen(history.lanes());
    }

    private static List<Lane> chosen(List<Lane> all) {
        if (all.size() <= MOST_LANES) {
            return all;
        }
        return all.stream()
                .filter(lane -> lane.spans().size() > 1)
                .limit(MOST_LANES)
                .toList();
    }

    Drawing drawing() {
        int lanesAt = HEAD + MARKS;
        int bottom = lanesAt + lanes.size() * ROW + 8;
        int height = bottom + (lanes.size() < history.lanes().size() ? ROW : 0) + EDGE;
        shapes.add(new Box(0, 0, WIDTH, height, PAPER));
        head();
        axis(bottom);
        String last = "";
        for (int row = 0; row < lanes.size(); row++) {
            Lane lane = lanes.get(row);
            int y = lanesAt + row * ROW;
            boolean first = !lane.component().equals(last);
            last = lane.component();
            if (first && row > 0) {
                shapes.add(new Line(EDGE, y, WIDTH - EDGE, y, GRID, 1, false));
            }
            lane(lane, y, first);
        }
        marks(bottom);
        if (lanes.size() < history.lanes().size()) {
            int left = history.lanes().size() - lanes.size();
            text(EDGE, bottom + ROW - 4, left + " more lanes are not shown", FAINT, Anchor.START);
        }
        shapes.addAll(labels);
        return new Drawing(WIDTH, height, shapes);
    }

    private void head() {
        String title = clip(outcome.scenario().title(), WIDTH - 2 * EDGE - 40, LETTER * 1.5);
        labels.add(new Text(EDGE, 22, title, INK, 16, true, Anchor.START));
        boolean passed = outcome.passed();
        String verdict = passed
                ? "pass"
                : "FAIL: " + outcome.violations().get(0).name() + ", "
                        + outcome.violations().get(0).text();
        String facts = outcome.scenario().name() + ", seed " + outcome.seed() + ", trace " + outcome.traceHash() + "  ";
        text(EDGE, 42, clip(facts, WIDTH, LETTER), FAINT, Anchor.START);
        double after = EDGE + facts.length() * LETTER + 20;
        Color colour = passed ? HEALED : BROKEN;
        labels.add(new Text(after, 42, clip(verdict, WIDTH - EDGE - after, 6.8), colour, TEXT, true, Anchor.START));
    }

    private void axis(int bottom) {
        for (long tick : Moments.ticks(history.endNs(), MOST_TICKS)) {
            double x = x(tick);
            Anchor anchor = tick == 0 ? Anchor.START : x > WIDTH - EDGE - 20 ? Anchor.END : Anchor.MIDDLE;
            text(x, HEAD + 12, Moments.label(tick, history.endNs()), FAINT, anchor);
            shapes.add(new Line(x, HEAD + 16, x, bottom, GRID, 1, false));
        }
    }

    private void lane(Lane lane, int y, boolean first) {
        String who = first ? clip(lane.component(), LABELS * 0.6, LETTER) : "";
        labels.add(new Text(EDGE, y + 14, who, INK, TEXT, true, Anchor.START));
        String aspect = clip(lane.aspect(), LABELS - 28 - who.length() * 7.2, LETTER);
        text(LABELS - 8, y + 14, aspect, FAINT, Anchor.END);
        double denseFrom = -1;
        double denseTo = -1;
        for (Span span : lane.spans()) {
            double from = x(span.fromNs());
            double to = x(span.toNs());
            if (to - from < NARROWEST && lane.spans().size() > 1) {
                if (denseFrom >= 0 && from - denseTo > 1) {
                    box(denseFrom, denseTo, y, Tone.BUSY);
                    denseFrom = from;
                }
                denseFrom = denseFrom < 0 ? from : denseFrom;
                denseTo = to;
                continue;
            }
            if (denseFrom >= 0) {
                box(denseFrom, denseTo, y, Tone.BUSY);
                denseFrom = -1;
            }
            box(from, to - 0.7, y, span.changes() > 1 ? Tone.BUSY : span.tone());
            String value = clip(span.value(), to - from - 6, LETTER);
            if (!value.isEmpty()) {
                text(from + 4, y + 14, value, ink(span.tone()), Anchor.START);
            }
        }
        if (denseFrom >= 0) {
            box(denseFrom, denseTo, y, Tone.BUSY);
        }
    }

    private void box(double from, double to, int y, Tone tone) {
        shapes.add(new Box(from, y + 2, Math.max(1, to - from), ROW - 4, fill(tone)));
    }

    private void marks(int bottom) {
        double[] lastX = {-100, -100, -100};
        String[] rows = {"faults, heals, violations", "actions", "events"};
        for (int row = 0; row < rows.length; row++) {
            text(LABELS - 8, HEAD + 30 + row * 13 + 4, rows[row], FAINT, Anchor.END);
        }
        for (Mark mark : history.marks()) {
            double x = x(mark.atNs());
            boolean event = mark.kind() == Journal.Kind.EVENT;
            int row = event ? 2 : mark.kind() == Journal.Kind.ACTION ? 1 : 0;
            if (event && x - lastX[row] < NARROWEST) {
                continue;
            }
            lastX[row] = x;
            Color colour = colour(mark.kind());
            if (row == 0) {
                boolean dashed = mark.kind() != Journal.Kind.VIOLATION;
                shapes.add(new Line(x, HEAD + 36, x, bottom, colour, 1, dashed));
            }
            sign(mark.kind(), x, HEAD + 30 + row * 13.0, colour);
        }
    }

    private void sign(Journal.Kind kind, double x, double y, Color colour) {
        switch (kind) {
            case FAULT -> {
                path(x, y, colour, false, -4, -4, 4, 4);
                path(x, y, colour, false, 4, -4, -4, 4);
            }
            case HEAL -> path(x, y, colour, false, -5, 0, -1.5, 4, 5, -4);
            case ACTION -> path(x, y, colour, true, -4, -4, 4, 0, -4, 4);
            case EVENT -> path(x, y, colour, true, 0, -4, 4, 0, 0, 4, -4, 0);
            case VIOLATION ->
                path(x, y, colour, true, 0, -7, 2, -2, 7, -2, 3, 2, 4.5, 7, 0, 4, -4.5, 7, -3, 2, -7, -2, -2, -2);
        }
    }

    private void path(double x, double y, Color colour, boolean filled, double... xy) {
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < xy.length; i += 2) {
            points.add(new double[] {x + xy[i], y + xy[i + 1]});
        }
        shapes.add(new Path(points, colour, 2.2, filled));
    }

    private void text(double x, double y, String text, Color colour, Anchor anchor) {
        labels.add(new Text(x, y, text, colour, TEXT, false, anchor));
    }

    private double x(long ns) {
        return LABELS + (double) ns / history.endNs() * (WIDTH - LABELS - EDGE);
    }

    private static String clip(String text, double width, double letter) {
        int most = (int) (width / letter);
        if (text.length() <= most) {
            return text;
        }
        return most < 3 ? "" : text.substring(0, most - 1) + "…";
    }

    private static Color colour(Journal.Kind kind) {
        return switch (kind) {
            case FAULT, VIOLATION -> BROKEN;
            case HEAL -> HEALED;
            case ACTION -> DONE;
            case EVENT -> FAINT;
        };
    }

    private static Color fill(Tone tone) {
        return switch (tone) {
            case OWNER -> DONE;
            case GOOD -> new Color(0xbfe3d5);
            case BUSY -> new Color(0xf6e27a);
            case WARN -> new Color(0xe69f00);
            case BAD -> BROKEN;
            case OFF -> new Color(0xe3e7eb);
        };
    }

    private static Color ink(Tone tone) {
        return tone == Tone.OWNER || tone == Tone.BAD ? PAPER : INK;
    }

    /** The scenario's name and seed, for whoever cannot see the picture. */
    static String description(Outcome outcome) {
        return String.format(
                Locale.ROOT,
                "Timeline of %s, seed %d: %s",
                outcome.scenario().name(),
                outcome.seed(),
                outcome.passed() ? "pass" : "fail");
    }
}
