package dev.holdover.harness.run;

import dev.holdover.firmware.FirmwareParts;
import dev.holdover.harness.check.Checks;
import dev.holdover.harness.check.Violations;
import dev.holdover.harness.fault.Catalogue;
import dev.holdover.harness.scenario.Scenario;
import dev.holdover.harness.scenario.Vocabulary;
import dev.holdover.harness.story.Happening;
import dev.holdover.harness.story.Journal;
import dev.holdover.harness.story.Storyteller;
import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.CardParts;
import dev.holdover.harness.world.Cluster;
import dev.holdover.harness.world.TraceHash;
import dev.holdover.harness.world.Witnesses;
import dev.holdover.harness.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Plays scenarios. */
public final class Run {
    private final LongSupplier wallClock;
    private final CardParts parts;

    /** @param wallClock tells how long runs take, in nanoseconds; it has no part in what happens in them */
    public Run(LongSupplier wallClock) {
        this(wallClock, CardParts.product());
    }

    /** @param firmware makes the firmware's services, once for each boot; for planted bugs */
    public Run(LongSupplier wallClock, Supplier<FirmwareParts> firmware) {
        this(wallClock, CardParts.of(firmware));
    }

    /** @param parts what every card is made of; for planted bugs */
    public Run(LongSupplier wallClock, CardParts parts) {
        this.wallClock = wallClock;
        this.parts = parts;
    }

    /** The words that a scenario may use. */
    public static Vocabulary vocabulary() {
        return Catalogue.vocabulary(Happening.words());
    }

    /** Plays {@code scenario} once. */
    public Outcome play(Scenario scenario, long seed) {
        return play(scenario, seed, (world, cluster, witnesses, journal) -> {});
    }

    /** Plays {@code scenario} once; {@code listener} is told of each happening, and changes nothing. */
    public Outcome play(Scenario scenario, long seed, Journal.Listener listener) {
        return play(scenario, seed, (world, cluster, witnesses, journal) -> journal.listen(listener));
    }

    /** Plays {@code scenario} once; {@code spectator} sees all of it, and changes nothing. */
    public Outcome play(Scenario scenario, long seed, Spectator spectator) {
        return play(scenario, seed, spectator, Long.MAX_VALUE);
    }

    /**
     * Plays {@code scenario} up to a moment.
     *
     * @param untilNs if it is before the end, the world stands as it is then, and what only the end can show is not
     *     judged
     */
    public Outcome play(Scenario scenario, long seed, Spectator spectator, long untilNs) {
        long startedNs = wallClock.getAsLong();
        Stage stage = new Stage(scenario, seed, spectator);
        stage.world.runUntil(Math.min(scenario.durationNs(), untilNs));
        if (untilNs >= scenario.durationNs()) {
            stage.finish();
        }
        TraceHash trace = stage.world.trace();
        List<String> checkpoints = new ArrayList<>();
        for (int i = 0; i < trace.checkpoints(); i++) {
            checkpoints.add(trace.checkpoint(i));
        }
        return new Outcome(
                scenario,
                seed,
                stage.violations.all(),
                trace.events(),
                stage.world.nowNs(),
                wallClock.getAsLong() - startedNs,
                trace.hex(),
                checkpoints,
                stage.journal.lines(),
                stage.journal.count(Happening.WRITE_ACKNOWLEDGED),
                stage.checks.resynced());
    }

    /** One world with everything that watches it. */
    private final class Stage {
        private final World world;
        private final Journal journal = new Journal();
        private final Violations violations;
        private final Checks checks;
        private final Director director;
        private final Expectations expectations;
        private final List<CardNode> cards;

        Stage(Scenario scenario, long seed, Spectator spectator) {
            Plan plan = Plan.draw(scenario, seed);
            world = new World(seed, this::sometimes);
            violations = new Violations(world, journal);
            Witnesses witnesses = new Witnesses();
            Storyteller storyteller = new Storyteller(world, journal);
            Cast cast = new Cast(scenario, world, witnesses);
            Cluster cluster = cast.build(storyteller, parts);
            cards = cluster.cards();
            checks = new Checks(world, cards, cluster.stations(), cluster.lossy(), witnesses, violations);
            checks.watch(world, cluster.disks(), cast.diskSets(cluster), witnesses, violations);
            witnesses.add(storyteller, false);
            Names names = new Names(scenario);
            expectations = new Expectations(scenario.expect(), names, journal);
            director = new Director(world, cluster, names, plan, journal, checks);
            spectator.watch(world, cluster, witnesses, journal);
            cluster.powerOn();
        }

        private void sometimes() {
            checks.sometimes();
        }

        void finish() {
            if (violations.none()) {
                checks.finish(director.wholeNs());
            }
            if (violations.none()) {
                expectations.judge(director.done(), cards, violations);
            }
        }
    }
}
