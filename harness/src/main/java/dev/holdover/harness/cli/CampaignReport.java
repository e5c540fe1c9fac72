package dev.holdover.harness.cli;

import dev.holdover.harness.campaign.BuildId;
import dev.holdover.harness.campaign.Capsule;
import dev.holdover.harness.campaign.Coverage;
import dev.holdover.harness.campaign.Finding;
import dev.holdover.harness.campaign.Totals;
import dev.holdover.harness.check.Invariant;
import dev.holdover.harness.fault.Catalogue;
import dev.holdover.harness.fault.Deed;
import dev.holdover.harness.report.history.HistoryRecorder;
import dev.holdover.harness.report.page.CampaignPage;
import dev.holdover.harness.report.page.CampaignSummary;
import dev.holdover.harness.report.page.Provenance;
import dev.holdover.harness.report.page.RunPictures;
import dev.holdover.harness.run.Outcome;
import dev.holdover.harness.run.Run;
import dev.holdover.harness.story.Happening;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Writes what a campaign leaves: capsules, a page for the first failures of each kind, and a front page. */
final class CampaignReport {
    /** The front page's name. */
    static final String FRONT = "index.html";

    private static final int PAGES = 3;
    private static final double NS_PER_S = 1e9;

    private final Path folder;
    private final Totals totals;
    private final Map<Totals.Group.Member, Capsule> capsules = new LinkedHashMap<>();
    private final Map<Totals.Group.Member, String> pages = new LinkedHashMap<>();

    private CampaignReport(Path folder, Totals totals) {
        this.folder = folder;
        this.totals = totals;
    }

    /** Writes all of it. */
    static void write(Path folder, Totals totals, String command, double seconds, int workers) throws IOException {
        Files.createDirectories(folder);
        CampaignReport report = new CampaignReport(folder, totals);
        for (Totals.Group group : totals.groups()) {
            report.capsules(group);
            report.pages(group);
        }
        CampaignPage.write(report.summary(command, seconds, workers), folder.resolve(FRONT));
    }

    private void capsules(Totals.Group group) {
        for (Totals.Group.Member member : group.members()) {
            Capsule capsule = new Capsule(
                    BuildId.get(),
                    member.file(),
                    "",
                    member.failure().seed(),
                    member.failure().finding(),
                    member.failure().plan());
            capsule.write(folder.resolve(capsule(member)));
            capsules.put(member, capsule);
        }
    }

    /** A page takes as long as a run, and a hundred failures of one kind look alike. */
    private void pages(Totals.Group group) throws IOException {
        for (Totals.Group.Member member :
                group.members().subList(0, Math.min(PAGES, group.members().size()))) {
            if (member.failure().finding().name().equals(Finding.PROGRAM)) {
                continue; // there is nothing after the exception that could be drawn
            }
            Capsule capsule = capsules.get(member);
            if (capsule != null) {
                String stem = stem(member);
                HistoryRecorder recorder = new HistoryRecorder();
                Outcome outcome = Runs.of(capsule).play(capsule.scenario(Run.vocabulary()), capsule.seed(), recorder);
                Provenance provenance =
                        new Provenance(capsule.build(), "./holdover replay " + folder.resolve(capsule(member)));
                RunPictures.write(recorder.history(outcome), outcome, provenance, folder, stem);
                pages.put(member, stem + ".html");
            }
        }
    }

    private CampaignSummary summary(String command, double seconds, int workers) {
        List<String> files = totals.files();
        return new CampaignSummary(
                files.size() == 1 ? files.get(0) : files.size() + " scenarios",
                BuildId.get(),
                command,
                files,
                new CampaignSummary.Seeds(totals.firstSeed(), totals.lastSeed()),
                new CampaignSummary.Load(workers, seconds, totals.seeds() / seconds, totals.events() / seconds),
                totals.seeds() - totals.failed(),
                totals.failed(),
                totals.groups().stream().map(this::group).toList(),
                coverage(totals.coverage()),
                Arrays.stream(Happening.values())
                        .map(each -> new CampaignSummary.Probe(
                                each.word(), totals.coverage().probe(each)))
                        .toList(),
                totals.groups().stream()
                        .flatMap(group -> group.members().stream())
                        .map(member -> member.failure().finding().timeNs())
                        .toList(),
                List.of());
    }

    private CampaignSummary.Group group(Totals.Group group) {
        Finding first = group.members().get(0).failure().finding();
        String promise = Arrays.stream(Invariant.values())
                .filter(each -> each.number() == first.invariant())
                .findFirst()
                .map(Invariant::text)
                .orElse(
                        first.name().equals(Finding.PROGRAM)
                                ? "The program ends a run without an exception."
                                : "What the scenario expects is seen.");
        return new CampaignSummary.Group(
                first.invariant(),
                first.name(),
                promise,
                group.members().stream().map(this::failure).toList());
    }

    private CampaignSummary.Failure failure(Totals.Group.Member member) {
        return new CampaignSummary.Failure(
                member.file(),
                member.failure().seed(),
                member.failure().finding().timeNs(),
                member.failure().foundNs() / NS_PER_S,
                Optional.of(capsule(member)),
                Optional.ofNullable(pages.get(member)),
                Optional.empty());
    }

    private static CampaignSummary.Coverage coverage(Coverage coverage) {
        List<String> words = Stream.concat(Catalogue.faults().stream(), Catalogue.actions().stream())
                .map(Deed::word)
                .toList();
        List<List<Long>> counts = new ArrayList<>();
        for (String state : Coverage.allStates()) {
            Map<String, Long> row = coverage.states().getOrDefault(state, Map.of());
            counts.add(words.stream().map(word -> row.getOrDefault(word, 0L)).toList());
        }
        return new CampaignSummary.Coverage(Coverage.allStates(), words, counts);
    }

    private static String stem(Totals.Group.Member member) {
        String name = String.valueOf(Path.of(member.file()).getFileName()).replaceFirst("\\.ya?ml$", "");
        return name + "-" + member.failure().seed();
    }

    /** The file's name of a failure's capsule. */
    static String capsule(Totals.Group.Member member) {
        return stem(member) + Capsule.SUFFIX;
    }
}
