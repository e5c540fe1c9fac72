package dev.holdover.firmware.raid;

import dev.holdover.firmware.raid.RowWork.Kind;

/** An assembled volume: its parts, and whose turn it is. */
final class Engine {
    final Core core;
    final Slots slots;
    final Superblocks superblocks;
    private final Formatter formatter;
    final Background background;
    private final Zones zones;
    private final FlushRounds flushes;
    private final Rows rows;
    private final Requests requests;
    private long growsTo;
    private boolean creating;

    Engine(
            Members members,
            IntentLog log,
            RaidListener listener,
            RaidLimits limits,
            RaidSteps steps,
            MemberTable table,
            Requests requests) {
        core = new Core(members, log, listener, limits, steps, table);
        this.requests = requests;
        slots = new Slots(core);
        zones = new Zones(core);
        superblocks = new Superblocks(core);
        flushes = new FlushRounds(core, superblocks);
        rows = new Rows(core, zones, slots, flushes);
        formatter = new Formatter(core);
        background = new Background(core, rows);
    }

    /** Everybody's turn; says whether somebody did something that may concern another. */
    boolean poll() {
        boolean moved = core.commands.poll();
        moved |= requests.dispatch(rows);
        moved |= rows.poll();
        zones.poll();
        moved |= !core.ended() && !creating && superblocks.poll();
        moved |= !core.ended() && flushes.poll(rows);
        moved |= requests.endFlushes();
        moved |= !core.ended() && core.state().serves() && background.poll(requests.wait(rows));
        moved |= grown();
        return moved;
    }

    void create() {
        creating = true;
        formatter.beginAnew(core.geometry.zones(core.table.rows()));
    }

    /** Whether the members may carry their superblocks now: the rest of them is as these will say. */
    boolean created() {
        creating = !formatter.done();
        return !creating;
    }

    /** Begins with the next intent if none is under way; says whether all are done. */
    boolean replayed() {
        if (!rows.allIdle()) {
            return false;
        }
        int slot = slots.next();
        if (slot < 0) {
            return true;
        }
        rows.replay(rows.begin(Kind.REPLAY, slots.row(slot)), slot);
        return false;
    }

    boolean grow() {
        MemberTable table = core.table;
        long blocks = Long.MAX_VALUE;
        for (int place = 0; place < core.geometry.members(); place++) {
            blocks = Math.min(blocks, core.members.blocks(table.disk(place)));
        }
        long more = table.missing() == 0 && growsTo == 0 ? core.geometry.rows(blocks) : 0;
        if (more <= table.rows()) {
            return false;
        }
        growsTo = more;
        formatter.begin(core.geometry.zones(table.rows()), core.geometry.zones(more));
        return true;
    }

    private boolean grown() {
        if (growsTo == 0 || !formatter.done() || core.ended()) {
            return false;
        }
        core.table.grow(growsTo);
        growsTo = 0;
        core.note(RaidEvent.GROWN, -1, core.table.rows());
        return true;
    }
}
