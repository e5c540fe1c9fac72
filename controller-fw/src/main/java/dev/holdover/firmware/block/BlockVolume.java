package dev.holdover.firmware.block;

import dev.holdover.firmware.hal.FirmwareConfig.VolumeConfig;
import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.hal.Notice;
import dev.holdover.firmware.personality.Personality;
import dev.holdover.firmware.raid.RaidEvent;
import dev.holdover.firmware.raid.RaidLimits;
import dev.holdover.firmware.raid.RaidListener;
import dev.holdover.firmware.raid.RaidStatus;
import dev.holdover.firmware.raid.RaidVolume;
import dev.holdover.firmware.raid.VolumeSpec;
import dev.holdover.firmware.raid.VolumeState;
import dev.holdover.firmware.replicate.Replicator;
import dev.holdover.model.contract.Role;
import dev.holdover.model.disk.DiskStatus;
import dev.holdover.model.layout.BlockArea;
import dev.holdover.model.layout.BlockState;
import java.util.Optional;

/**
 * One personality's block volume: its disks, reserved for the owner's epoch; the RAID engine over them; the write-back
 * cache before it; and the host's requests.
 *
 * <pre>
 * CLOSED    -> RESERVING   this card claims the personality, or has booted as its owner
 * RESERVING -> RESERVED    every disk that is there has answered, or they have had their time
 * RESERVED  -> OPEN        the claim is done: the engine assembles the members and finishes what was under way
 * any       -> CLOSED      another card owns the personality
 * any       -> CONFLICT    a disk is reserved for a later epoch: ours is over, whoever has it will tell
 * </pre>
 *
 * It goes on while the host is dead and its gate shut, for as long as this card owns the personality (claim 11).
 */
final class BlockVolume implements RaidListener {
    /** What it asks of its surroundings. */
    interface Listener {
        /** The disks are reserved: a take-over may go on. */
        void mayGoOn(Personality personality);

        /** Whether lines may be brought to the disks now, as far as energy goes. */
        boolean mayDestage(Personality personality);
    }

    private enum Phase {
        CLOSED,
        RESERVING,
        RESERVED,
        OPEN,
        CONFLICT
    }

    private static final int ZONES = 16;
    private static final int CHECKPOINT_ROWS = 64;
    private static final int TOLD = -1;

    private final Hal hal;
    private final VolumeConfig config;
    private final Personality personality;
    private final Listener listener;
    private final IntentStore intents;
    private final DaughterMembers members;
    private final WriteCache cache;
    private final Destager destager;
    private final BlockRequests requests;
    private final BlockFace face;

    private Phase phase = Phase.CLOSED;
    private Optional<RaidVolume> raid = Optional.empty();
    private VolumeState state = VolumeState.CLOSED;
    private long reservingSinceNs;
    private boolean wantsSpare;
    private boolean cacheRead;
    private int dirtyAlone;
    private long affordedNs = Long.MAX_VALUE;
    private long most = Long.MAX_VALUE;
    private long told;

    BlockVolume(
            Hal hal,
            VolumeConfig config,
            Personality personality,
            Replicator replicator,
            IntentStore intents,
            Listener listener) {
        this.hal = hal;
        this.config = config;
        this.personality = personality;
        this.listener = listener;
        this.intents = intents;
        this.members = new DaughterMembers(hal, personality, config.daughterSlots());
        this.cache = new WriteCache(hal, personality);
        this.told = cache.lines();
        this.destager = new Destager(hal, personality, replicator, cache);
        this.requests = new BlockRequests(hal, personality, cache, destager);
        this.face = new BlockFace(hal, personality);
    }

    IntentStore intents() {
        return intents;
    }

    DaughterMembers members() {
        return members;
    }

    Personality personality() {
        return personality;
    }

    /** Lines of the cache that are not on the disks. */
    int dirtyLines() {
        return cache.dirty();
    }

    /** How long these would take to the disks, in nanoseconds. */
    long undestagedNs() {
        return destager.takesNs(cache.dirty());
    }

    /**
     * No more lines may be dirty than the disks take within {@code ns}: half of them, for the other half stays free for
     * other writes; but one, else nothing could be written any more. With one it is a write-through cache: it takes a
     * line when the last one is on the disks, and the NVRAM retains that if the mains fail in between.
     */
    void affords(long ns) {
        affordedNs = ns;
        most = Math.max(1, destager.linesWithin(ns) / 2);
        destager.atMost(most);
    }

    /**
     * Whether a write must wait until lines are on the disks: it would make one too many dirty, or those that are take
     * more than the energy that it needs itself. Where none is on its way there, waiting would not help.
     */
    boolean mustWait(long target, int length) {
        boolean tooMany = undestagedNs() > affordedNs || cache.dirty() >= most && cache.dirties(target, length);
        if (!tooMany || phase != Phase.OPEN) {
            return false;
        }
        step();
        return destager.works();
    }

    private void tellLimit() {
        long now = Math.min(most, cache.lines());
        boolean otherKind = (now == cache.lines()) != (told == cache.lines()) || (now == 1) != (told == 1);
        if (phase == Phase.OPEN && otherKind) {
            told = now;
            journal(Notice.CACHE_LIMITED, now, personality.config().personality());
        }
    }

    /** Reserves the disks for the epoch that was just persisted; says whether the take-over may go on at once. */
    boolean reserve() {
        if (phase == Phase.CLOSED || phase == Phase.CONFLICT || members.epoch() != personality.epoch()) {
            close();
            members.begin();
            phase = Phase.RESERVING;
            reservingSinceNs = hal.nowNs();
            members.reserve();
            reservedOrLate();
        }
        return phase == Phase.RESERVED || phase == Phase.OPEN;
    }

    /** This card owns the personality and may serve it: the volume is opened. */
    void open() {
        intents.recover();
        cacheRead = cache.begin();
        requests.begin();
        face.begin();
        show();
        reserve();
        if (phase == Phase.RESERVED) {
            assemble();
        }
    }

    /** A word of the block area can't be read: all of it is written anew, and the host asks again. */
    void mend(long within) {
        if (phase != Phase.CLOSED) {
            if (within != BlockArea.GENERATION) {
                long at = personality.base() + personality.layout().blockArea() + within;
                hal.nvram().putLong(at, 0);
            }
            requests.begin();
            cache.showAll();
            face.begin();
            show();
            journal(
                    Notice.RECORD_REPAIRED,
                    personality.base() + personality.layout().blockArea() + within,
                    0);
        }
    }

    /** The host has proved itself: whatever a former life of it asked for, it will ask again. */
    void hostReturned() {
        if (phase != Phase.CLOSED) {
            requests.begin();
        }
    }

    /** Another card owns the personality from now on: it finishes what was under way. */
    void leave() {
        close();
        intents.leave();
    }

    private void close() {
        if (phase != Phase.CLOSED) {
            members.begin();
            phase = Phase.CLOSED;
        }
        raid = Optional.empty();
        state = VolumeState.CLOSED;
        destager.stop();
        requests.stop();
    }

    private void assemble() {
        if (!cacheRead) {
            cacheRead = cache.begin();
        }
        if (!cacheRead) {
            return;
        }
        phase = Phase.OPEN;
        begin().open();
        show();
    }

    /** An engine anew, over disks that have nothing under way. */
    private RaidVolume begin() {
        members.restart();
        destager.stop();
        requests.stop();
        state = VolumeState.OPENING;
        RaidVolume engine = new RaidVolume(
                members,
                intents,
                this,
                new RaidLimits(
                        Destager.LINES_AT_ONCE + BlockRequests.READS,
                        intents.slots() - 1,
                        ZONES,
                        config.rowsPerSecond(),
                        CHECKPOINT_ROWS));
        raid = Optional.of(engine);
        return engine;
    }

    /** A heartbeat period has passed. */
    void tick() {
        if (phase == Phase.RESERVING) {
            members.reserve();
            reservedOrLate();
        } else if (phase == Phase.RESERVED && personality.role() == Role.ACTIVE) {
            assemble();
        } else if (phase == Phase.OPEN) {
            members.reserve();
            intents.tick();
            progress();
            raid.ifPresent(each -> each.tick(hal.nowNs()));
            destager.tick();
            step();
            tellLimit();
        }
    }

    private void reservedOrLate() {
        boolean late = hal.nowNs() - reservingSinceNs >= config.giveUpNs();
        if (phase == Phase.RESERVING && (!members.waits() || late)) {
            phase = Phase.RESERVED;
            journal(Notice.DISKS_RESERVED, members.epoch(), personality.config().personality());
            listener.mayGoOn(personality);
        }
    }

    /** Something has changed in the daughter slots. */
    void slotsChanged() {
        if (phase == Phase.OPEN || phase == Phase.RESERVING) {
            members.reserve();
        }
        if (phase == Phase.OPEN) {
            for (int disk = 0; disk < members.count(); disk++) {
                if (!members.present(disk)) {
                    gone(disk);
                }
            }
            step();
        }
    }

    private void gone(int disk) {
        raid.ifPresent(each -> each.diskChanged(disk));
    }

    private void changed(int disk) {
        if (state == VolumeState.STOPPED || state == VolumeState.NO_VOLUME) {
            // What it waited for may be here now.
            assemble();
        } else if (raid.isPresent() && state.serves()) {
            BlockRequests.replace(raid.get(), disk);
        }
    }

    /** A command that was given to the disk in a daughter slot has ended. */
    void disk(int slot, int tag, DiskStatus status) {
        if (!members.current(tag)) {
            return;
        }
        if (!DaughterMembers.isReservation(tag)) {
            raid.ifPresent(each -> each.diskCompleted(DaughterMembers.own(tag), status));
            step();
            return;
        }
        int disk = members.at(slot);
        boolean held = members.reserved(disk, status);
        if (status == DiskStatus.RESERVATION_CONFLICT) {
            conflict();
        } else if (phase == Phase.RESERVING) {
            reservedOrLate();
            if (phase == Phase.RESERVED && personality.role() == Role.ACTIVE) {
                assemble();
            }
        } else if (phase == Phase.OPEN && held) {
            changed(disk);
            step();
        }
    }

    private void conflict() {
        if (phase != Phase.CONFLICT) {
            journal(Notice.DISKS_CONFLICT, members.epoch(), personality.config().personality());
        }
        close();
        phase = Phase.CONFLICT;
        state = VolumeState.FENCED;
        show();
    }

    /** A record of the log has changed the image. */
    void written(long target, int length) {
        cache.written(target, length);
        if (phase == Phase.OPEN && destager.pressed()) {
            step();
        }
    }

    /** The host may have stored requests. */
    void doorbell() {
        step();
    }

    /** A card that may take over has said that it holds an intent. */
    void progress() {
        for (int slot = 0; slot < intents.slots(); slot++) {
            if (intents.becameHeld(slot)) {
                int now = slot;
                raid.ifPresent(each -> each.intentHeld(now));
            }
        }
    }

    private void step() {
        if (raid.isPresent() && state.serves()) {
            if (wantsSpare) {
                wantsSpare = false;
                fillSpares(raid.get());
            }
            if (listener.mayDestage(personality)) {
                destager.step(raid.get());
            }
        }
        tellDestaged();
        requests.step(raid, state, this::create);
        show();
    }

    /** A failed member's place goes to a disk that was kept for that. */
    private void fillSpares(RaidVolume volume) {
        for (int disk = volume.places(); disk < members.count(); disk++) {
            BlockRequests.replace(volume, disk);
        }
    }

    /** Without its host the card tells when all that only the NVRAM held is on the disks (claim 11). */
    private void tellDestaged() {
        if (personality.role() == Role.ACTIVE) {
            dirtyAlone = 0;
        } else if (cache.dirty() > 0) {
            dirtyAlone = Math.max(dirtyAlone, cache.dirty());
        } else if (dirtyAlone != TOLD && state.serves()) {
            journal(Notice.CACHE_DESTAGED, dirtyAlone, personality.config().personality());
            dirtyAlone = TOLD;
        }
    }

    /** The host wants a new volume on the members: what was on them is gone. */
    private boolean create(VolumeSpec spec) {
        boolean may = phase == Phase.OPEN && state != VolumeState.OPENING;
        if (!may) {
            return false;
        }
        try {
            begin().create(spec);
            return true;
        } catch (IllegalArgumentException error) {
            // Too few disks for it: what was there before is still there.
            assemble();
            return false;
        }
    }

    @Override
    public void done(int tag, RaidStatus status) {
        if (Destager.owns(tag)) {
            destager.done(tag, status);
        } else {
            requests.done(tag, status);
        }
        if (status == RaidStatus.FENCED) {
            conflict();
        }
    }

    @Override
    public void opened(VolumeState how) {
        state = how;
        long replayed = how.serves() ? raid.orElseThrow().progress().replayed() : 0;
        journal(Notice.RAID_OPENED, how.ordinal(), replayed);
        requests.opened(how);
        show();
    }

    @Override
    public void happened(RaidEvent event, int place, long row) {
        switch (event) {
            case MEMBER_FAILED -> {
                journal(Notice.RAID_MEMBER_FAILED, place, row);
                wantsSpare = true;
            }
            case REBUILD_STARTED -> journal(Notice.RAID_REBUILD_STARTED, place, row);
            case REBUILD_ENDED -> journal(Notice.RAID_REBUILT, place, row);
            case SCRUB_ENDED -> journal(Notice.RAID_SCRUBBED, row, repaired());
            case BLOCK_REPAIRED -> journal(Notice.RAID_BLOCK_REPAIRED, row, place);
            case BLOCK_LOST -> journal(Notice.RAID_BLOCK_LOST, row, place);
            case PARITY_REPAIRED -> journal(Notice.RAID_PARITY_REPAIRED, row, place);
            case GROWN -> journal(Notice.RAID_GROWN, row, place);
            case REPLAYED -> journal(Notice.RAID_REPLAYED, row, place);
            case ENDED ->
                journal(
                        Notice.RAID_STOPPED,
                        raid.map(each -> each.state().ordinal()).orElse(0),
                        0);
        }
    }

    private long repaired() {
        return raid.map(each -> each.progress().repaired()).orElse(0L);
    }

    private void show() {
        raid.ifPresent(each -> state = phase == Phase.OPEN && state != VolumeState.OPENING ? each.state() : state);
        face.show(blockState(), raid, cache.dirty());
    }

    private BlockState blockState() {
        return switch (state) {
            case NO_VOLUME, UNSUPPORTED -> BlockState.ABSENT;
            case CLOSED, OPENING -> BlockState.OPENING;
            case OPTIMAL -> BlockState.OPTIMAL;
            case DEGRADED ->
                raid.map(each -> each.progress().rebuilding() >= 0).orElse(false)
                        ? BlockState.REBUILDING
                        : BlockState.DEGRADED;
            case STOPPED -> BlockState.FAILED;
            case FENCED -> BlockState.FENCED;
        };
    }

    long stateHash() {
        return (phase.ordinal() * 31L + state.ordinal()) * 31 + intents.stateHash() + cache.writes() * 7;
    }

    private void journal(Notice notice, long a, long b) {
        hal.journal(notice, personality.slot(), a, b);
    }
}
