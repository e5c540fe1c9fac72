package dev.holdover.harness.report.page;

import java.util.List;
import java.util.Optional;

/**
 * What came of a campaign: many seeds of some scenarios.
 *
 * @param title of the campaign
 * @param build of the product that was run
 * @param command the command line that repeats it
 * @param files the scenario files
 * @param seeds the first and the last seed
 * @param load what it took
 * @param passed runs in which everything held
 * @param failed runs in which something broke
 * @param failures the failed runs, by what was broken
 * @param coverage which faults met which states; empty where that was not counted
 * @param probes what should be seen sometimes
 * @param detectedNs how long it took until each failure was detected, in nanoseconds of virtual time
 * @param mutants planted bugs and what caught them
 */
public record CampaignSummary(
        String title,
        String build,
        String command,
        List<String> files,
        Seeds seeds,
        Load load,
        long passed,
        long failed,
        List<Group> failures,
        Coverage coverage,
        List<Probe> probes,
        List<Long> detectedNs,
        List<Mutant> mutants) {
    /** Copies the lists. */
    public CampaignSummary {
        files = List.copyOf(files);
        failures = List.copyOf(failures);
        probes = List.copyOf(probes);
        detectedNs = List.copyOf(detectedNs);
        mutants = List.copyOf(mutants);
    }

    /** From the first seed to the last. */
    public record Seeds(long from, long to) {}

    /**
     * What a campaign took.
     *
     * @param workers threads or processes at once
     * @param seconds of wall time
     */
    public record Load(int workers, double seconds, double seedsPerSecond, double eventsPerSecond) {}

    /**
     * Failures of one kind.
     *
     * @param number of the invariant; zero: an expectation of a scenario
     * @param word its name in reports
     * @param text what it promises
     */
    public record Group(int number, String word, String text, List<Failure> runs) {
        /** Copies the list. */
        public Group {
            runs = List.copyOf(runs);
        }
    }

    /**
     * One run that failed.
     *
     * @param atNs when in the run, in nanoseconds of virtual time
     * @param foundSeconds when in the campaign, in seconds of wall time
     * @param capsule what repeats the run: a file, relative to this page
     * @param page the run's own page, relative to this page
     * @param shrunkSteps steps of the smallest plan that still fails
     */
    public record Failure(
            String scenario,
            long seed,
            long atNs,
            double foundSeconds,
            Optional<String> capsule,
            Optional<String> page,
            Optional<Integer> shrunkSteps) {}

    /**
     * How often each fault met each state.
     *
     * @param counts a row for each state, with a count for each fault
     */
    public record Coverage(List<String> states, List<String> faults, List<List<Long>> counts) {
        /**
         * Copies the lists.
         *
         * @throws IllegalArgumentException if the counts have other rows or columns than states and faults
         */
        public Coverage {
            states = List.copyOf(states);
            faults = List.copyOf(faults);
            counts = counts.stream().map(List::copyOf).toList();
            int columns = faults.size();
            if (counts.size() != states.size() || counts.stream().anyMatch(row -> row.size() != columns)) {
                throw new IllegalArgumentException("counts do not fit states and faults");
            }
        }
    }

    /** Something that should be seen in some of the runs. */
    public record Probe(String name, long count) {}

    /**
     * A planted bug.
     *
     * @param seeds tried until it was caught, or all
     * @param seconds of wall time until then
     * @param caughtBy the invariant's name; empty: it survived
     */
    public record Mutant(String name, long seeds, double seconds, Optional<String> caughtBy) {}
}
