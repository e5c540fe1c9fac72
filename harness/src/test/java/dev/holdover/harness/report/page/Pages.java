package dev.holdover.harness.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.holdover.harness.check.Resynced;
import dev.holdover.harness.check.Violation;
import dev.holdover.harness.report.history.History;
import dev.holdover.harness.report.history.HistoryRecorder;
import dev.holdover.harness.run.Outcome;
import dev.holdover.harness.run.Run;
import dev.holdover.harness.scenario.ScenarioFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Runs and pages for tests. */
final class Pages {
    static final String HOSTILE =
            "</script><script>throw 'hostile'</script><img src=x onerror=\"throw 'hostile'\">\u2028";

    /** A run with what was recorded of it. */
    record Played(Outcome outcome, History history) {}

    private Pages() {}

    static Played play(String scenario) {
        return play(Path.of("..", "scenarios", scenario));
    }

    static Played play(Path file) {
        HistoryRecorder recorder = new HistoryRecorder();
        Outcome outcome = new Run(() -> 0).play(ScenarioFile.load(file, Run.vocabulary(), List.of()), 1, recorder);
        return new Played(outcome, recorder.history(outcome));
    }

    /** The same outcome, broken. */
    static Outcome broken(Outcome outcome, String text) {
        return new Outcome(
                outcome.scenario(),
                outcome.seed(),
                List.of(new Violation(0, "expectation", 1, text)),
                outcome.events(),
                outcome.virtualNanos(),
                outcome.wallNanos(),
                outcome.traceHash(),
                outcome.checkpoints(),
                outcome.story(),
                outcome.writesAcknowledged(),
                new Resynced(0, 0));
    }

    /** The data in a page. */
    static JsonNode data(byte[] page) throws IOException {
        String html = new String(page, StandardCharsets.UTF_8);
        String open = "<script type=\"application/json\" id=\"data\">";
        int from = html.indexOf(open) + open.length();
        return new ObjectMapper().readTree(html.substring(from, html.indexOf("</script>", from)));
    }
}
