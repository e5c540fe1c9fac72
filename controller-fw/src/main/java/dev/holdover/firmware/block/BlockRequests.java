package dev.holdover.firmware.block;

import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.firmware.raid.RaidLevel;
import dev.holdover.firmware.raid.RaidStatus;
import dev.holdover.firmware.raid.RaidVolume;
import dev.holdover.firmware.raid.VolumeSpec;
import dev.holdover.firmware.raid.VolumeState;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Role;
import dev.holdover.model.layout.BlockArea;
import dev.holdover.model.layout.BlockCache.Kind;
import dev.holdover.model.layout.BlockRing;
import dev.holdover.model.layout.BlockRing.Opcode;
import dev.holdover.model.layout.BlockRing.Status;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.UncorrectableError;
import java.util.Arrays;
import java.util.Optional;

/** The host's requests to a block volume, taken in their order and answered in any. */
final class BlockRequests {
    /** Makes a new volume; says whether that may be now. */
    @FunctionalInterface
    interface Creation {
        boolean create(VolumeSpec spec);
    }

    /** Reads that are under way at once. */
    static final int READS = BlockArea.REQUESTS;

    private static final int FIRST_TAG = Destager.LINES_AT_ONCE;
    private static final long NOBODY = 0;
    private static final int CHUNK_SHIFT = 16;
    private static final int MEMBERS_SHIFT = 8;
    private static final int BYTE_MASK = 0xff;
    private static final int BOOT_SHIFT = 20;

    private final Hal hal;
    private final Personality personality;
    private final WriteCache cache;
    private final Destager destager;
    private final BlockRing ring;
    private final byte[][] buffers = new byte[READS][NvramLayout.BLOCK];
    private final byte[] zeros = new byte[NvramLayout.BLOCK];
    private final long[] reading = new long[READS];
    private final boolean[] open = new boolean[READS];
    private final long[] flushing = new long[READS];
    private final long[] flushUpTo = new long[READS];
    private long taken;
    private long generation;
    private long creating = NOBODY;
    private boolean answered;

    BlockRequests(Hal hal, Personality personality, WriteCache cache, Destager destager) {
        this.hal = hal;
        this.personality = personality;
        this.cache = cache;
        this.destager = destager;
        this.ring = new BlockRing(personality.layout(), hal.nvram(), personality.base());
    }

    /** The engine is gone, with all that was under way in it. */
    void stop() {
        Arrays.fill(open, false);
        for (int place = 0; place < READS; place++) {
            if (reading[place] != NOBODY) {
                answer(reading[place], Status.UNAVAILABLE, 0);
                reading[place] = NOBODY;
            }
        }
    }

    /** The rings begin anew: the host will ask again for what was not answered. */
    void begin() {
        ring.clear();
        forget();
        long at = personality.base() + personality.layout().blockArea() + BlockArea.GENERATION;
        generation = Math.max(generation, stored(at)) + 1;
        taken = BlockRing.before(generation);
        hal.nvram().putLong(at, generation);
    }

    /** The last generation; one that there has never been if it can't be read any more. */
    private long stored(long at) {
        try {
            return hal.nvram().getLong(at);
        } catch (UncorrectableError error) {
            return hal.boots() << BOOT_SHIFT;
        }
    }

    private void forget() {
        Arrays.fill(reading, NOBODY);
        Arrays.fill(flushing, NOBODY);
        creating = NOBODY;
    }

    /** Takes what has come and can be taken, and answers what is done. */
    void step(Optional<RaidVolume> raid, VolumeState state, Creation creation) {
        boolean settled = state != VolumeState.OPENING && state != VolumeState.CLOSED;
        while (settled && personality.role() == Role.ACTIVE && ring.read(taken + 1) && take(raid, state, creation)) {
            taken++;
        }
        for (int i = 0; i < READS; i++) {
            if (flushing[i] != NOBODY) {
                flush(i, state);
            }
        }
        if (answered) {
            answered = false;
            hal.write(Register.INT_RAISE, Field.INT_BLOCK.mask());
        }
    }

    private void flush(int place, VolumeState state) {
        boolean done = destager.done(flushUpTo[place]);
        boolean unreadable = destager.unreadable(flushUpTo[place]);
        if (done || unreadable || !state.serves()) {
            long index = flushing[place];
            flushing[place] = NOBODY;
            answer(index, done ? Status.OK : unreadable ? Status.UNREADABLE : Status.UNAVAILABLE, 0);
        }
    }

    /** Begins a request; false: it must wait. */
    private boolean take(Optional<RaidVolume> raid, VolumeState state, Creation creation) {
        long index = taken + 1;
        if (ring.epoch() != personality.epoch() || state == VolumeState.FENCED) {
            answer(index, Status.FENCED, 0);
            return true;
        }
        if (ring.opcode() == Opcode.CREATE) {
            create(index, creation);
            return true;
        }
        if (raid.isEmpty() || !state.serves()) {
            answer(index, Status.UNAVAILABLE, 0);
            return true;
        }
        RaidVolume volume = raid.get();
        switch (ring.opcode()) {
            case READ -> {
                return read(volume, index);
            }
            case FLUSH -> {
                destager.want();
                flushing[place(index)] = index;
                flushUpTo[place(index)] = cache.writes();
            }
            case SCRUB -> {
                volume.scrub(ring.argument() != 0);
                answer(index, Status.OK, 0);
            }
            case FAIL -> answer(index, volume.fail(ring.argument()) ? Status.OK : Status.INVALID, 0);
            case REPLACE -> answer(index, replace(volume, ring.argument()) ? Status.OK : Status.INVALID, 0);
            case GROW -> answer(index, volume.grow() ? Status.OK : Status.INVALID, 0);
            default -> answer(index, Status.INVALID, 0);
        }
        return true;
    }

    /** Gives a disk to the first place that has failed and takes it. */
    static boolean replace(RaidVolume volume, int disk) {
        for (int place = 0; place < volume.places(); place++) {
            if (volume.replace(place, disk)) {
                return true;
            }
        }
        return false;
    }

    private void create(long index, Creation creation) {
        int argument = ring.argument();
        int level = argument & BYTE_MASK;
        int members = argument >>> MEMBERS_SHIFT & BYTE_MASK;
        int chunk = argument >>> CHUNK_SHIFT;
        RaidLevel[] levels = RaidLevel.values();
        if (level >= levels.length) {
            answer(index, Status.INVALID, 0);
            return;
        }
        try {
            VolumeSpec spec = new VolumeSpec(hal.entropy() | 1, levels[level], members, chunk);
            if (creation.create(spec)) {
                creating = index;
            } else {
                answer(index, Status.UNAVAILABLE, 0);
            }
        } catch (IllegalArgumentException error) {
            answer(index, Status.INVALID, 0);
        }
    }

    /** A volume was created or opened, or it was not. */
    void opened(VolumeState state) {
        if (creating != NOBODY) {
            answer(creating, state.serves() ? Status.OK : Status.INVALID, 0);
            creating = NOBODY;
        }
    }

    private boolean read(RaidVolume volume, long index) {
        long block = ring.block();
        if (block < 0 || block >= volume.blocks()) {
            answer(index, Status.INVALID, 0);
            return true;
        }
        int line = cache.lineOf(block);
        if (line >= 0) {
            if (cache.kind(line) == Kind.ZERO) {
                hal.nvram().put(ring.buffer(index), zeros, 0, zeros.length);
            } else {
                hal.nvram().copy(cache.at(line), ring.buffer(index), NvramLayout.BLOCK);
            }
            answer(index, Status.OK, 0);
            return true;
        }
        int place = place(index);
        if (open[place]) {
            // What a former life of the host asked for is still under way there.
            return false;
        }
        open[place] = true;
        // A block of which nothing is on the disks ends within the call.
        reading[place] = index;
        boolean begun = volume.read(block, buffers[place], 0, FIRST_TAG + place);
        if (!begun) {
            open[place] = false;
            reading[place] = NOBODY;
        }
        return begun;
    }

    /** The engine has ended a read. */
    void done(int tag, RaidStatus status) {
        int place = tag - FIRST_TAG;
        long index = reading[place];
        open[place] = false;
        if (index == NOBODY) {
            return;
        }
        reading[place] = NOBODY;
        switch (status) {
            case OK -> {
                hal.nvram().put(ring.buffer(index), buffers[place], 0, NvramLayout.BLOCK);
                answer(index, Status.OK, 0);
            }
            case LOST_BLOCK, LOST_CHECKSUMS -> answer(index, Status.LOST, 0);
            case STOPPED -> answer(index, Status.UNAVAILABLE, 0);
            case FENCED -> answer(index, Status.FENCED, 0);
        }
    }

    private void answer(long index, Status status, long value) {
        ring.answer(index, status, value);
        answered = true;
    }

    private static int place(long index) {
        return (int) index & BlockArea.REQUESTS - 1;
    }
}
