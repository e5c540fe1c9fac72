package dev.holdover.harness.cli;

import dev.holdover.harness.campaign.Capsule;
import dev.holdover.harness.run.Run;

/** What plays a capsule: the product, or one of its mutants. */
final class Runs {
    private Runs() {}

    static Run of(Capsule capsule) {
        if (!capsule.mutant().isEmpty()) {
            throw Refusal.badInput("there is no mutant '" + capsule.mutant() + "' in this build");
        }
        return new Run(System::nanoTime);
    }
}
