package dev.holdover.firmware.block;

import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.firmware.raid.Progress;
import dev.holdover.firmware.raid.RaidVolume;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.layout.BlockArea;
import dev.holdover.model.layout.BlockState;
import java.util.Arrays;
import java.util.Optional;

/** What the host sees of a block volume: the control page of its area, written where it has changed. */
final class BlockFace {
    private static final int WORDS = (BlockArea.DIRTY - BlockArea.STATE) / Long.BYTES + 1;
    private static final int MEMBERS_SHIFT = 8;
    private static final int FAILED_SHIFT = 16;

    private final Hal hal;
    private final long base;
    private final long[] shown = new long[WORDS];

    BlockFace(Hal hal, Personality personality) {
        this.hal = hal;
        this.base = personality.base() + personality.layout().blockArea();
    }

    /** Nothing is known of what the page says now. */
    void begin() {
        Arrays.fill(shown, -1);
    }

    void show(BlockState state, Optional<RaidVolume> raid, int dirty) {
        boolean changed = put(BlockArea.STATE, state.ordinal());
        if (raid.isPresent() && state.serves()) {
            RaidVolume volume = raid.get();
            Progress progress = volume.progress();
            put(BlockArea.BLOCKS, volume.blocks());
            int shape = volume.level().ordinal() | volume.places() << MEMBERS_SHIFT | volume.missing() << FAILED_SHIFT;
            changed |= put(BlockArea.SHAPE, shape);
            put(BlockArea.ROWS, progress.rows());
            put(BlockArea.REBUILT, progress.rebuilding() < 0 ? progress.rows() : progress.rebuiltRows());
            put(BlockArea.SCRUBBED, progress.scrubbedRows());
            put(BlockArea.REPAIRED, progress.repaired());
            put(BlockArea.LOST, progress.lost());
        }
        put(BlockArea.DIRTY, dirty);
        if (changed) {
            hal.write(Register.INT_RAISE, Field.INT_BLOCK.mask());
        }
    }

    private boolean put(int at, long value) {
        int word = (at - BlockArea.STATE) / Long.BYTES;
        if (shown[word] == value) {
            return false;
        }
        shown[word] = value;
        hal.nvram().putLong(base + at, value);
        return true;
    }
}
