package dev.holdover.harness.fault;

import dev.holdover.driver.core.DriverCore;
import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.Cluster;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The host orders an operation of its card's NV state machine (claim 13); a host that is down, or whose driver is not
 * up, orders nothing.
 *
 * @param word its name in scenario files
 * @param told what the timeline says
 * @param order what the driver does
 */
record NvOrder(String word, String told, Consumer<DriverCore> order) implements Deed {
    static List<Deed> all() {
        return List.of(
                new NvOrder("save", "is ordered to save", DriverCore::save),
                new NvOrder("restore", "is ordered to restore", DriverCore::restore),
                new NvOrder("erase", "is ordered to erase what was saved", DriverCore::erase),
                new NvOrder("abort-nv", "is ordered to abort", DriverCore::abort),
                new NvOrder("arm", "is ordered to arm", core -> core.arm(true)),
                new NvOrder("disarm", "is ordered to disarm", core -> core.arm(false)));
    }

    @Override
    public Target target() {
        return Target.CARD;
    }

    @Override
    public void strike(Cluster cluster, String name, Map<String, Long> parameters) {
        cluster.card(name).orderByHost(order);
    }
}
