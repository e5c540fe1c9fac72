package dev.holdover.harness.fault;

import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.PcieFaults;

final class DoorbellLost extends LossFault {
    DoorbellLost() {
        super(new Page(
                "doorbell-lost",
                Target.CARD,
                "loses doorbells",
                "loses no more doorbells",
                "A share of the host's doorbell writes, 100% if nothing is said, does not arrive, as a "
                        + "TLP that was poisoned on its way and dropped. The submissions themselves are in the "
                        + "ring.",
                "With for, no doorbell is lost after that time.",
                "AER Poisoned TLP on a posted write; ECRC error; lost NTB doorbell"));
    }

    @Override
    void lose(PcieFaults link, long ppm) {
        link.loseDoorbells(ppm);
    }
}
