package dev.holdover.harness.campaign;

import dev.holdover.harness.scenario.CampaignSpec.Family;
import dev.holdover.harness.scenario.Range;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A fault or an action as campaigns draw it.
 *
 * @param word as in scenarios
 * @param parameters within which bounds each is drawn, in base units; what is not named keeps its default
 */
record Injection(Family family, String word, Map<String, Range> parameters) {
    private static final Range SHARE = new Range(20_000, 1_000_000);
    private static final Range FEW = new Range(1, 6);
    private static final Range MANY = new Range(1, 40);
    private static final Range PERCENT = new Range(0, 100);
    private static final Range EITHER = new Range(0, 1);
    private static final Range PLACES = new Range(0, 7);
    private static final Range DELAY_NS = new Range(100_000, 80_000_000);

    /** All, by family. */
    static final List<Injection> ALL = all();

    private static List<Injection> all() {
        List<Injection> all = new ArrayList<>();
        add(all, Family.HOST, "host-crash", "host-hang", "process-crash", "host-power-loss", "host-told-shutdown");
        add(all, Family.HOST, "write-combining-lost", "host-resets-card");
        add(all, Family.FIRMWARE, "firmware-crash", "firmware-hang", "watchdog-starved", "kick-too-early");
        add(all, Family.FIRMWARE, "firmware-boot-loop", Map.of("times", FEW));
        add(all, Family.BUS, "pcie-link-down", "doorbell-spurious", "stray-write", "window-misplaced");
        for (String word : List.of("completion-timeout", "doorbell-lost", "msi-lost")) {
            add(all, Family.BUS, word, Map.of("share", SHARE));
        }
        add(all, Family.BUS, "msi-spurious", Map.of("times", MANY));
        add(all, Family.NETWORK, "link-down", "nic-failure");
        add(all, Family.NETWORK, "asymmetric-loss", Map.of("loss", SHARE));
        add(all, Family.NETWORK, "switch-failure", Map.of("split", new Range(1, 2)));
        add(all, Family.POWER, "mains-loss");
        add(
                all,
                Family.POWER,
                "brown-out",
                ordered("depth", new Range(30_000, 700_000), "ramp", new Range(0, 2_000_000), "bounces", EITHER));
        add(all, Family.MEMORY, "scrubber-stuck");
        add(all, Family.MEMORY, "nvram-bit-flip", ordered("place", PLACES, "count", FEW, "bits", new Range(1, 2)));
        add(all, Family.MEMORY, "nvram-poison", ordered("place", PLACES, "count", new Range(1, 2)));
        for (String word : List.of("battery-drain", "battery-ageing", "gauge-false")) {
            add(all, Family.BATTERY, word, Map.of("percent", PERCENT));
        }
        add(all, Family.BATTERY, "battery-removed", Map.of("battery", EITHER));
        add(all, Family.BATTERY, "learn-cycle", Map.of("battery", EITHER));
        add(all, Family.BATTERY, "both-batteries-gone");
        add(all, Family.NV, "save-fails", "restore-fails", "erase-fails");
        add(all, Family.NV, "save", "restore", "erase", "abort-nv", "arm", "disarm");
        add(all, Family.CLOCK, "clock-drift");
        add(all, Family.ARRAY, "storage-path-down", "storage-power-loss");
        add(all, Family.ARRAY, "storage-slow", Map.of("delay", DELAY_NS));
        add(all, Family.DISK, "disk-death", "disk-pulled", "disk-power-loss", "replace-disk", "scrub-volume");
        add(all, Family.DISK, "disk-write-fails", "disk-write-torn", "disk-write-lost", "disk-lies-about-flush");
        add(all, Family.DISK, "disk-slow", Map.of("delay", DELAY_NS));
        add(all, Family.DISK, "disk-latent-error", Map.of("times", MANY));
        add(all, Family.DISK, "disk-bit-rot", Map.of("times", MANY));
        add(all, Family.DISK, "disk-write-misdirected", Map.of("by", MANY));
        add(all, Family.NIC, "nic-death", "nic-pulled", "nic-transmit-hang", "replace-nic");
        add(all, Family.NIC, "nic-receive-overrun", Map.of("times", MANY));
        add(all, Family.CONSOLE, "uart-noise", Map.of("share", SHARE));
        add(all, Family.FLASH, "flash-fails", Map.of("sector", new Range(0, 17)));
        add(all, Family.FLASH, "flash-corrupt", ordered("slot", EITHER, "bits", MANY));
        add(all, Family.FLASH, "update-firmware", ordered("image", new Range(0, 6), "version", new Range(2, 9)));
        add(all, Family.OPERATOR, "allow-reconnect", "fetch");
        add(all, Family.FORCE, "force", "discard");
        return List.copyOf(all);
    }

    private static void add(List<Injection> all, Family family, String... words) {
        for (String word : words) {
            add(all, family, word, Map.of());
        }
    }

    private static void add(List<Injection> all, Family family, String word, Map<String, Range> parameters) {
        all.add(new Injection(family, word, parameters));
    }

    private static Map<String, Range> ordered(Object... keysAndRanges) {
        Map<String, Range> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndRanges.length; i += 2) {
            map.put((String) keysAndRanges[i], (Range) keysAndRanges[i + 1]);
        }
        return map;
    }
}
