package dev.holdover.harness.check;

import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.DiskNode;
import dev.holdover.harness.world.Station;
import dev.holdover.harness.world.Witnesses;
import dev.holdover.harness.world.World;
import java.util.List;
import java.util.Map;

/** All invariants of one run, wired to its witnesses. */
public final class Checks {
    private final Oracles oracles;
    private final PermittedLoss permitted;
    private final DurabilityCheck durability;
    private final DirtyCheck dirty;
    private final AddressCheck addresses;
    private final OwnershipCheck ownership;
    private final ResyncCheck resync;
    private final ReturnCheck returns;
    private final LivenessCheck liveness;
    private final LadderCheck ladder;

    /**
     * Watches {@code cards}, and what {@code stations} believe of them, from now on.
     *
     * @param lossy whether paths lose frames by themselves
     */
    public Checks(
            World world,
            List<CardNode> cards,
            List<Station> stations,
            boolean lossy,
            Witnesses witnesses,
            Violations violations) {
        oracles = new Oracles(cards);
        permitted = new PermittedLoss(
                cards.stream().mapToInt(card -> card.config().card()).max().orElse(0));
        durability = new DurabilityCheck(oracles, permitted, violations);
        addresses = new AddressCheck(world, oracles, stations, violations);
        dirty = new DirtyCheck(oracles, violations);
        witnesses.add(oracles, true);
        ownership = new OwnershipCheck(oracles, violations);
        witnesses.add(ownership, false);
        resync = new ResyncCheck(oracles, violations);
        witnesses.add(resync, false);
        witnesses.add(new LinearizabilityCheck(oracles, violations), false);
        returns = new ReturnCheck(oracles, violations);
        witnesses.add(returns, false);
        liveness = new LivenessCheck(oracles, violations);
        witnesses.add(liveness, false);
        ladder = new LadderCheck(world, violations, lossy);
        witnesses.add(ladder, false);
        witnesses.add(new FirewallCheck(oracles, violations), false);
        witnesses.add(new BootCheck(oracles, violations, world.random("check.boot")), false);
        witnesses.add(durability, false);
        witnesses.add(addresses, false);
        witnesses.add(new ReservationCheck(oracles, violations), false);
        witnesses.add(new IntegrityCheck(oracles, violations), false);
        witnesses.add(new EnergyCheck(oracles, permitted, violations), false);
        witnesses.add(new FrameCheck(violations), false);
        witnesses.add(new HostNicCheck(violations), false);
    }

    /**
     * Watches disks in daughter slots too.
     *
     * @param sets for each personality with a block volume its disks
     */
    public void watch(
            World world, List<DiskNode> disks, Map<Integer, DiskSet> sets, Witnesses witnesses, Violations violations) {
        StoredImages images = new StoredImages(disks);
        durability.stored(images);
        witnesses.add(new StoredCheck(oracles, images, violations), false);
        witnesses.add(new BlockCheck(disks, sets, violations), false);
        witnesses.add(new HostDiskCheck(world, disks, violations), false);
    }

    /** Where the injector declares what it does, before it does so. */
    public PermittedLoss permitted() {
        return permitted;
    }

    /** What the resyncs that have ended sent, against what differed. */
    public Resynced resynced() {
        return resync.resynced();
    }

    /** Where the injector declares of what class it is, before it strikes. */
    public LadderCheck ladder() {
        return ladder;
    }

    /** Now and then: what is too costly for every event. */
    public void sometimes() {
        addresses.sweep();
        dirty.sweep();
        ownership.sweep();
        resync.sweep();
    }

    /**
     * The run has ended.
     *
     * @param wholeNs for how long nothing was broken any more; zero if something still is
     */
    public void finish(long wholeNs) {
        addresses.sweep();
        dirty.sweep();
        durability.finish();
        resync.sweep();
        returns.finish();
        liveness.finish(wholeNs);
        ladder.finish();
    }
}
