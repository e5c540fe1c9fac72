package dev.holdover.firmware.raid;

import dev.holdover.firmware.raid.MemberTable.State;
import dev.holdover.model.disk.DiskStatus;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A volume over the card's daughter disks, without a write hole: what is to be written to a row, parity and checksums
 * included, is in the NVRAM before the first member is touched, and stays there until all have flushed. Whatever is
 * cut in between is written again at the next {@link #open}, by this card or by one that holds its intents too.
 *
 * <p>Every block that is read is compared with its checksum, which is kept apart from it at as many members as may
 * fail, and one more. So rot, writes that were lost, torn or misdirected, and members that lied about their cache are
 * found, mended from the others, and never given out as data.
 *
 * <p>Single-threaded; it acts within the calls below and never blocks. The listener may call it. Once it has been
 * {@link VolumeState#STOPPED} or {@link VolumeState#FENCED} it does nothing any more: another one is made and opened.
 *
 * <pre>
 * CLOSED -> OPENING               create, open
 * OPENING -> OPTIMAL, DEGRADED    superblocks agree, intents are replayed
 * OPENING -> NO_VOLUME, UNSUPPORTED, STOPPED    listener.opened says which
 * OPTIMAL <-> DEGRADED            members fail, are rebuilt
 * any -> STOPPED                  a member is gone that it can't do without
 * any -> FENCED                   a member said that another card owns it
 * </pre>
 */
public final class RaidVolume {
    /** Blocks of a volume and of its members, in bytes. */
    public static final int BLOCK_BYTES = Geometry.BLOCK;

    private enum Phase {
        IDLE,
        READING,
        FORMATTING,
        REPLAYING,
        PERSISTING,
        SERVING,
        OVER
    }

    private final Members members;
    private final IntentLog log;
    private final RaidListener listener;
    private final RaidLimits limits;
    private final RaidSteps steps;
    private final Requests requests;
    private Phase phase = Phase.IDLE;
    private VolumeState refused = VolumeState.CLOSED;
    private boolean pumping;
    private @Nullable Assembly assembly;
    private @Nullable Engine engine;

    /** A volume that is neither created nor opened yet. */
    public RaidVolume(Members members, IntentLog log, RaidListener listener, RaidLimits limits) {
        this(members, log, listener, limits, new RaidSteps());
    }

    RaidVolume(Members members, IntentLog log, RaidListener listener, RaidLimits limits, RaidSteps steps) {
        if (members.count() > Commands.LANES) {
            throw new IllegalArgumentException(members.count() + " disks are more than " + Commands.LANES);
        }
        if (log.slots() < 2) {
            throw new IllegalArgumentException("an intent log has two slots at least");
        }
        this.members = members;
        this.log = log;
        this.listener = listener;
        this.limits = limits;
        this.steps = steps;
        requests = new Requests(limits.requests(), listener);
    }

    /** What a slot of the intent log must have room for, in bytes. */
    public static int slotBytes(VolumeSpec spec) {
        Geometry geometry = new Geometry(spec.level(), spec.members(), spec.chunkBlocks());
        return Math.max(MemberTable.BYTES, Intent.bytes(geometry));
    }

    /**
     * Makes a new volume of the first disks, whatever they hold. All blocks read as zeros. Ends with
     * {@link RaidListener#opened}.
     *
     * @throws IllegalArgumentException if disks or the intent log are too few or too small
     */
    public void create(VolumeSpec spec) {
        begin();
        if (log.slotBytes() < slotBytes(spec)) {
            throw new IllegalArgumentException(spec + " needs slots of " + slotBytes(spec) + " bytes");
        }
        long blocks = Long.MAX_VALUE;
        for (int disk = 0; disk < spec.members(); disk++) {
            blocks = Math.min(blocks, disk < members.count() && members.present(disk) ? members.blocks(disk) : 0);
        }
        long rows = new Geometry(spec.level(), spec.members(), spec.chunkBlocks()).rows(blocks);
        if (rows == 0) {
            throw new IllegalArgumentException(spec + " needs " + spec.members() + " disks with room for a chunk");
        }
        for (int slot = 0; slot < log.slots(); slot++) {
            log.clear(slot);
        }
        Engine made = new Engine(members, log, listener, limits, steps, new MemberTable(spec, rows), requests);
        engine = made;
        phase = Phase.FORMATTING;
        made.create();
        pump();
    }

    /**
     * Looks for the volume on all disks, and writes again what the intents say. Ends with {@link RaidListener#opened}.
     */
    public void open() {
        begin();
        assembly = new Assembly(members, log, steps);
        phase = Phase.READING;
        pump();
    }

    private void begin() {
        if (phase != Phase.IDLE) {
            throw new IllegalStateException("a volume is created or opened once");
        }
    }

    public VolumeState state() {
        if (phase == Phase.IDLE || phase == Phase.OVER || engine == null) {
            return phase == Phase.READING ? VolumeState.OPENING : refused;
        }
        return engine.core.state();
    }

    /** Size in blocks; 0 as long as it does not serve. */
    public long blocks() {
        return serves() ? engine().core.table.rows() * engine().core.geometry.data() : 0;
    }

    /** How it spreads its blocks; only while it serves. */
    public RaidLevel level() {
        return engine().core.geometry.level();
    }

    /** Of how many disks it is made; only while it serves. */
    public int places() {
        return engine().core.geometry.members();
    }

    /** A bit for each place that is not in sync; only while it serves. */
    public int missing() {
        return engine().core.table.missing();
    }

    private boolean serves() {
        return phase == Phase.SERVING && state().serves();
    }

    private Engine engine() {
        return Objects.requireNonNull(engine, "neither created nor opened");
    }

    /**
     * Reads a block. {@code into} is not touched before {@link RaidListener#done}, and only if that says OK.
     *
     * @return false: it does not serve, or too many requests are open
     * @throws IndexOutOfBoundsException if there is no such block
     */
    public boolean read(long block, byte[] into, int at, int tag) {
        Request request = serves() ? ask(Request.Kind.READ, block, tag) : null;
        if (request == null) {
            return false;
        }
        request.into = into;
        request.at = at;
        return submit(request);
    }

    /**
     * Writes a block, atomically. {@code from} is the caller's again on return.
     *
     * @return false: it does not serve, or too many requests are open
     * @throws IndexOutOfBoundsException if there is no such block
     */
    public boolean write(long block, byte[] from, int at, int tag) {
        Request request = serves() ? ask(Request.Kind.WRITE, block, tag) : null;
        if (request == null) {
            return false;
        }
        System.arraycopy(from, at, request.data, 0, Geometry.BLOCK);
        return submit(request);
    }

    /** Makes a block read as zeros; no data is written for it. Otherwise like {@link #write}. */
    public boolean zero(long block, int tag) {
        Request request = serves() ? ask(Request.Kind.ZERO, block, tag) : null;
        return request != null && submit(request);
    }

    /** Ends when every request before it has ended; those are behind the caches then. False: like {@link #read}. */
    public boolean flush(int tag) {
        Request request = serves() ? requests.take(Request.Kind.FLUSH, tag) : null;
        if (request == null) {
            return false;
        }
        pump();
        return true;
    }

    private @Nullable Request ask(Request.Kind kind, long block, int tag) {
        Objects.checkIndex(block, blocks());
        Request request = requests.take(kind, tag);
        if (request != null) {
            request.row = engine().core.geometry.row(block);
            request.column = engine().core.geometry.column(block);
        }
        return request;
    }

    private boolean submit(Request request) {
        requests.queue(request);
        pump();
        return true;
    }

    /** A command that {@link Members#submit} took has ended. */
    public void diskCompleted(int diskTag, DiskStatus status) {
        if (phase == Phase.READING) {
            Objects.requireNonNull(assembly).commands().completed(diskTag, status);
        } else if (engine != null && phase != Phase.OVER) {
            engine.core.commands.completed(diskTag, status);
        }
        pump();
    }

    /** All cards that must hold a slot's record do so now; {@link IntentLog#held} says it too. */
    public void intentHeld(int slot) {
        pump();
    }

    /** A disk came or went. One that came is not used before {@link #replace}, or the next {@link #open}. */
    public void diskChanged(int disk) {
        int place = engine == null ? -1 : engine.core.table.placeOf(disk);
        if (place >= 0 && !members.present(disk)) {
            engine().core.fail(place);
        }
        pump();
    }

    /** Time goes on: rebuild and scrub may. */
    public void tick(long nowNs) {
        if (engine != null) {
            engine.background.tick(nowNs);
        }
        pump();
    }

    /**
     * Uses a disk no more.
     *
     * @return false: it is in no use, or the volume can't do without
     */
    public boolean fail(int disk) {
        int place = serves() ? engine().core.table.placeOf(disk) : -1;
        boolean may = place >= 0
                && engine().core.table.state(place) != State.FAILED
                && engine().core.geometry.survives(engine().core.table.missing() | 1 << place);
        if (may) {
            engine().core.fail(place);
            pump();
        }
        return may;
    }

    /**
     * Gives a failed member's place to another disk, or to the same one anew, and fills that from the others.
     *
     * @param place of the failed member, 0 to members - 1
     * @param disk any that has no place in use, present and no smaller than the volume's rows need
     * @return false: the place has not failed, or the disk does not do
     */
    public boolean replace(int place, int disk) {
        if (!serves() || place < 0 || place >= engine().core.geometry.members()) {
            return false;
        }
        MemberTable table = engine().core.table;
        int former = table.placeOf(disk);
        boolean free = former < 0 || table.state(former) == State.FAILED;
        if (table.state(place) != State.FAILED
                || !free
                || !members.present(disk)
                || table.geometry().rows(members.blocks(disk)) < table.rows()) {
            return false;
        }
        if (former >= 0) {
            table.found(former, -1);
        }
        table.rebuild(place, disk);
        engine().core.note(RaidEvent.REBUILD_STARTED, place, 0);
        pump();
        return true;
    }

    /**
     * Takes the room that larger members offer. Only rows are added, never members: no block moves.
     *
     * @return false: not every member is in sync, none is larger, or it grows already
     */
    public boolean grow() {
        boolean grows = serves() && engine().grow();
        pump();
        return grows;
    }

    /** Reads every row from the beginning, verifies checksums and parity, and repairs; or stops doing so. */
    public void scrub(boolean on) {
        if (serves()) {
            engine().background.scrub(on);
            pump();
        }
    }

    public Progress progress() {
        return engine().background.progress();
    }

    private void pump() {
        if (pumping) {
            return;
        }
        pumping = true;
        boolean moved = true;
        while (moved) {
            moved = step();
        }
        pumping = false;
    }

    private boolean step() {
        return switch (phase) {
            case IDLE, OVER -> false;
            case READING -> assemble();
            default -> engine().core.ended() ? end() : turn() || engine().poll();
        };
    }

    /** The way to a volume that serves. */
    private boolean turn() {
        Engine it = engine();
        switch (phase) {
            case FORMATTING -> {
                if (!it.created()) {
                    return false;
                }
                phase = Phase.PERSISTING;
            }
            case REPLAYING -> {
                if (!it.replayed()) {
                    return false;
                }
                phase = Phase.PERSISTING;
            }
            case PERSISTING -> {
                if (!it.superblocks.persisted()) {
                    return false;
                }
                phase = Phase.SERVING;
                it.core.serve();
                listener.opened(it.core.state());
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean assemble() {
        Assembly found = Objects.requireNonNull(assembly);
        if (found.commands().poll()) {
            return true;
        }
        if (!found.done()) {
            return false;
        }
        MemberTable table = found.table();
        VolumeState reason = found.reason();
        if (table != null && log.slotBytes() < Math.max(MemberTable.BYTES, Intent.bytes(table.geometry()))) {
            reason = VolumeState.UNSUPPORTED;
            table = null;
        }
        if (table == null) {
            refused = reason;
            phase = Phase.OVER;
            listener.opened(refused);
            return false;
        }
        engine = new Engine(members, log, listener, limits, steps, table, requests);
        engine.slots.scan();
        phase = Phase.REPLAYING;
        return true;
    }

    private boolean end() {
        boolean opening = phase != Phase.SERVING;
        refused = engine().core.state();
        phase = Phase.OVER;
        if (opening) {
            listener.opened(refused);
        }
        requests.end(refused == VolumeState.FENCED ? RaidStatus.FENCED : RaidStatus.STOPPED);
        return false;
    }
}
