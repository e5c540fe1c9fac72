package dev.holdover.firmware.raid;

import dev.holdover.firmware.raid.MemberTable.State;
import dev.holdover.model.disk.DiskStatus;
import java.util.zip.CRC32C;

/** What the parts of an assembled volume share: its surroundings, its members, and what has come of it. */
final class Core {
    final Members members;
    final IntentLog log;
    final RaidListener listener;
    final RaidLimits limits;
    final RaidSteps steps;
    final Commands commands;
    final MemberTable table;
    final Geometry geometry;
    final RowEntry entries;
    private final CRC32C crc = new CRC32C();
    private VolumeState state = VolumeState.OPENING;
    private int unflushed;
    private long repaired;
    private long lost;
    private long parityRepaired;
    private long replayed;

    Core(Members members, IntentLog log, RaidListener listener, RaidLimits limits, RaidSteps steps, MemberTable table) {
        this.members = members;
        this.log = log;
        this.listener = listener;
        this.limits = limits;
        this.steps = steps;
        this.table = table;
        geometry = table.geometry();
        commands = new Commands(members, limits.rows() + limits.zones() + 3);
        entries = new RowEntry(table.volume(), geometry.columns());
    }

    VolumeState state() {
        if (state == VolumeState.OPTIMAL || state == VolumeState.DEGRADED) {
            return table.missing() == 0 ? VolumeState.OPTIMAL : VolumeState.DEGRADED;
        }
        return state;
    }

    /** It takes requests from now on. */
    void serve() {
        state = VolumeState.OPTIMAL;
    }

    /** Whether it has stopped for good. */
    boolean ended() {
        return state == VolumeState.STOPPED || state == VolumeState.FENCED;
    }

    void end(VolumeState how) {
        if (!ended()) {
            state = how;
            note(RaidEvent.ENDED, -1, -1);
        }
    }

    /** A member did not do what it was asked: draws the consequence for the member and the volume. */
    void strike(int place, DiskStatus status) {
        switch (status) {
            case SUCCESS, UNRECOVERED_READ_ERROR -> {}
            case RESERVATION_CONFLICT, ABORTED -> end(VolumeState.FENCED);
            case WRITE_FAULT, LBA_OUT_OF_RANGE, DEVICE_GONE -> fail(place);
        }
    }

    /** A member is used no more; or, if the volume can't do without it, nothing is. */
    void fail(int place) {
        if (ended() || table.state(place) == State.FAILED) {
            return;
        }
        if (!geometry.survives(table.missing() | 1 << place)) {
            end(VolumeState.STOPPED);
            return;
        }
        table.fail(place);
        note(RaidEvent.MEMBER_FAILED, place, -1);
    }

    /** A member has completed a write that may be in its volatile cache. */
    void wrote(int place) {
        unflushed |= 1 << place;
    }

    /** Members in use with such writes; asking forgets them. */
    int takeUnflushed() {
        int places = unflushed & table.inUse();
        unflushed = 0;
        return places;
    }

    int crc(byte[] block) {
        crc.reset();
        crc.update(block, 0, Geometry.BLOCK);
        return (int) crc.getValue();
    }

    void note(RaidEvent event, int place, long row) {
        switch (event) {
            case BLOCK_REPAIRED -> repaired++;
            case BLOCK_LOST -> lost++;
            case PARITY_REPAIRED -> parityRepaired++;
            case REPLAYED -> replayed++;
            default -> {}
        }
        listener.happened(event, place, row);
    }

    Progress progress(boolean scrubbing, long scrubbed) {
        int rebuilding = table.rebuilding();
        long filled = rebuilding < 0 ? 0 : table.filled(rebuilding);
        return new Progress(
                table.rows(), rebuilding, filled, scrubbing, scrubbed, repaired, lost, parityRepaired, replayed);
    }
}
