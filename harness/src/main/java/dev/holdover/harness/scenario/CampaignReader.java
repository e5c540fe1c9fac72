package dev.holdover.harness.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import dev.holdover.harness.scenario.CampaignSpec.Family;
import dev.holdover.harness.scenario.CampaignSpec.Variation;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code campaign}. */
final class CampaignReader {
    private CampaignReader() {}

    static CampaignSpec read(Section section) {
        Range faults = section.range("faults", Unit.COUNT, Defaults.FAULTS);
        if (faults.hi() > Defaults.MOST_FAULTS) {
            section.problem("faults", "more than " + Defaults.MOST_FAULTS + " faults tell nothing; write fewer");
        }
        Range chaosNs = section.range("chaos", Unit.DURATION, Defaults.CHAOS_NS);
        if (chaosNs.lo() == 0) {
            section.problem("chaos", "'chaos' of no time breaks nothing; write at least 1ns");
        }
        return new CampaignSpec(
                chaosNs,
                section.quantity("heal", Unit.DURATION, Defaults.HEAL_NS),
                faults,
                words(section, "families", Family.values()),
                words(section, "vary", Variation.values()),
                section.range("as-written", Unit.RATIO, new Range(Defaults.AS_WRITTEN_PPM, Defaults.AS_WRITTEN_PPM))
                        .hi());
    }

    private static <E extends Enum<E>> List<E> words(Section section, String key, E[] all) {
        if (!section.has(key)) {
            return List.of(all);
        }
        List<E> chosen = new ArrayList<>();
        for (JsonNode word : section.get(key)) {
            chosen.add(Section.constant(all[0].getDeclaringClass(), word.asText()));
        }
        return chosen;
    }
}
