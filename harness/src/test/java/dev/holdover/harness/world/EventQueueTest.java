package dev.holdover.harness.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.junit.jupiter.api.Test;

class EventQueueTest {
    private record Event(long timeNs, long order, int target, int kind, long a, long b) {
        Event later(long ns, long atLeastNs) {
            return new Event(Math.max(atLeastNs, timeNs + ns), order, target, kind, a, b);
        }
    }

    @Test
    void givesOutEventsAsASortedQueueWould() {
        RandomStream random = new RandomStream(1, "events");
        EventQueue queue = new EventQueue(8);
        PriorityQueue<Event> model =
                new PriorityQueue<>(Comparator.comparingLong(Event::timeNs).thenComparingLong(Event::order));
        long nowNs = 0;
        for (int i = 0; i < 100_000; i++) {
            if (i % 9_973 == 0) {
                int target = (int) random.between(0, 5);
                long atLeastNs = nowNs;
                long laterNs = random.between(-300, 300);
                queue.retime(target, timeNs -> Math.max(atLeastNs, timeNs + laterNs));
                List<Event> events = List.copyOf(model);
                model.clear();
                events.forEach(each -> model.add(each.target() == target ? each.later(laterNs, atLeastNs) : each));
            }
            // Phases of growing and of shrinking; many at the same time, and some much later.
            boolean add = model.isEmpty() || random.between(0, 99) < (i / 5_000 % 2 == 0 ? 70 : 30);
            if (add) {
                Event event = new Event(
                        nowNs + (random.next() >>> random.between(16, 63)),
                        i,
                        (int) random.between(0, 5),
                        (int) random.between(0, Integer.MAX_VALUE),
                        random.next(),
                        random.next());
                model.add(event);
                queue.add(event.timeNs(), event.target(), event.kind(), event.a(), event.b());
            } else {
                nowNs = model.element().timeNs();
                check(queue, model.remove());
            }
            assertEquals(model.size(), queue.size());
            assertEquals(model.isEmpty() ? Long.MAX_VALUE : model.element().timeNs(), queue.nextTimeNs());
        }
        while (!model.isEmpty()) {
            check(queue, model.remove());
        }
        assertEquals(0, queue.size());
    }

    @Test
    void keepsTheOrderOfEventsAtTheSameTime() {
        EventQueue queue = new EventQueue(2);
        for (int i = 0; i < 5_000; i++) {
            queue.add(i % 3, 0, i, 0, 0);
        }
        for (int time = 0; time < 3; time++) {
            for (int i = time; i < 5_000; i += 3) {
                assertEquals(time, queue.remove());
                assertEquals(i, queue.kind());
            }
        }
    }

    @Test
    void refusesWhatIsOver() {
        EventQueue queue = new EventQueue(2);
        queue.add(10, 0, 0, 0, 0);
        queue.remove();
        queue.add(10, 0, 0, 0, 0);
        assertThrows(IllegalArgumentException.class, () -> queue.add(9, 0, 0, 0, 0));
    }

    private static void check(EventQueue queue, Event expected) {
        long timeNs = queue.remove();
        assertEquals(
                expected,
                new Event(timeNs, expected.order(), queue.target(), queue.kind(), queue.a(), queue.b()),
                "seed 1");
    }
}
