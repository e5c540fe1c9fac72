package dev.holdover.harness.campaign;

import dev.holdover.harness.scenario.CampaignSpec;
import dev.holdover.harness.scenario.CampaignSpec.Family;
import dev.holdover.harness.scenario.Range;
import dev.holdover.harness.scenario.Scenario;
import dev.holdover.harness.scenario.StepSpec;
import dev.holdover.harness.scenario.Vocabulary;
import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.scenario.Vocabulary.Word;
import dev.holdover.harness.scenario.When;
import dev.holdover.harness.world.RandomStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Draws a fault plan from a seed. Each seed switches whole families of faults on or off, because faults hide each
 * other (A. Groce and others, "Swarm Testing", 2012), then draws how many there are, of what kinds, when, and for how
 * long: at any time, close after another fault, after an event, or at a store. All that heals does so before the
 * chaos ends.
 */
final class Swarm {
    private static final long MILLION = 1_000_000;
    private static final long SHORTEST_NS = 10_000;
    private static final long CLOSE_NS = 3_000_000;
    private static final long EVENT_DELAY_NS = 2_000_000;
    private static final long MOST_STORES = 4_000;
    private static final int PARAMETER_PPM = 600_000;

    /** Moments at which much is under way. */
    static final List<String> EVENTS = List.of(
            "card-booted",
            "peer-in-sync",
            "peer-lost",
            "host-failed",
            "gate-shut",
            "gate-opened",
            "draining",
            "drained",
            "certificate-sent",
            "certificate-received",
            "claiming",
            "claimed",
            "elected",
            "lease-expired",
            "resync-started",
            "resync-done",
            "returning",
            "energy-low");

    private final Vocabulary vocabulary;

    Swarm(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /** The scenario with a story of the seed's instead of its own; every quantity is a number. */
    Scenario draw(Scenario scenario, RandomStream random) {
        CampaignSpec spec = scenario.campaign();
        long chaosNs = between(spec.chaosNs(), random);
        List<Injection> possible = possible(scenario, random);
        List<StepSpec> steps = new ArrayList<>();
        long count = possible.isEmpty() ? 0 : number(spec.faults(), random);
        long lastNs = 0;
        for (int i = 0; i < count; i++) {
            Injection injection = possible.get((int) random.between(0, possible.size() - 1));
            long atNs = i > 0 && random.chance(MILLION / 3)
                    ? Math.min(chaosNs, lastNs + random.between(0, CLOSE_NS))
                    : random.between(0, chaosNs);
            lastNs = atNs;
            steps.add(step(scenario, injection, atNs, chaosNs, random));
        }
        return scenario.with(chaosNs + spec.healNs(), steps);
    }

    /** What the families allow that this seed switches on; each kind once for each time that its family is drawn. */
    private List<Injection> possible(Scenario scenario, RandomStream random) {
        List<Injection> possible = new ArrayList<>();
        List<Injection> off = new ArrayList<>();
        for (Family family : scenario.campaign().families()) {
            boolean on = random.chance(MILLION / 2);
            for (Injection injection : Injection.ALL) {
                Word word = word(injection.word());
                boolean there = word.target() == Target.NONE
                        || !scenario.named(word.target()).isEmpty();
                if (injection.family() == family && there) {
                    (on && random.chance(MILLION * 2 / 3) ? possible : off).add(injection);
                }
            }
        }
        return possible.isEmpty() ? off : possible;
    }

    private Word word(String word) {
        Word fault = vocabulary.faults().get(word);
        return fault != null
                ? fault
                : Objects.requireNonNull(vocabulary.actions().get(word), word);
    }

    private StepSpec step(Scenario scenario, Injection injection, long atNs, long chaosNs, RandomStream random) {
        Word word = word(injection.word());
        List<String> names = scenario.named(word.target());
        String on = names.isEmpty() ? "" : names.get((int) random.between(0, names.size() - 1));
        Optional<Range> forNs =
                word.heals() ? Optional.of(point(Math.max(1, duration(chaosNs - atNs, random)))) : Optional.empty();
        Map<String, Range> parameters = new LinkedHashMap<>();
        injection.parameters().forEach((key, range) -> {
            if (random.chance(PARAMETER_PPM)) {
                parameters.put(key, point(between(range, random)));
            }
        });
        boolean isFault = vocabulary.faults().containsKey(injection.word());
        When when = when(scenario, atNs, chaosNs, random);
        return new StepSpec(when, isFault, injection.word(), on, forNs, parameters, Map.of(), 0);
    }

    private When when(Scenario scenario, long atNs, long chaosNs, RandomStream random) {
        long kind = random.between(0, 9);
        if (kind < 2) {
            String event = EVENTS.get((int) random.between(0, EVENTS.size() - 1));
            return new When.After(point(random.between(0, EVENT_DELAY_NS)), event, Optional.empty());
        }
        if (kind == 2) {
            List<String> storing = scenario.named(random.chance(MILLION / 2) ? Target.HOST : Target.CARD);
            String component = storing.get((int) random.between(0, storing.size() - 1));
            return new When.AtStore(point(random.between(1, MOST_STORES)), component, Math.min(atNs, chaosNs));
        }
        return new When.At(point(atNs));
    }

    /** Short ones are as likely as long ones. */
    private static long duration(long mostNs, RandomStream random) {
        if (mostNs <= SHORTEST_NS) {
            return mostNs;
        }
        int doublings = 63 - Long.numberOfLeadingZeros(mostNs / SHORTEST_NS);
        long topNs = Math.min(mostNs, SHORTEST_NS << random.between(0, doublings + 1L));
        return random.between(topNs / 2, topNs);
    }

    /** Few are as likely as many. */
    private static long number(Range range, RandomStream random) {
        long most = range.lo() == 0 && range.hi() > 0 ? random.between(0, range.hi()) : range.hi();
        long low = Math.max(range.lo(), 1);
        if (most <= low) {
            return Math.max(range.lo(), most);
        }
        int doublings = 63 - Long.numberOfLeadingZeros(most / low);
        long top = Math.min(most, low << random.between(0, doublings + 1L));
        return random.between(Math.max(range.lo(), top / 2), top);
    }

    private static long between(Range range, RandomStream random) {
        return random.between(range.lo(), range.hi());
    }

    private static Range point(long value) {
        return new Range(value, value);
    }
}
