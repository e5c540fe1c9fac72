package dev.holdover.harness.campaign;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Tallies added up. The sum is the same in whatever order they come. */
public final class Totals {
    private final Coverage coverage = new Coverage();
    private final List<Group.Member> failures = new ArrayList<>();
    private final Set<String> files = new TreeSet<>();
    private long firstSeed = Long.MAX_VALUE;
    private long lastSeed = Long.MIN_VALUE;
    private long seeds;
    private long events;
    private long virtualNs;
    private long wallNs;
    private long digest;
    private long rechecked;

    /**
     * Failures that look alike.
     *
     * @param title as in {@link Finding#title}
     * @param members the one with the smallest plan first
     */
    public record Group(String title, List<Member> members) {
        /** One of them. */
        public record Member(String file, Tally.Failure failure) {
            /** How many steps its plan has. */
            public int steps() {
                return failure.plan().path("when").size();
            }
        }
    }

    public void add(Tally tally) {
        files.add(tally.file());
        firstSeed = Math.min(firstSeed, tally.from());
        lastSeed = Math.max(lastSeed, tally.to());
        seeds += tally.seeds();
        events += tally.events();
        virtualNs += tally.virtualNs();
        wallNs += tally.wallNs();
        digest += tally.digest();
        rechecked += tally.recheckedSeeds();
        coverage.add(tally.coverage());
        tally.failures().forEach(failure -> failures.add(new Group.Member(tally.file(), failure)));
    }

    /** By what failed, the most frequent first. */
    public List<Group> groups() {
        Comparator<Group.Member> order = Comparator.comparing(Group.Member::steps)
                .thenComparing(Group.Member::file)
                .thenComparing(member -> member.failure().seed());
        Map<String, List<Group.Member>> groups = new LinkedHashMap<>();
        failures.stream()
                .sorted(order)
                .forEach(member -> groups.computeIfAbsent(
                                member.failure().finding().title(), key -> new ArrayList<>())
                        .add(member));
        return groups.entrySet().stream()
                .map(group -> new Group(group.getKey(), List.copyOf(group.getValue())))
                .sorted(Comparator.<Group>comparingInt(group -> -group.members().size())
                        .thenComparing(Group::title))
                .toList();
    }

    /** The files of which there are seeds. */
    public List<String> files() {
        return List.copyOf(files);
    }

    /** Zero if there is none. */
    public long firstSeed() {
        return seeds == 0 ? 0 : firstSeed;
    }

    /** Zero if there is none. */
    public long lastSeed() {
        return seeds == 0 ? 0 : lastSeed;
    }

    public int failed() {
        return failures.size();
    }

    public long seeds() {
        return seeds;
    }

    public long events() {
        return events;
    }

    public long virtualNs() {
        return virtualNs;
    }

    public long wallNs() {
        return wallNs;
    }

    /** The same for the same seeds, wherever they were played. */
    public long digest() {
        return digest;
    }

    public long recheckedSeeds() {
        return rechecked;
    }

    public Coverage coverage() {
        return coverage;
    }
}
