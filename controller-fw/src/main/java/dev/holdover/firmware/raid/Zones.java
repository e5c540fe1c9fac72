package dev.holdover.firmware.raid;

import org.jspecify.annotations.Nullable;

/** The zones in memory: the least recently used one makes room. */
final class Zones {
    private final Zone[] zones;
    private long uses;

    Zones(Core core) {
        zones = new Zone[core.limits.zones()];
        for (int i = 0; i < zones.length; i++) {
            zones[i] = new Zone(core);
        }
    }

    /** A zone that stays until its user leaves it; null: all are in use, ask again later. */
    @Nullable
    Zone use(long number) {
        Zone oldest = null;
        for (Zone zone : zones) {
            if (zone.number() == number) {
                zone.use(++uses);
                return zone;
            }
            if (zone.evictable() && (oldest == null || zone.usedLast() < oldest.usedLast())) {
                oldest = zone;
            }
        }
        if (oldest != null) {
            oldest.use(++uses);
            oldest.load(number);
        }
        return oldest;
    }

    void poll() {
        for (Zone zone : zones) {
            zone.poll();
        }
    }
}
