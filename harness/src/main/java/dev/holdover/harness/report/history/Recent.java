package dev.holdover.harness.report.history;

import dev.holdover.harness.report.history.History.Step;
import dev.holdover.harness.story.Happening;
import dev.holdover.harness.story.Journal;
import java.util.ArrayList;
import java.util.List;

/** The last happenings and changes of state. They are put into words only when the run is over. */
final class Recent {
    static final int MOST = 2000;

    private static final Happening[] HAPPENINGS = Happening.values();
    private static final String FIRST = "first ";
    /** In place of a happening: a lane changed its state. */
    private static final int CHANGE = -1;

    private final long[] atNs = new long[MOST];
    private final int[] kinds = new int[MOST];
    private final long[] as = new long[MOST];
    private final long[] bs = new long[MOST];
    private final String[] who = new String[MOST];
    private final String[] what = new String[MOST];
    private long count;

    void happened(Happening happening, String who, long a, long b, long timeNs) {
        int at = next(timeNs, happening.ordinal(), who);
        as[at] = a;
        bs[at] = b;
    }

    void changed(Track track, long timeNs) {
        int at = next(timeNs, CHANGE, track.component());
        what[at] = track.aspect() + ": " + track.now().value();
    }

    private int next(long timeNs, int kind, String name) {
        int at = (int) (count++ % MOST);
        atNs[at] = timeNs;
        kinds[at] = kind;
        who[at] = name;
        what[at] = "";
        return at;
    }

    /** The last of them up to {@code endNs}, between the lines of the story that are no happenings. */
    List<Step> steps(List<Journal.Line> story, long endNs) {
        long from = Math.max(0, count - MOST);
        long firstNs = from == 0 ? 0 : atNs[(int) (from % MOST)];
        List<Journal.Line> deeds = story.stream()
                .filter(line -> line.kind() != Journal.Kind.EVENT && line.timeNs() >= firstNs)
                .toList();
        List<Step> steps = new ArrayList<>();
        int next = 0;
        for (long i = from; i < count; i++) {
            int at = (int) (i % MOST);
            while (next < deeds.size() && isDue(deeds.get(next), atNs[at])) {
                steps.add(step(deeds.get(next++)));
            }
            if (atNs[at] <= endNs) {
                steps.add(new Step(atNs[at], Journal.Kind.EVENT, who[at], words(at)));
            }
        }
        while (next < deeds.size()) {
            steps.add(step(deeds.get(next++)));
        }
        return steps.subList(Math.max(0, steps.size() - MOST), steps.size());
    }

    /** What was done comes before what came of it; what broke comes last. */
    private static boolean isDue(Journal.Line line, long nowNs) {
        return line.kind() == Journal.Kind.VIOLATION ? line.timeNs() < nowNs : line.timeNs() <= nowNs;
    }

    private static Step step(Journal.Line line) {
        return new Step(line.timeNs(), line.kind(), line.who(), line.what());
    }

    private String words(int at) {
        if (kinds[at] == CHANGE) {
            return what[at];
        }
        Happening happening = HAPPENINGS[kinds[at]];
        String words = happening.describe(as[at], bs[at]);
        // A story tells the first of its kind only; here are all of them.
        return happening.frequent() && words.startsWith(FIRST) ? words.substring(FIRST.length()) : words;
    }
}
