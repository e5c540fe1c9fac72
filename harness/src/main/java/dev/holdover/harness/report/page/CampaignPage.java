package dev.holdover.harness.report.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdover.harness.report.page.CampaignSummary.Failure;
import dev.holdover.harness.report.page.CampaignSummary.Group;
import dev.holdover.harness.report.page.CampaignSummary.Mutant;
import dev.holdover.harness.report.page.CampaignSummary.Probe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The front page of a campaign as one HTML file of a megabyte at most, that opens from disk. */
public final class CampaignPage {
    private static final HtmlFile FILE = new HtmlFile(
            "campaign.html",
            List.of("uplot/uPlot.min.css", "common.css", "campaign.css"),
            List.of("uplot/uPlot.iife.min.js", "time.js", "campaign.js"));
    private static final int BARS = 40;
    private static final int MOST_RUNS = 2000;

    private CampaignPage() {}

    /** Writes the page; where there are too many failures for its size, it shows the first of each kind. */
    public static void write(CampaignSummary summary, Path file) throws IOException {
        HtmlFile.write(page(summary), file);
    }

    static byte[] page(CampaignSummary summary) {
        int most = MOST_RUNS;
        byte[] page = FILE.with(summary.title(), json(summary, most));
        while (page.length > HtmlFile.MOST_BYTES) {
            most /= 2;
            if (most == 0) {
                throw new IllegalArgumentException("a page of " + page.length + " bytes, whatever is left out");
            }
            page = FILE.with(summary.title(), json(summary, most));
        }
        return page;
    }

    private static ObjectNode json(CampaignSummary summary, int mostRuns) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("title", summary.title())
                .put("build", summary.build())
                .put("command", summary.command())
                .put("from", String.valueOf(summary.seeds().from()))
                .put("to", String.valueOf(summary.seeds().to()))
                .put("workers", summary.load().workers())
                .put("seconds", summary.load().seconds())
                .put("seedsPerSecond", summary.load().seedsPerSecond())
                .put("eventsPerSecond", summary.load().eventsPerSecond())
                .put("passed", summary.passed())
                .put("failed", summary.failed());
        ArrayNode files = json.putArray("files");
        summary.files().stream().limit(mostRuns).forEach(files::add);
        json.put("moreFiles", Math.max(0, summary.files().size() - mostRuns));
        ArrayNode groups = json.putArray("groups");
        for (Group group : summary.failures()) {
            ObjectNode one = groups.addObject()
                    .put("number", group.number())
                    .put("word", group.word())
                    .put("text", group.text())
                    .put("more", Math.max(0, group.runs().size() - mostRuns));
            ArrayNode runs = one.putArray("runs");
            group.runs().stream().limit(mostRuns).forEach(run -> add(runs.addObject(), run));
        }
        coverage(json.putObject("coverage"), summary.coverage());
        ArrayNode probes = json.putArray("probes");
        for (Probe probe : summary.probes()) {
            probes.addObject().put("name", probe.name()).put("count", probe.count());
        }
        histogram(json, summary.detectedNs());
        ArrayNode mutants = json.putArray("mutants");
        for (Mutant mutant : summary.mutants()) {
            ObjectNode one = mutants.addObject()
                    .put("name", mutant.name())
                    .put("seeds", mutant.seeds())
                    .put("seconds", mutant.seconds());
            mutant.caughtBy().ifPresent(by -> one.put("caughtBy", by));
        }
        return json;
    }

    private static void add(ObjectNode json, Failure run) {
        json.put("scenario", run.scenario())
                .put("seed", String.valueOf(run.seed()))
                .put("at", run.atNs())
                .put("found", run.foundSeconds());
        run.capsule().ifPresent(file -> json.put("capsule", file));
        run.page().ifPresent(file -> json.put("page", file));
        run.shrunkSteps().ifPresent(steps -> json.put("steps", steps));
    }

    private static void coverage(ObjectNode json, CampaignSummary.Coverage coverage) {
        ArrayNode states = json.putArray("states");
        coverage.states().forEach(states::add);
        ArrayNode faults = json.putArray("faults");
        coverage.faults().forEach(faults::add);
        ArrayNode counts = json.putArray("counts");
        for (List<Long> row : coverage.counts()) {
            ArrayNode cells = counts.addArray();
            row.forEach(cells::add);
        }
    }

    /** Bars of equal width from zero to the longest, with how many fall into each. */
    private static void histogram(ObjectNode json, List<Long> detectedNs) {
        long longest = detectedNs.stream().mapToLong(Long::longValue).max().orElse(0);
        long width = longest / BARS + 1;
        long[] counts = new long[detectedNs.isEmpty() ? 0 : (int) (longest / width) + 1];
        detectedNs.forEach(each -> counts[(int) (Math.max(0, each) / width)]++);
        json.put("barNs", width);
        ArrayNode bars = json.putArray("bars");
        Arrays.stream(counts).forEach(bars::add);
        long[] sorted = detectedNs.stream().mapToLong(Long::longValue).sorted().toArray();
        json.put("medianNs", sorted.length == 0 ? 0 : sorted[(sorted.length - 1) / 2]);
        json.put("longestNs", longest);
        json.put("detections", sorted.length);
    }
}
