package dev.holdover.harness.check;

import dev.holdover.firmware.hal.Notice;
import dev.holdover.firmware.health.Verdict;
import dev.holdover.harness.fault.Diagnosis;
import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.Witness;
import dev.holdover.harness.world.World;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Invariant 24: the ladder's verdict is the injected fault's class; link-only faults shut no gate.
 *
 * <p>A verdict names one of the faults that are there, or were a moment ago, as the card that gives it can see
 * them; so a healthy run has none. Of a fault that is the only one of a run, and lasts, somebody must tell.
 */
public final class LadderCheck implements Witness {
    /** How long a verdict may be late: silence must show, words be asked for, and a host may have to boot. */
    private static final long LINGERS_NS = 500_000_000;
    /** From when on a host is known to have been well before. */
    private static final long WELL_NS = 30_000_000;

    private static final Set<Verdict> LOSSY =
            EnumSet.of(Verdict.SWITCH, Verdict.UNIDIRECTIONAL, Verdict.PEER_SILENT, Verdict.PEER_DEAD);

    private static final class Struck {
        private final Diagnosis diagnosis;
        private final long fromNs;
        private long untilNs = Long.MAX_VALUE;
        private boolean told;

        Struck(Diagnosis diagnosis, long fromNs) {
            this.diagnosis = diagnosis;
            this.fromNs = fromNs;
        }

        private boolean allows(CardNode card, Verdict verdict) {
            boolean here = diagnosis.struck().contains(card);
            // A struck card sees the others that are struck as any card does.
            boolean others = !here || diagnosis.struck().size() > 1;
            return here && diagnosis.there().contains(verdict)
                    || others && diagnosis.elsewhere().contains(verdict);
        }
    }

    private final World world;
    private final Violations violations;
    private final boolean lossy;
    private final List<Struck> all = new ArrayList<>();

    /** @param lossy whether paths lose frames by themselves */
    LadderCheck(World world, Violations violations, boolean lossy) {
        this.world = world;
        this.violations = violations;
        this.lossy = lossy;
    }

    /** Something is about to be done; gives its number. */
    public int struck(Diagnosis diagnosis) {
        all.add(new Struck(diagnosis, world.nowNs()));
        return all.size() - 1;
    }

    /** A fault has healed. */
    public void healed(int number) {
        all.get(number).untilNs = world.nowNs();
    }

    @Override
    public void notice(CardNode card, Notice notice, int slot, long a, long b) {
        if (notice == Notice.DIAGNOSED && Verdict.of(a) != Verdict.NONE) {
            diagnosed(card, Verdict.of(a));
        } else if (notice == Notice.GATE_SHUT && all.stream().allMatch(each -> each.diagnosis.linkOnly())) {
            broken(card, "shuts its gate while nothing is broken but paths between cards");
        }
    }

    private void diagnosed(CardNode card, Verdict verdict) {
        boolean right = lossy && LOSSY.contains(verdict);
        for (Struck each : all) {
            boolean recent = each.untilNs == Long.MAX_VALUE || world.nowNs() - each.untilNs <= LINGERS_NS;
            if (recent && each.allows(card, verdict)) {
                each.told = true;
                right = true;
            }
        }
        if (!right) {
            broken(card, "says '" + words(verdict) + "', which nothing that is broken is");
        }
    }

    /** The run has ended. */
    void finish() {
        if (all.size() != 1 || !all.get(0).diagnosis.certain()) {
            return;
        }
        Struck only = all.get(0);
        long endNs = Math.min(only.untilNs, world.nowNs());
        if (!only.told && only.fromNs >= WELL_NS && endNs - only.fromNs >= LINGERS_NS) {
            violations.broken(Invariant.RIGHT_VERDICT, "cluster", "no ladder tells what is broken");
        }
    }

    private void broken(CardNode card, String text) {
        violations.broken(Invariant.RIGHT_VERDICT, card.name(), text);
    }

    private static String words(Verdict verdict) {
        return verdict.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
