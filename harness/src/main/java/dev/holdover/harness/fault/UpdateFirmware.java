package dev.holdover.harness.fault;

import dev.holdover.harness.scenario.Unit;
import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.Build;
import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.Cluster;
import dev.holdover.model.contract.SipHash;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The card's host sends a firmware image, and resets the processor once it is activated; a host that is down, or whose
 * driver is not up, sends nothing.
 */
final class UpdateFirmware implements Deed {
    private static final String IMAGE = "image";
    private static final String VERSION = "version";

    private enum Kind {
        GOOD("good"),
        CORRUPT("corrupt"),
        UNSIGNED("unsigned"),
        OLDER("older"),
        TRUNCATED("truncated"),
        TRAPS_AT_BOOT("traps-at-boot"),
        NEVER_CONFIRMS("never-confirms");

        private final String word;

        Kind(String word) {
            this.word = word;
        }
    }

    @Override
    public String word() {
        return "update-firmware";
    }

    @Override
    public Target target() {
        return Target.CARD;
    }

    @Override
    public String told() {
        return "is sent a firmware image by its host";
    }

    @Override
    public Map<String, Unit> parameters() {
        return Map.of(VERSION, Unit.COUNT);
    }

    @Override
    public Map<String, List<String>> choices() {
        return Map.of(IMAGE, Arrays.stream(Kind.values()).map(each -> each.word).toList());
    }

    /** The reset that boots it silences the firmware for a while. */
    @Override
    public Diagnosis diagnosis(Cluster cluster, String name, Map<String, Long> parameters) {
        return Diagnosis.firmware(cluster.card(name));
    }

    @Override
    public void strike(Cluster cluster, String name, Map<String, Long> parameters) {
        CardNode card = cluster.card(name);
        Kind kind = Kind.values()[parameters.getOrDefault(IMAGE, 0L).intValue()];
        long runs = card.hardware().flash().version();
        long version = parameters.getOrDefault(VERSION, kind == Kind.OLDER ? Math.max(0, runs - 1) : runs + 1);
        card.updateByHost(image(card, kind, version));
    }

    private static byte[] image(CardNode card, Kind kind, long version) {
        Build build = switch (kind) {
            case TRAPS_AT_BOOT -> Build.TRAPS_AT_BOOT;
            case NEVER_CONFIRMS -> Build.NEVER_CONFIRMS;
            default -> Build.GOOD;
        };
        SipHash stranger = new SipHash(card.flips().next(), card.flips().next());
        byte[] image = build.image(version, kind == Kind.UNSIGNED ? stranger : card.imageKey());
        if (kind == Kind.CORRUPT) {
            // Behind the header: there the CRC finds it.
            int at = (int) card.flips().between(image.length / 2, image.length - 9);
            image[at] ^= (byte) (1 << card.flips().between(0, 7));
        }
        return kind == Kind.TRUNCATED ? Arrays.copyOf(image, image.length / 2) : image;
    }
}
