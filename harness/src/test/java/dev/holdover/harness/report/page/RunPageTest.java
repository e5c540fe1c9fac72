package dev.holdover.harness.report.page;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdover.harness.report.history.History;
import dev.holdover.harness.report.history.History.Lane;
import dev.holdover.harness.report.history.History.Mark;
import dev.holdover.harness.report.history.History.Span;
import dev.holdover.harness.report.history.History.Step;
import dev.holdover.harness.report.history.Tone;
import dev.holdover.harness.report.page.Pages.Played;
import dev.holdover.harness.story.Journal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page holds the history, is small, and lets nothing in or out. */
class RunPageTest {
    @TempDir
    private Path folder;

    @Test
    void dataAreTheHistory() throws IOException {
        Played run = Pages.play("host-crash.yaml");
        JsonNode data = Pages.data(RunPage.page(run.history(), run.outcome(), Provenance.of(run.outcome())));
        assertEquals(run.history().lanes().size(), data.get("lanes").size());
        assertEquals(run.history().marks().size(), data.get("marks").size());
        assertEquals(run.history().steps().size(), data.get("steps").size());
        assertEquals(run.history().sampledNs().size(), data.get("x").size());
        assertEquals(run.history().series().size(), data.get("series").size());
        assertEquals(run.outcome().traceHash(), data.get("hash").asText());
        for (int i = 0; i < run.history().lanes().size(); i++) {
            Lane lane = run.history().lanes().get(i);
            JsonNode told = data.get("lanes").get(i);
            assertEquals(
                    lane.component(), data.get("words").get(told.get(0).asInt()).asText());
            Span last = lane.spans().get(lane.spans().size() - 1);
            JsonNode toldLast = told.get(2).get(lane.spans().size() - 1);
            assertEquals(
                    last.value(), data.get("words").get(toldLast.get(1).asInt()).asText());
            assertEquals(
                    last.tone().name(),
                    data.get("tones").get(toldLast.get(2).asInt()).asText());
        }
    }

    @Test
    void commandRepeatsTheRunWhateverItsFileIsCalled() {
        Played run = Pages.play("host-crash.yaml");
        assertEquals(
                "./holdover run '" + run.outcome().scenario().file() + "' --seed 1",
                Provenance.of(run.outcome()).command());
    }

    @Test
    void hostileTextEndsNoElementAndBeginsNone() throws IOException {
        Played run = Pages.play("host-crash.yaml");
        History hostile = hostile(run.history());
        byte[] page = RunPage.page(
                hostile, Pages.broken(run.outcome(), Pages.HOSTILE), new Provenance(Pages.HOSTILE, Pages.HOSTILE));
        String html = new String(page, StandardCharsets.UTF_8);
        assertFalse(html.contains("throw 'hostile'</script>"), "a script came with the data");
        assertFalse(html.contains("<img"), "an element came with the data");
        assertEquals(2, html.split("</script>", -1).length - 1);
        assertEquals(Pages.HOSTILE, Pages.data(page).get("command").asText());
    }

    static History hostile(History history) {
        Lane lane = new Lane(
                Pages.HOSTILE, Pages.HOSTILE, List.of(new Span(0, history.endNs(), Pages.HOSTILE, Tone.GOOD, 1)));
        Mark mark = new Mark(1, Journal.Kind.FAULT, Pages.HOSTILE, Pages.HOSTILE, 0);
        Step step = new Step(1, Journal.Kind.FAULT, Pages.HOSTILE, Pages.HOSTILE);
        return new History(
                history.endNs(), List.of(lane), List.of(mark), history.sampledNs(), history.series(), List.of(step));
    }

    @Test
    void policyAllowsNothingButWhatIsInThePage() throws IOException {
        Played run = Pages.play("host-crash.yaml");
        Path file = folder.resolve("run.html");
        RunPage.write(run.history(), run.outcome(), file);
        String html = Files.readString(file);
        assertTrue(html.contains("default-src 'none'; style-src 'sha256-"), "no policy");
        assertFalse(html.contains("unsafe-inline"), "the policy lets any script run");
        assertFalse(html.contains("innerHTML ="), "the page makes elements of text");
    }

    @Test
    void ordinaryRunsTakeAQuarterOfAMegabyte() {
        Played run = Pages.play("everything-at-once-on-three-cards.yaml");
        byte[] page = RunPage.page(run.history(), run.outcome(), Provenance.of(run.outcome()));
        assertTrue(page.length < 262_144, page.length + " bytes");
    }

    @Test
    void hugeHistoryLosesDetailUntilItFits() {
        Played run = Pages.play("host-crash.yaml");
        long endNs = 10_000_000;
        List<Lane> lanes = IntStream.range(0, 200)
                .mapToObj(lane -> new Lane(
                        "component " + lane,
                        "state",
                        LongStream.range(0, 1000)
                                .mapToObj(i ->
                                        new Span(i * 10_000, (i + 1) * 10_000, "state " + lane + " " + i, Tone.GOOD, 1))
                                .toList()))
                .toList();
        List<Mark> marks = LongStream.range(0, 20_000)
                .mapToObj(i -> new Mark(i * 500, Journal.Kind.EVENT, "who", "a text of its own " + i, 0))
                .toList();
        History huge = new History(endNs, lanes, marks, List.of(), List.of(), List.of());
        byte[] page = RunPage.page(huge, run.outcome(), Provenance.of(run.outcome()));
        assertTrue(page.length <= HtmlFile.MOST_BYTES, page.length + " bytes");
    }

    @Test
    void allPicturesAreWrittenUnderOneName() throws IOException {
        Played run = Pages.play("host-crash.yaml");
        List<Path> files = RunPictures.write(run.history(), run.outcome(), folder, "host-crash-1");
        assertEquals(
                List.of("host-crash-1.html", "host-crash-1.svg", "host-crash-1.png"),
                files.stream().map(file -> file.getFileName().toString()).toList());
        assertArrayEquals(
                RunPage.page(run.history(), run.outcome(), Provenance.of(run.outcome())),
                Files.readAllBytes(files.get(0)));
    }
}
