package dev.holdover.harness.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdover.harness.report.part.Part;
import dev.holdover.harness.run.Outcome;
import dev.holdover.harness.story.Happening;
import dev.holdover.harness.story.Journal;
import dev.holdover.harness.world.Cluster;
import dev.holdover.harness.world.Witnesses;
import dev.holdover.harness.world.World;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The whole history of a run as JSON lines. After the head of {@link JsonReport#trace} comes everything that happened,
 * each occurrence of a frequent happening too, with its name and its two numbers; faults, heals, actions and violations
 * with their names; lines of consoles; then the checkpoints, and last the verdict of {@link JsonReport#verdict}. What
 * is frequent is put into words where the story does so: once for each component.
 */
final class JsonLines implements Part {
    private static final Happening[] HAPPENINGS = Happening.values();

    private final List<Entry> entries = new ArrayList<>();

    private sealed interface Entry {}

    private record Happened(long timeNs, String who, Happening what, long a, long b) implements Entry {}

    private record Said(long timeNs, String who, String line) implements Entry {}

    private record Told(long timeNs, String who, Journal.Kind kind, String word, String what) implements Entry {}

    @Override
    public void watch(World world, Cluster cluster, Witnesses witnesses, Journal journal) {
        entries.clear();
        journal.listen(new Journal.Listener() {
            @Override
            public void happened(Happening happening, String who, long a, long b, long timeNs) {
                entries.add(new Happened(timeNs, who, happening, a, b));
            }

            @Override
            public void said(String who, String line, long timeNs) {
                entries.add(new Said(timeNs, who, line));
            }

            @Override
            public void told(Journal.Kind kind, String who, String word, String what, long timeNs) {
                entries.add(new Told(timeNs, who, kind, word, what));
            }
        });
    }

    @Override
    public String suffix() {
        return ".jsonl";
    }

    @Override
    public void write(Outcome outcome, OutputStream to) throws IOException {
        Writer out = new BufferedWriter(new OutputStreamWriter(to, StandardCharsets.US_ASCII));
        out.write(JsonReport.opening(outcome) + "\n");
        List<Set<String>> told = new ArrayList<>();
        for (int i = 0; i < HAPPENINGS.length; i++) {
            told.add(new HashSet<>());
        }
        for (Entry entry : entries) {
            out.write(JsonReport.line(json(entry, told)) + "\n");
        }
        for (String line : JsonReport.checkpoints(outcome)) {
            out.write(line + "\n");
        }
        out.write(JsonReport.verdict(outcome) + "\n");
        out.flush();
    }

    private static ObjectNode json(Entry entry, List<Set<String>> told) {
        if (entry instanceof Happened happened) {
            Happening what = happened.what();
            ObjectNode json = JsonReport.entry(happened.timeNs(), happened.who(), Journal.Kind.EVENT)
                    .put("name", what.word())
                    .put("a", happened.a())
                    .put("b", happened.b());
            boolean first = told.get(what.ordinal()).add(happened.who());
            return first || !what.frequent() ? json.put("what", what.describe(happened.a(), happened.b())) : json;
        } else if (entry instanceof Said said) {
            return JsonReport.entry(said.timeNs(), said.who(), Journal.Kind.EVENT)
                    .put("name", "console-line")
                    .put("what", said.line());
        }
        Told other = (Told) entry;
        return JsonReport.entry(other.timeNs(), other.who(), other.kind())
                .put("name", other.word())
                .put("what", other.what());
    }
}
