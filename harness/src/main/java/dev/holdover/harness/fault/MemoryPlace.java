package dev.holdover.harness.fault;

import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.RandomStream;
import dev.holdover.model.layout.BlockArea;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.WriteLog;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where in a card's NVRAM a fault of the memory strikes. The slot is the card's own host's. */
final class MemoryPlace {
    /** The words for a place. */
    static final List<String> WORDS = List.of(
            "image", "log", "map", "superblock", "peer-image", "block-cache", "block-area", "intents", "address");

    /** Those that a card without block volumes does not have. */
    private static final Set<String> VOLUME_PLACES = Set.of("block-cache", "block-area", "intents");

    private static final int USED_SUPERBLOCK_BYTES = 320;

    private static final int TRIES = 64;

    private MemoryPlace() {}

    /** Address of a word there, drawn from the card's own stream; one that is as it was stored, if it finds one. */
    static long draw(CardNode card, Map<String, Long> parameters) {
        long address = drawAny(card, parameters);
        for (int i = 0; i < TRIES && card.hardware().memory().nextFlaw(address) == address; i++) {
            address = drawAny(card, parameters);
        }
        return address;
    }

    private static long drawAny(CardNode card, Map<String, Long> parameters) {
        NvramLayout layout = card.layout();
        RandomStream random = card.flips();
        String place = WORDS.get(Math.toIntExact(parameters.getOrDefault("place", 0L)));
        if (parameters.containsKey("address")) {
            place = "address";
        } else if (layout.cacheLines() == 0 && VOLUME_PLACES.contains(place)) {
            place = "image";
        }
        return switch (place) {
            case "image" -> layout.slot(0) + layout.image() + word(random, layout.plainBytes());
            case "log" ->
                layout.slot(0) + layout.headers() + word(random, (long) layout.logSlots() * WriteLog.HEADER_BYTES);
            case "map" -> layout.slot(0) + layout.dirtyMap() + word(random, (layout.blocks() + 63L) / 64 * 8);
            case "superblock" ->
                NvramLayout.superblock((int) random.between(0, 1)) + word(random, USED_SUPERBLOCK_BYTES);
            case "peer-image" -> layout.slot(layout.slots() - 1) + layout.image() + word(random, layout.plainBytes());
            case "block-cache" ->
                layout.slot(0)
                        + layout.image()
                        + layout.plainBytes()
                        + word(random, layout.userBytes() - layout.plainBytes());
            case "block-area" -> layout.slot(0) + layout.blockArea() + word(random, BlockArea.BYTES);
            case "intents" -> layout.slot(0) + layout.intents() + word(random, layout.blockArea() - layout.intents());
            default -> Math.min(parameters.getOrDefault("address", 0L), layout.totalBytes() - 8) & -8L;
        };
    }

    private static long word(RandomStream random, long bytes) {
        return random.between(0, bytes / 8 - 1) * 8;
    }
}
