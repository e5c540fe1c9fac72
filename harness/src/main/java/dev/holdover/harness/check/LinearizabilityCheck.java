package dev.holdover.harness.check;

import dev.holdover.firmware.hal.Notice;
import dev.holdover.harness.workload.SectorPattern;
import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.Host;
import dev.holdover.harness.world.Witness;
import java.util.Arrays;

/**
 * Invariant 5. The clients of a personality number their writes, so a sector is a register whose values only
 * grow. That a read shows nothing older than what was acknowledged before, and nothing that was not sent yet, is
 * invariant 4's business; what is left is that no read shows less than an earlier one. A write that timed out may
 * come true at any time, but not go away once it was seen.
 */
final class LinearizabilityCheck implements Witness {
    private final Violations violations;
    /** By personality and sector: the newest write that a client has seen. */
    private final long[][] seen;

    LinearizabilityCheck(Oracles oracles, Violations violations) {
        this.violations = violations;
        int cards = oracles.numbers();
        this.seen = new long[cards][];
        for (CardOracle card : oracles.all()) {
            seen[card.number()] = new long[(int) (card.layout().plainBytes() / SectorPattern.BYTES)];
        }
    }

    @Override
    public void read(Host host, int personality, long offset, byte[] bytes, int length) {
        long[] register = seen[personality];
        if (register.length == 0) {
            return;
        }
        for (int at = 0; at < length; at += SectorPattern.BYTES) {
            int sector = (int) ((offset + at) / SectorPattern.BYTES);
            long found = SectorPattern.writeOf(bytes, at, personality, sector);
            if (found == SectorPattern.DAMAGED) {
                continue;
            }
            if (found < register[sector]) {
                violations.broken(
                        Invariant.LINEARIZABLE,
                        host.name(),
                        "sector " + sector + " of personality " + personality + " reads as write " + found
                                + " after it was read as write " + register[sector]);
                return;
            }
            register[sector] = found;
        }
    }

    @Override
    public void nvramLost(CardNode card) {
        card.config().slots().forEach(slot -> Arrays.fill(seen[slot.personality()], 0));
    }

    @Override
    public void notice(CardNode card, Notice notice, int slot, long a, long b) {
        int personality = card.config().slots().get(slot).personality();
        if (notice == Notice.LOSS_ACCEPTED) {
            Arrays.fill(seen[personality], 0);
        } else if (notice == Notice.FORCED) {
            // From here on there may be two registers of one name.
            seen[personality] = new long[0];
        }
    }
}
