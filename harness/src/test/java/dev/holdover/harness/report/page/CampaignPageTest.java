package dev.holdover.harness.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdover.harness.report.page.CampaignSummary.Coverage;
import dev.holdover.harness.report.page.CampaignSummary.Failure;
import dev.holdover.harness.report.page.CampaignSummary.Group;
import dev.holdover.harness.report.page.CampaignSummary.Load;
import dev.holdover.harness.report.page.CampaignSummary.Mutant;
import dev.holdover.harness.report.page.CampaignSummary.Probe;
import dev.holdover.harness.report.page.CampaignSummary.Seeds;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The front page of a campaign holds what the campaign found. */
class CampaignPageTest {
    static CampaignSummary summary(int failures, String text) {
        List<Failure> runs = LongStream.rangeClosed(1, failures)
                .mapToObj(seed -> new Failure(
                        text,
                        seed,
                        seed * 1_000_000,
                        0.5 * seed,
                        Optional.of("it.capsule"),
                        Optional.of("it.html"),
                        Optional.of(2)))
                .toList();
        return new CampaignSummary(
                "Overnight " + text,
                "0.1.0",
                "./holdover campaign " + text,
                List.of("host-crash.yaml"),
                new Seeds(1, 1000),
                new Load(2, 60, 16.5, 1_000_000),
                1000 - failures,
                failures,
                failures == 0 ? List.of() : List.of(new Group(4, "acknowledged-survives", text, runs)),
                new Coverage(
                        List.of("active", "gated"),
                        List.of("host-crash", text),
                        List.of(List.of(5L, 0L), List.of(2000L, 7L))),
                List.of(new Probe("vote split", 0)),
                List.of(0L, 10_100_000L, 10_500_000L, 40_000_000L),
                List.of(
                        new Mutant("gate not shut", 3, 1.5, Optional.of("firewall")),
                        new Mutant(text, 1000, 60, Optional.empty())));
    }

    @Test
    void everyDetectionIsInOneBar() throws IOException {
        JsonNode data = Pages.data(CampaignPage.page(summary(3, "x")));
        long bars = 0;
        for (JsonNode bar : data.get("bars")) {
            bars += bar.asLong();
        }
        assertEquals(4, bars);
        assertEquals(
                2,
                data.get("bars")
                        .get((int) (10_250_000 / data.get("barNs").asLong()))
                        .asLong());
        assertEquals(10_100_000, data.get("medianNs").asLong());
        assertEquals(3, data.get("groups").get(0).get("runs").size());
    }

    @Test
    void campaignThatFailsEverywhereStillFits() throws IOException {
        CampaignSummary many = summary(100_000, "a name that is long enough to fill a page ".repeat(4));
        byte[] page = CampaignPage.page(many);
        assertTrue(page.length <= HtmlFile.MOST_BYTES, page.length + " bytes");
        JsonNode group = Pages.data(page).get("groups").get(0);
        assertEquals(100_000, group.get("runs").size() + group.get("more").asInt());
    }

    @Test
    void countsThatDoNotFitAreRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Coverage(List.of("active"), List.of("host-crash"), List.of(List.of(1L, 2L))));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Coverage(List.of("active"), List.of("host-crash"), List.of()));
    }
}
