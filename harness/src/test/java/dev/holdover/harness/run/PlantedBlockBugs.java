package dev.holdover.harness.run;

import dev.holdover.firmware.FirmwareParts;
import dev.holdover.firmware.block.BlockVolumes;
import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.firmware.power.EnergyBudget;
import dev.holdover.firmware.replicate.Replicator;
import dev.holdover.firmware.wire.Messenger;
import dev.holdover.model.layout.BlockCache;
import dev.holdover.model.layout.NvramLayout;
import java.util.List;

/** Bugs in how a card keeps its block volumes. */
final class PlantedBlockBugs {
    private PlantedBlockBugs() {}

    /** What a bug is planted into. */
    private record Soil(
            Hal hal,
            FirmwareConfig config,
            Messenger messenger,
            List<Personality> personalities,
            Replicator replicator,
            EnergyBudget energy,
            BlockVolumes.Listener listener) {}

    private interface Planting {
        BlockVolumes plant(Soil soil);
    }

    private static class Volumes extends BlockVolumes {
        Volumes(Soil soil) {
            super(
                    soil.hal(),
                    soil.config(),
                    soil.messenger(),
                    soil.personalities(),
                    soil.replicator(),
                    soil.energy(),
                    soil.listener());
        }
    }

    private static FirmwareParts with(Planting planting) {
        return new FirmwareParts() {
            @Override
            public BlockVolumes blocks(
                    Hal hal,
                    FirmwareConfig config,
                    Messenger messenger,
                    List<Personality> personalities,
                    Replicator replicator,
                    EnergyBudget energy,
                    BlockVolumes.Listener listener) {
                return planting.plant(new Soil(hal, config, messenger, personalities, replicator, energy, listener));
            }
        };
    }

    /** A line that is written again counts as being on the disks, as it was before. */
    static FirmwareParts writtenAgainAndClean() {
        return with(soil -> new Volumes(soil) {
            @Override
            public void written(Personality personality, long target, int length) {
                if (BlockCache.lineAt(personality.layout(), target) < 0) {
                    super.written(personality, target, length);
                }
            }
        });
    }

    /** A taker begins with an empty cache. */
    static FirmwareParts inheritedCacheDropped() {
        return with(soil -> new Volumes(soil) {
            @Override
            public void open(Personality personality) {
                if (!personality.isHome()) {
                    for (int line = 0; line < personality.layout().cacheLines(); line++) {
                        long tag = BlockCache.tag(personality.layout(), line);
                        soil.hal().nvram().putLong(personality.log().imageAt(tag), 0);
                    }
                }
                super.open(personality);
            }
        });
    }

    /** A boot forgets which rows were under way. */
    static FirmwareParts intentsForgotten() {
        return with(soil -> new Volumes(soil) {
            @Override
            public void open(Personality personality) {
                long from = personality.base() + personality.layout().intents();
                for (int place = 0; place < NvramLayout.INTENTS; place++) {
                    soil.hal().nvram().putLong(from + (long) place * NvramLayout.INTENT_BYTES, 0);
                }
                super.open(personality);
            }
        });
    }
}
