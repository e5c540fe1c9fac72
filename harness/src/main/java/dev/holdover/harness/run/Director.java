package dev.holdover.harness.run;

import dev.holdover.harness.check.Checks;
import dev.holdover.harness.check.LadderCheck;
import dev.holdover.harness.check.PermittedLoss;
import dev.holdover.harness.fault.Catalogue;
import dev.holdover.harness.fault.Deed;
import dev.holdover.harness.fault.Fault;
import dev.holdover.harness.run.Plan.Moment;
import dev.holdover.harness.run.Plan.Step;
import dev.holdover.harness.story.Happening;
import dev.holdover.harness.story.Journal;
import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.Cluster;
import dev.holdover.harness.world.World;
import dev.holdover.model.time.Component;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Does what the plan says, when it says so. */
final class Director implements Component {
    private static final int STRIKE = 0;
    private static final int HEAL = 1;
    private static final int ARM = 2;

    /**
     * That a step was done; expectations refer to it.
     *
     * @param word of the fault or action
     */
    record Done(String word, String on, long timeNs) {}

    private final World world;
    private final World.Port port;
    private final Cluster cluster;
    private final Names names;
    private final Plan plan;
    private final Journal journal;
    private final PermittedLoss permitted;
    private final LadderCheck ladder;
    private final int[] diagnoses;
    private final boolean[] triggered;
    private final List<Done> done = new ArrayList<>();
    private int broken;
    private long wholeSinceNs;

    Director(World world, Cluster cluster, Names names, Plan plan, Journal journal, Checks checks) {
        this.world = world;
        this.port = world.port("director");
        this.cluster = cluster;
        this.names = names;
        this.plan = plan;
        this.journal = journal;
        this.permitted = checks.permitted();
        this.ladder = checks.ladder();
        this.diagnoses = new int[plan.steps().size()];
        this.triggered = new boolean[plan.steps().size()];
        port.attach(this);
        journal.listen(this::happened);
        for (int i = 0; i < plan.steps().size(); i++) {
            Moment moment = plan.steps().get(i).moment();
            if (moment instanceof Moment.At at) {
                port.at(at.timeNs(), STRIKE, i, 0);
            } else if (moment instanceof Moment.AtStore store) {
                port.at(store.fromNs(), ARM, i, 0);
            }
        }
    }

    List<Done> done() {
        return done;
    }

    /** For how long nothing has been broken any more; zero if something still is. */
    long wholeNs() {
        return broken > 0 ? 0 : world.nowNs() - wholeSinceNs;
    }

    private void happened(Happening happening, String who, long a, long b, long timeNs) {
        for (int i = 0; i < triggered.length; i++) {
            if (!triggered[i]
                    && plan.steps().get(i).moment() instanceof Moment.After after
                    && after.event().equals(happening.word())
                    && (after.on().isEmpty() || names.related(after.on(), who))) {
                triggered[i] = true;
                port.after(after.delayNs(), STRIKE, i, 0);
            }
        }
    }

    @Override
    public void on(int kind, long a, long b, long nowNs) {
        Step step = plan.steps().get((int) a);
        switch (kind) {
            case STRIKE -> strike((int) a, step);
            case HEAL -> heal((int) a, step);
            case ARM -> arm((int) a, step);
            default -> throw new IllegalArgumentException("event " + kind);
        }
    }

    private void arm(int index, Step step) {
        Moment.AtStore store = (Moment.AtStore) step.moment();
        Optional<String> host = names.host(store.component());
        if (host.isPresent()) {
            var target = cluster.host(host.get());
            target.beforeStore(target.stores() + store.count() - 1, () -> strike(index, step));
        } else {
            CardNode card = cluster.card(store.component());
            var memory = card.hardware().memory();
            memory.beforeStore(memory.cardStores() + store.count() - 1, () -> strike(index, step));
        }
    }

    private void strike(int index, Step step) {
        Deed deed = Catalogue.deed(step.spec().word());
        String on = step.spec().on();
        Journal.Kind kind = step.spec().isFault() ? Journal.Kind.FAULT : Journal.Kind.ACTION;
        journal.done(kind, deed.word(), on, deed.told(), world.nowNs());
        done.add(new Done(deed.word(), on, world.nowNs()));
        step.forNs().ifPresent(forNs -> port.after(forNs, HEAL, index, 0));
        // What has no end of its own stays broken; an action breaks nothing, but unsettles.
        broken += step.spec().isFault() && !Catalogue.fault(deed.word()).passes() ? 1 : 0;
        wholeSinceNs = world.nowNs();
        diagnoses[index] = ladder.struck(deed.diagnosis(cluster, on, step.parameters()));
        deed.forces(cluster, on, step.spec().texts()).forEach(permitted::forces);
        deed.cutsMains(cluster, on).forEach(permitted::mainsCut);
        deed.starvesNvram(cluster, on, step.parameters()).forEach(permitted::railSags);
        List<CardNode> robbed = deed.takesEnergy(cluster, on);
        robbed.forEach(permitted::energyLeaves);
        deed.strike(cluster, on, step.parameters(), step.spec().texts());
        robbed.forEach(permitted::energyTaken);
    }

    private void heal(int index, Step step) {
        Fault fault = Catalogue.fault(step.spec().word());
        journal.done(
                Journal.Kind.HEAL, fault.word(), step.spec().on(), fault.page().toldHealed(), world.nowNs());
        broken--;
        wholeSinceNs = world.nowNs();
        ladder.healed(diagnoses[index]);
        fault.heal(cluster, step.spec().on());
        fault.cutsMains(cluster, step.spec().on()).forEach(permitted::mainsBack);
        long lastsNs = fault.starvesOnNs(step.parameters());
        fault.starvesNvram(cluster, step.spec().on(), step.parameters())
                .forEach(card -> permitted.railRecovers(card, lastsNs));
    }
}
