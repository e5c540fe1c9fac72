package dev.holdover.harness.run;

import dev.holdover.harness.scenario.Range;
import dev.holdover.harness.scenario.Scenario;
import dev.holdover.harness.scenario.StepSpec;
import dev.holdover.harness.scenario.When;
import dev.holdover.harness.world.RandomStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a seed makes of a scenario: every range a number. The plan is what runs.
 *
 * @param steps what is done, in the order of the file
 */
record Plan(Scenario scenario, long seed, List<Step> steps) {
    /** A step with its numbers; a sum of the three kinds of moments that a step can have. */
    record Step(StepSpec spec, Moment moment, OptionalLong forNs, Map<String, Long> parameters) {}

    /** When a step is due. */
    sealed interface Moment {
        record At(long timeNs) implements Moment {}

        record After(long delayNs, String event, String on) implements Moment {}

        record AtStore(long count, String component, long fromNs) implements Moment {}
    }

    Plan {
        steps = List.copyOf(steps);
    }

    static Plan draw(Scenario scenario, long seed) {
        List<Step> steps = new ArrayList<>();
        Map<String, Integer> seen = new LinkedHashMap<>();
        for (StepSpec spec : scenario.when()) {
            // A stream for each step by what it is, so that one step less shifts no other's draws.
            String name = "plan." + spec.word() + "." + spec.on();
            int nth = seen.merge(name, 1, Integer::sum);
            RandomStream random = new RandomStream(seed, name + "." + nth);
            Moment moment = moment(spec.when(), random);
            OptionalLong forNs =
                    spec.forNs().isPresent() ? OptionalLong.of(draw(spec.forNs().get(), random)) : OptionalLong.empty();
            Map<String, Long> parameters = new LinkedHashMap<>();
            spec.parameters().forEach((key, range) -> parameters.put(key, draw(range, random)));
            steps.add(new Step(spec, moment, forNs, parameters));
        }
        return new Plan(scenario, seed, steps);
    }

    private static Moment moment(When when, RandomStream random) {
        if (when instanceof When.At at) {
            return new Moment.At(draw(at.ns(), random));
        }
        if (when instanceof When.After after) {
            return new Moment.After(
                    draw(after.ns(), random), after.event(), after.on().orElse(""));
        }
        When.AtStore store = (When.AtStore) when;
        return new Moment.AtStore(draw(store.count(), random), store.component(), store.fromNs());
    }

    private static long draw(Range range, RandomStream random) {
        return random.between(range.lo(), range.hi());
    }
}
