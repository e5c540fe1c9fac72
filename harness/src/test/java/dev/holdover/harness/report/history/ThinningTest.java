package dev.holdover.harness.report.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.harness.report.history.History.Mark;
import dev.holdover.harness.report.history.History.Span;
import dev.holdover.harness.story.Journal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Less is kept of what lies close together, and nothing is lost at the edges. */
class ThinningTest {
    private static final int FLAPS = 100_000;

    @Test
    void laneThatFlapsForeverStaysSmallAndItsLongStatesWhole() {
        Track track = new Track("c", "link", State.UP);
        long nowNs = 1_000_000_000;
        for (int i = 0; i < FLAPS; i++) {
            track.is(i % 2 == 0 ? State.DOWN : State.UP, nowNs);
            nowNs += 10;
        }
        long endNs = nowNs + 1_000_000_000;
        List<Span> spans = track.lane(endNs, 64).spans();
        assertTrue(spans.size() <= 64, spans.size() + " spans");
        assertEquals(new Span(0, 1_000_000_000, "up", Tone.GOOD, 1), spans.get(0));
        assertEquals(new Span(nowNs - 10, endNs, "up", Tone.GOOD, 1), spans.get(spans.size() - 1));
        assertEquals(FLAPS + 1, spans.stream().mapToInt(Span::changes).sum());
        long nextNs = 0;
        for (Span span : spans) {
            assertEquals(nextNs, span.fromNs());
            nextNs = span.toNs();
        }
    }

    @Test
    void stateOfNoDurationIsForgotten() {
        Track track = new Track("c", "link", State.UP);
        track.is(State.DOWN, 50);
        track.is(State.UP, 50);
        assertEquals(
                List.of(new Span(0, 100, "up", Tone.GOOD, 1)),
                track.lane(100, 64).spans());
    }

    @Test
    void marksOfDeedsAreKeptAndEventsInABurstAreCounted() {
        List<Mark> marks = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            Journal.Kind kind = i % 1000 == 500 ? Journal.Kind.FAULT : Journal.Kind.EVENT;
            marks.add(new Mark(i % 100 == 0 ? i * 1000L : marks.get(i - 1).atNs() + 1, kind, "c", "n" + i, 0));
        }
        List<Mark> fewer = Thinning.marks(marks, 150);
        assertEquals(150, fewer.size());
        assertEquals(
                10,
                fewer.stream().filter(mark -> mark.kind() == Journal.Kind.FAULT).count());
        assertEquals(10_000, fewer.stream().mapToInt(mark -> 1 + mark.more()).sum());
    }

    @Test
    void violationIsNeverLost() {
        List<Mark> marks = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            marks.add(new Mark(i, Journal.Kind.FAULT, "c", "f", 0));
        }
        marks.add(new Mark(1000, Journal.Kind.VIOLATION, "c", "broken", 0));
        List<Mark> fewer = Thinning.marks(marks, 100);
        assertEquals("broken", fewer.get(fewer.size() - 1).what());
    }
}
