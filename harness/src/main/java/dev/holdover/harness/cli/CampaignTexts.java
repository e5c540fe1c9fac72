package dev.holdover.harness.cli;

import dev.holdover.harness.campaign.Coverage;
import dev.holdover.harness.campaign.Totals;
import dev.holdover.harness.fault.Catalogue;
import dev.holdover.harness.report.Palette;
import dev.holdover.harness.scenario.Quantity;
import dev.holdover.harness.story.Happening;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is told of campaigns at a terminal. */
final class CampaignTexts {
    private static final int MOST_SHOWN = 3;
    private static final int MOST_TEXT = 110;

    private final Palette palette;

    CampaignTexts(Palette palette) {
        this.palette = palette;
    }

    /** How many pairs of state and fault were reached. */
    static int reached(Coverage coverage) {
        return coverage.states().values().stream().mapToInt(row -> row.size()).sum();
    }

    private static int possible() {
        return Coverage.allStates().size()
                * (Catalogue.faults().size() + Catalogue.actions().size());
    }

    private static long probes(Coverage coverage) {
        return Arrays.stream(Happening.values())
                .filter(each -> coverage.probe(each) > 0)
                .count();
    }

    /**
     * All of it in a few lines.
     *
     * @param played how many seeds this command played; {@code before}: how many were played by earlier ones
     * @param folder where the capsules are
     */
    List<String> summary(Totals totals, long played, long before, double seconds, int threads, @Nullable Path folder) {
        List<String> lines = new ArrayList<>();
        lines.add((totals.failed() == 0 ? palette.good("pass") : palette.bad("FAIL"))
                + String.format(
                        Locale.ROOT,
                        " %,d seeds%s, %d failed%s%.1f seeds/s%s%.2f M events/s on %d threads%s%,d played twice",
                        totals.seeds(),
                        before > 0 ? " (" + before + " of them earlier)" : "",
                        totals.failed(),
                        palette.dot(),
                        played / seconds,
                        palette.dot(),
                        rate(totals, played, seconds),
                        threads,
                        palette.dot(),
                        totals.recheckedSeeds()));
        Coverage coverage = totals.coverage();
        lines.add(palette.faint(String.format(
                Locale.ROOT,
                "     %,d of %,d states x faults, %,d faults inside faults, %d of %d things that can happen"
                        + " did%sdigest %016x",
                reached(coverage),
                possible(),
                coverage.inside().values().stream().mapToInt(row -> row.size()).sum(),
                probes(coverage),
                Happening.values().length,
                palette.dot(),
                totals.digest())));
        for (Totals.Group group : totals.groups()) {
            lines.add("");
            lines.add(palette.bold(group.members().size() + " x " + group.title()));
            group.members().stream().limit(MOST_SHOWN).forEach(member -> lines.add("  " + told(member, folder)));
            if (group.members().size() > MOST_SHOWN) {
                lines.add(palette.faint("  and " + (group.members().size() - MOST_SHOWN) + " more"));
            }
        }
        if (folder != null) {
            lines.add("");
            lines.add(palette.faint(
                    "in " + folder + (totals.failed() > 0 ? "; 'holdover shrink CAPSULE' makes a failure small" : "")));
        }
        return lines;
    }

    private static double rate(Totals totals, long played, double seconds) {
        return totals.seeds() == 0 ? 0 : totals.events() / 1e6 * played / totals.seeds() / seconds;
    }

    private String told(Totals.Group.Member member, @Nullable Path folder) {
        String text = member.failure().finding().text();
        String shown = text.length() > MOST_TEXT ? text.substring(0, MOST_TEXT) + "…" : text;
        String capsule = folder == null
                ? ""
                : "\n    " + folder.resolve(CampaignReport.capsule(member)) + ", " + member.steps() + " steps";
        return palette.text(Quantity.duration(member.failure().finding().timeNs()) + "  " + shown + capsule);
    }
}
