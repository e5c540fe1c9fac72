package dev.holdover.harness.fault;

import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.Cluster;
import java.util.Map;

final class BrownOut extends Fault {
    BrownOut() {
        super(new Page(
                "brown-out",
                Target.CARD,
                "has a main rail that sags",
                "",
                "The main rail sags below what the card's regulators need and recovers at once: power-good "
                        + "falters, the processor is reset with RESET_CAUSE.BROWN_OUT, the host and its link stay up,"
                        + " and the NVRAM is kept by the batteries.",
                "By itself, as a reset does.",
                "brown-out, undervoltage lock-out; PWRGD glitch; JESD245 VR failure"));
    }

    @Override
    public void strike(Cluster cluster, String name, Map<String, Long> parameters) {
        cluster.card(name).hardware().brownOut();
    }
}
