package dev.holdover.harness.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdover.harness.report.page.Pages.Played;
import dev.holdover.harness.story.Journal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The pages in a real browser, opened from disk. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BrowserTest {
    @TempDir
    private static Path folder;

    private Optional<Chromium> started = Optional.empty();
    private Optional<Played> played = Optional.empty();

    @BeforeAll
    void start() throws Exception {
        Optional<Path> program = Chromium.installed();
        assumeTrue(program.isPresent(), "skipped: no chromium here; apt-get install chromium");
        started = Optional.of(Chromium.start(program.get(), Files.createDirectory(folder.resolve("profile"))));
        played = Optional.of(Pages.play("host-crash.yaml"));
    }

    @AfterAll
    void stop() throws InterruptedException {
        if (started.isPresent()) {
            started.get().close();
        }
    }

    private Chromium opened() throws Exception {
        Chromium browser = started.orElseThrow();
        Path file = folder.resolve("run.html");
        RunPage.write(run().history(), run().outcome(), file);
        browser.size(1280, 1000);
        browser.open(file);
        browser.evaluate("window.fault = () => document.querySelector('#marks .mark.FAULT'), 0");
        return browser;
    }

    private Played run() {
        return played.orElseThrow();
    }

    @Test
    void opensFromDiskWithoutAComplaintAndAsksForNothing() throws Exception {
        Chromium browser = opened();
        assertEquals(List.of(), browser.complaints());
        assertEquals(List.of(folder.resolve("run.html").toUri().toString()), browser.requests());
        assertTrue(browser.evaluate("fetch('https://example.invalid/').then(() => false, () => true)")
                .asBoolean());
        assertTrue(
                browser.complaints().stream().anyMatch(each -> each.contains("Content Security Policy")),
                "it was not the policy that stopped it: " + browser.complaints());
    }

    @Test
    void showsEveryLaneEveryMarkAndThePlot() throws Exception {
        Chromium browser = opened();
        assertEquals(run().history().lanes().size(), browser.count(".lane"));
        assertEquals(run().history().marks().size(), browser.count("[data-mark]"));
        assertEquals(run().outcome().scenario().title(), browser.text("h1"));
        assertEquals("✓ pass", browser.text("#verdict"));
        assertTrue(browser.text("#facts").contains(run().outcome().traceHash()));
        assertTrue(browser.count("#plot canvas") == 1, "no plot");
        assertTrue(browser.count(".span.BAD") >= 1, "the crash is not seen");
    }

    @Test
    void wheelZoomsAroundThePointerAndDoubleClickShowsAllAgain() throws Exception {
        Chromium browser = opened();
        int all = browser.count("[data-mark]");
        JsonNode box = browser.evaluate("(() => { const b = fault().getBoundingClientRect();"
                + " return [b.x + b.width / 2, b.y + b.height / 2]; })()");
        double x = box.get(0).asDouble();
        for (int i = 0; i < 5; i++) {
            browser.mouse("mouseWheel", x, box.get(1).asDouble(), -100);
        }
        assertTrue(browser.count("[data-mark]") < all, "nothing has left the view");
        assertEquals(1, browser.count("#marks .mark.FAULT"));
        assertEquals(
                x,
                browser.evaluate("(() => { const b = fault().getBoundingClientRect();"
                                + " return b.x + b.width / 2; })()")
                        .asDouble(),
                12);
        browser.evaluate("document.getElementById('time').dispatchEvent(new MouseEvent('dblclick')), 0");
        assertEquals(all, browser.count("[data-mark]"));
    }

    @Test
    void dragZoomsToWhatWasDraggedOver() throws Exception {
        Chromium browser = opened();
        JsonNode box = browser.evaluate("(() => { const b = document.getElementById('lanes').getBoundingClientRect();"
                + " return [b.x, b.y, b.width]; })()");
        double y = box.get(1).asDouble() + 30;
        double middle = box.get(0).asDouble() + box.get(2).asDouble() * 0.7;
        String before = browser.text("#marks");
        browser.mouse("mousePressed", middle, y, 0);
        browser.mouse("mouseMoved", middle + 40, y, 0);
        browser.mouse("mouseMoved", middle + 80, y, 0);
        browser.mouse("mouseReleased", middle + 80, y, 0);
        assertNotEquals(before, browser.text("#marks"), "the axis is the same");
        assertEquals(0, browser.count("#marks .mark.FAULT"));
    }

    @Test
    void arrowsStepThroughTheLastEventsAndTheStateFollows() throws Exception {
        Chromium browser = opened();
        int last = run().history().steps().size() - 1;
        assertTrue(browser.text("#steps .here")
                .contains(run().history().steps().get(last).what()));
        browser.press("ArrowLeft", "ArrowLeft");
        browser.press("ArrowLeft", "ArrowLeft");
        assertEquals(
                last - 2,
                browser.evaluate("Number(document.querySelector('#steps .here button').dataset.step)")
                        .asInt());
        assertTrue(browser.text("#steps .here")
                .contains(run().history().steps().get(last - 2).what()));
        browser.press("ArrowRight", "ArrowRight");
        assertEquals(
                last - 1,
                browser.evaluate("Number(document.querySelector('#steps .here button').dataset.step)")
                        .asInt());
        String state = browser.text("#state");
        assertTrue(state.contains("crashed"), state);
        // A click on the fault is before the claim: the other card owns it then.
        browser.evaluate("chooseMark(marks.findIndex(mark => mark.kind === 'FAULT')), 0");
        assertTrue(browser.text("#text").contains("crashes"), browser.text("#text"));
        assertTrue(browser.text("#state").contains("active, epoch 1"), browser.text("#state"));
        assertNotEquals(state, browser.text("#state"));
    }

    @Test
    void clickOnAMarkTellsItsText() throws Exception {
        Chromium browser = opened();
        JsonNode box = browser.evaluate("(() => { const b = fault().getBoundingClientRect();"
                + " return [b.x + b.width / 2, b.y + b.height / 2]; })()");
        browser.mouse("mousePressed", box.get(0).asDouble(), box.get(1).asDouble(), 0);
        browser.mouse("mouseReleased", box.get(0).asDouble(), box.get(1).asDouble(), 0);
        assertTrue(browser.text("#text").startsWith("fault alpha: crashes"), browser.text("#text"));
    }

    @Test
    void searchJumpsToWhatMatchesAndMarksIt() throws Exception {
        Chromium browser = opened();
        browser.press("/", "Slash");
        browser.type("claiming");
        assertEquals("1 of 1", browser.text("#found"));
        assertEquals(1, browser.count(".mark.found"));
        assertTrue(browser.text("#text").contains("claiming epoch 2"), browser.text("#text"));
        long claimingNs = run().outcome().story().stream()
                .filter(line -> line.what().startsWith("claiming"))
                .mapToLong(Journal.Line::timeNs)
                .findFirst()
                .orElseThrow();
        assertEquals(claimingNs, browser.evaluate("view.cursor").asLong());
        browser.type(" nothing like it");
        assertEquals("nothing found", browser.text("#found"));
        assertEquals(0, browser.count(".mark.found"));
    }

    @Test
    void nothingSticksOutAtAnyWidth() throws Exception {
        Chromium browser = opened();
        for (int width : new int[] {390, 1280, 1920}) {
            browser.size(width, 1000);
            browser.evaluate(
                    "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))).then(() => 0)");
            assertTrue(
                    browser.evaluate("document.documentElement.scrollWidth").asInt() <= width,
                    "the page is wider than " + width);
        }
    }

    @Test
    void hostileTextIsShownAsText() throws Exception {
        Chromium browser = started.orElseThrow();
        Path file = folder.resolve("hostile.html");
        RunPage.write(
                RunPageTest.hostile(run().history()),
                Pages.broken(run().outcome(), Pages.HOSTILE),
                new Provenance(Pages.HOSTILE, Pages.HOSTILE),
                file);
        browser.open(file);
        assertEquals(List.of(), browser.complaints());
        assertEquals(0, browser.count("img"));
        assertEquals(2, browser.count("script"));
        assertTrue(browser.text("#violations").contains(Pages.HOSTILE));
        assertTrue(browser.text("#state").contains("<img src=x"), browser.text("#state"));
    }

    @Test
    void campaignPageShowsFailuresCoverageAndMutants() throws Exception {
        Chromium browser = started.orElseThrow();
        Path file = folder.resolve("campaign.html");
        CampaignPage.write(CampaignPageTest.summary(3, Pages.HOSTILE), file);
        browser.size(1280, 1000);
        browser.open(file);
        assertEquals(List.of(), browser.complaints());
        assertEquals(List.of(file.toUri().toString()), browser.requests());
        assertEquals(3, browser.count("#failures tbody tr"));
        assertEquals(4, browser.count("#coverage td"));
        assertEquals(1, browser.count("#coverage td.c0"));
        assertEquals("never", browser.text("#probes .never"));
        assertEquals("survived", browser.text("#mutants .never"));
        assertEquals(1, browser.count("#detection canvas"));
        assertEquals(0, browser.count("img"));
        assertEquals(
                "it.html",
                browser.evaluate("document.querySelector('#failures a').getAttribute('href')")
                        .asText());
    }
}
