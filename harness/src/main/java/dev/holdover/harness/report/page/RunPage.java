package dev.holdover.harness.report.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdover.harness.check.Violation;
import dev.holdover.harness.report.history.History;
import dev.holdover.harness.report.history.History.Lane;
import dev.holdover.harness.report.history.History.Mark;
import dev.holdover.harness.report.history.History.Measure;
import dev.holdover.harness.report.history.History.Series;
import dev.holdover.harness.report.history.History.Span;
import dev.holdover.harness.report.history.History.Step;
import dev.holdover.harness.report.history.Tone;
import dev.holdover.harness.run.Outcome;
import dev.holdover.harness.story.Journal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One run as one HTML file, of a megabyte at most, that opens from disk and asks nobody for anything. */
public final class RunPage {
    private static final HtmlFile FILE = new HtmlFile(
            "run.html",
            List.of("uplot/uPlot.min.css", "common.css", "run.css"),
            List.of("uplot/uPlot.iife.min.js", "time.js", "run.js"));
    private static final int LONGEST_TEXT = 400;

    private RunPage() {}

    /** Writes the page of a run of this build. */
    public static void write(History history, Outcome outcome, Path file) throws IOException {
        write(history, outcome, Provenance.of(outcome), file);
    }

    /** Writes the page; where it would be too large, it has less detail. */
    public static void write(History history, Outcome outcome, Provenance provenance, Path file) throws IOException {
        HtmlFile.write(page(history, outcome, provenance), file);
    }

    static byte[] page(History history, Outcome outcome, Provenance provenance) {
        History shown = history;
        byte[] page = with(shown, outcome, provenance);
        while (page.length > HtmlFile.MOST_BYTES) {
            shown = shown.coarser();
            byte[] smaller = with(shown, outcome, provenance);
            if (smaller.length >= page.length) {
                throw new IllegalArgumentException("a page of " + page.length + " bytes, whatever is left out");
            }
            page = smaller;
        }
        return page;
    }

    private static byte[] with(History history, Outcome outcome, Provenance provenance) {
        String title = outcome.scenario().name() + ", seed " + outcome.seed();
        return FILE.with(title, new Data(history, outcome, provenance).json);
    }

    /** What the page's script reads. Words that come often are told once. */
    private static final class Data {
        private final ObjectNode json = JsonNodeFactory.instance.objectNode();
        private final Map<String, Integer> words = new LinkedHashMap<>();

        Data(History history, Outcome outcome, Provenance provenance) {
            head(outcome, provenance);
            json.put("end", history.endNs());
            ArrayNode tones = json.putArray("tones");
            for (Tone tone : Tone.values()) {
                tones.add(tone.name());
            }
            ArrayNode kinds = json.putArray("kinds");
            for (Journal.Kind kind : Journal.Kind.values()) {
                kinds.add(kind.name());
            }
            lanes(history);
            marks(history);
            samples(history);
            ArrayNode steps = json.putArray("steps");
            for (Step step : history.steps()) {
                steps.addArray()
                        .add(step.atNs())
                        .add(step.kind().ordinal())
                        .add(word(step.who()))
                        .add(word(step.what()));
            }
            ArrayNode all = json.putArray("words");
            words.keySet().forEach(all::add);
        }

        private void head(Outcome outcome, Provenance provenance) {
            json.put("title", cut(outcome.scenario().title()))
                    .put("scenario", cut(outcome.scenario().name()))
                    .put("seed", String.valueOf(outcome.seed()))
                    .put("passed", outcome.passed())
                    .put("build", cut(provenance.build()))
                    .put("hash", outcome.traceHash())
                    .put("command", provenance.command())
                    .put("events", outcome.events());
            ArrayNode violations = json.putArray("violations");
            for (Violation violation : outcome.violations()) {
                violations
                        .addObject()
                        .put("number", violation.number())
                        .put("name", violation.name())
                        .put("at", violation.timeNs())
                        .put("text", cut(violation.text()));
            }
        }

        private void lanes(History history) {
            ArrayNode lanes = json.putArray("lanes");
            for (Lane lane : history.lanes()) {
                ArrayNode spans = lanes.addArray()
                        .add(word(lane.component()))
                        .add(word(lane.aspect()))
                        .addArray();
                for (Span span : lane.spans()) {
                    spans.addArray()
                            .add(span.toNs())
                            .add(word(span.value()))
                            .add(span.tone().ordinal())
                            .add(span.changes());
                }
            }
        }

        private void marks(History history) {
            ArrayNode marks = json.putArray("marks");
            for (Mark mark : history.marks()) {
                marks.addArray()
                        .add(mark.atNs())
                        .add(mark.kind().ordinal())
                        .add(word(mark.who()))
                        .add(word(mark.what()))
                        .add(mark.more());
            }
        }

        private void samples(History history) {
            ArrayNode measures = json.putArray("measures");
            for (Measure measure : Measure.values()) {
                measures.addArray().add(measure.text()).add(measure.unit());
            }
            ArrayNode x = json.putArray("x");
            history.sampledNs().forEach(x::add);
            ArrayNode series = json.putArray("series");
            for (Series each : history.series()) {
                ArrayNode values = series.addArray()
                        .add(each.measure().ordinal())
                        .add(word(each.name()))
                        .addArray();
                for (double value : each.values()) {
                    if (value == Math.rint(value)) {
                        values.add((long) value);
                    } else {
                        values.add(value);
                    }
                }
            }
        }

        private int word(String text) {
            return words.computeIfAbsent(cut(text), each -> words.size());
        }

        private static String cut(String text) {
            return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
        }
    }
}
