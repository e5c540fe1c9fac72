package dev.holdover.harness.run;

import dev.holdover.harness.check.Violations;
import dev.holdover.harness.run.Director.Done;
import dev.holdover.harness.scenario.ExpectSpec;
import dev.holdover.harness.scenario.ExpectSpec.Runs;
import dev.holdover.harness.scenario.Quantity;
import dev.holdover.harness.story.Happening;
import dev.holdover.harness.story.Journal;
import dev.holdover.harness.world.CardNode;
import dev.holdover.model.card.BootFlash;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Holds what a scenario demands against what was seen. */
final class Expectations {
    private record Seen(Happening happening, String who, long timeNs) {}

    private final List<ExpectSpec> specs;
    private final Names names;
    private final List<Seen> seen = new ArrayList<>();
    private final boolean[] watched = new boolean[Happening.values().length];

    Expectations(List<ExpectSpec> specs, Names names, Journal journal) {
        this.specs = specs;
        this.names = names;
        for (Happening happening : Happening.values()) {
            for (ExpectSpec spec : specs) {
                watched[happening.ordinal()] |= spec.event().equals(happening.word())
                        || spec.ofWhat().filter(happening.word()::equals).isPresent();
            }
        }
        journal.listen(this::happened);
    }

    private void happened(Happening happening, String who, long a, long b, long timeNs) {
        if (watched[happening.ordinal()] && (!happening.frequent() || first(happening, who))) {
            seen.add(new Seen(happening, who, timeNs));
        }
    }

    private boolean first(Happening happening, String who) {
        for (Seen each : seen) {
            if (each.happening() == happening && each.who().equals(who)) {
                return false;
            }
        }
        return true;
    }

    /** The run has ended: says what was not as demanded. */
    void judge(List<Done> done, List<CardNode> cards, Violations violations) {
        for (ExpectSpec spec : specs) {
            if (spec.runs().isPresent()) {
                judgeRuns(spec, spec.runs().get(), cards, violations);
                continue;
            }
            OptionalLong from = reference(spec, done);
            if (from.isEmpty()) {
                violations.unmet(
                        "expected " + describe(spec) + "; " + spec.ofWhat().orElse("") + " never happened");
            } else if (spec.never()) {
                judgeNever(spec, from.getAsLong(), violations);
            } else {
                judgeSee(spec, from.getAsLong(), violations);
            }
        }
    }

    private static void judgeRuns(ExpectSpec spec, Runs runs, List<CardNode> cards, Violations violations) {
        for (CardNode card : cards) {
            BootFlash flash = card.hardware().flash();
            boolean meant = spec.on().isEmpty() || spec.on().get().equals(card.name());
            boolean right = flash.version() == runs.version()
                    && flash.running() >= 0
                    && (runs.slot().isEmpty() || runs.slot().getAsInt() == flash.running());
            if (meant && !right) {
                String slot =
                        runs.slot().isPresent() ? " from slot " + runs.slot().getAsInt() : "";
                String found = flash.running() < 0
                        ? "nothing"
                        : "version " + flash.version() + " from slot " + flash.running();
                violations.unmet("expected firmware version " + runs.version() + slot + " on " + card.name()
                        + " at the end; it runs " + found);
            }
        }
    }

    private void judgeNever(ExpectSpec spec, long fromNs, Violations violations) {
        long endNs = spec.withinNs().isPresent() ? fromNs + spec.withinNs().getAsLong() : Long.MAX_VALUE;
        OptionalLong at = firstFrom(spec, fromNs);
        if (at.isPresent() && at.getAsLong() <= endNs) {
            violations.unmet("expected " + describe(spec) + "; it happened at " + Quantity.duration(at.getAsLong()));
        }
    }

    private void judgeSee(ExpectSpec spec, long fromNs, Violations violations) {
        OptionalLong at = firstFrom(spec, fromNs);
        if (at.isEmpty()) {
            violations.unmet("expected " + describe(spec) + "; it never happened");
        } else if (spec.withinNs().isPresent()
                && at.getAsLong() - fromNs > spec.withinNs().getAsLong()) {
            violations.unmet("expected " + describe(spec) + "; it took " + Quantity.duration(at.getAsLong() - fromNs));
        }
    }

    private OptionalLong firstFrom(ExpectSpec spec, long fromNs) {
        for (Seen each : seen) {
            if (each.timeNs() >= fromNs
                    && each.happening().word().equals(spec.event())
                    && (spec.on().isEmpty() || names.related(spec.on().get(), each.who()))) {
                return OptionalLong.of(each.timeNs());
            }
        }
        return OptionalLong.empty();
    }

    /** What "within ... of X" counts from: the first X, a fault, an action or an event. */
    private OptionalLong reference(ExpectSpec spec, List<Done> done) {
        if (spec.ofWhat().isEmpty()) {
            return OptionalLong.of(0);
        }
        String what = spec.ofWhat().get();
        for (Done each : done) {
            if (each.word().equals(what)
                    && (spec.ofOn().isEmpty() || names.related(spec.ofOn().get(), each.on()))) {
                return OptionalLong.of(each.timeNs());
            }
        }
        for (Seen each : seen) {
            if (each.happening().word().equals(what)
                    && (spec.ofOn().isEmpty() || names.related(spec.ofOn().get(), each.who()))) {
                return OptionalLong.of(each.timeNs());
            }
        }
        return OptionalLong.empty();
    }

    private static String describe(ExpectSpec spec) {
        StringBuilder text = new StringBuilder(spec.never() ? "never " : "").append(spec.event());
        spec.on().ifPresent(on -> text.append(" on ").append(on));
        spec.withinNs().ifPresent(ns -> text.append(" within ").append(Quantity.duration(ns)));
        spec.ofWhat().ifPresent(what -> text.append(" of ").append(what));
        spec.ofOn().ifPresent(on -> text.append(" on ").append(on));
        return text.toString();
    }
}
