package dev.holdover.harness.fault;

import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.PcieFaults;

final class MsiLost extends LossFault {
    MsiLost() {
        super(new Page(
                "msi-lost",
                Target.CARD,
                "loses its messages",
                "loses no more messages",
                "A share of the card's MSI-X messages, 100% if nothing is said, does not reach the host. "
                        + "The causes stay pending in INT_CAUSE.",
                "With for, no message is lost after that time.",
                "lost MSI; interrupt remapping fault; lost edge"));
    }

    @Override
    void lose(PcieFaults link, long ppm) {
        link.loseMessages(ppm);
    }
}
