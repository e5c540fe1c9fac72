package dev.holdover.harness.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdover.harness.check.Violation;
import dev.holdover.harness.run.Outcome;
import dev.holdover.harness.story.Journal;
import dev.holdover.harness.world.TraceHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Tells a run as JSON lines, for programs. Only ASCII is written, so that no locale can spoil it. */
public final class JsonReport {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private JsonReport() {}

    /** The verdict and the figures of one run, in one line. */
    public static String verdict(Outcome outcome) {
        ObjectNode json = head(outcome);
        json.put("verdict", outcome.passed() ? "pass" : "fail");
        ArrayNode violations = json.putArray("violations");
        for (Violation violation : outcome.violations()) {
            violations
                    .addObject()
                    .put("number", violation.number())
                    .put("name", violation.name())
                    .put("timeNanos", violation.timeNs())
                    .put("text", violation.text());
        }
        ArrayNode claims = json.putArray("claims");
        outcome.scenario().claims().forEach(claims::add);
        json.put("events", outcome.events());
        json.put("virtualNanos", outcome.virtualNanos());
        json.put("wallNanos", outcome.wallNanos());
        json.put("traceHash", outcome.traceHash());
        return line(json);
    }

    /** The story of one run: a head, what happened line by line, and then the checkpoints of the trace hash. */
    public static List<String> trace(Outcome outcome) {
        List<String> lines = new ArrayList<>();
        lines.add(opening(outcome));
        for (Journal.Line told : outcome.story()) {
            lines.add(line(entry(told.timeNs(), told.who(), told.kind()).put("what", told.what())));
        }
        lines.addAll(checkpoints(outcome));
        return lines;
    }

    /** The first line of a story. */
    static String opening(Outcome outcome) {
        return line(head(outcome).put("traceHash", outcome.traceHash()));
    }

    /** The beginning of something that happened. */
    static ObjectNode entry(long timeNs, String who, Journal.Kind kind) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("timeNanos", timeNs)
                .put("who", who)
                .put("kind", kind.name().toLowerCase(Locale.ROOT));
    }

    /** The trace hash as the run went on. */
    static List<String> checkpoints(Outcome outcome) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < outcome.checkpoints().size(); i++) {
            lines.add(line(JsonNodeFactory.instance
                    .objectNode()
                    .put("checkpoint", i + 1)
                    .put("events", (i + 1L) * TraceHash.INTERVAL)
                    .put("hash", outcome.checkpoints().get(i))));
        }
        return lines;
    }

    private static ObjectNode head(Outcome outcome) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("scenario", outcome.scenario().name())
                .put("seed", outcome.seed());
    }

    static String line(JsonNode json) {
        try {
            return MAPPER.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
