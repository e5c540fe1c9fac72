package dev.holdover.driver.core;

import dev.holdover.driver.access.DeviceAccess;
import dev.holdover.driver.access.Region;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Role;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.UncorrectableError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The windows into the card's NVRAM: their shape, which the card tells, and which of them the host owns, in what
 * epoch, with the firmware or without it.
 */
final class Windows {
    private final DeviceAccess device;
    private final CardRegisters card;
    private final CardReports reports;
    private final DriverListener listener;
    private final Writer writer;
    private final BooleanSupplier alone;
    private Window[] windows = {};
    private BlockDevice[] blocks = {};
    private Optional<NvramLayout> layout = Optional.empty();
    /** A bit for each window whose log failed while the host went on alone. */
    private int unreadable;

    /** Submits a write, with the firmware or without it; says whether it was taken. */
    @FunctionalInterface
    interface Writer {
        boolean submit(int window, long target, byte[] from, int at, int length, long ticket, boolean linked);
    }

    /** @param alone whether the host goes on without the firmware */
    Windows(
            DeviceAccess device,
            CardRegisters card,
            CardReports reports,
            DriverListener listener,
            Writer writer,
            BooleanSupplier alone) {
        this.device = device;
        this.card = card;
        this.reports = reports;
        this.listener = listener;
        this.writer = writer;
        this.alone = alone;
    }

    /** Their shape; empty until {@link #learnLayout} has read it. */
    Optional<NvramLayout> layout() {
        return layout;
    }

    boolean owns(int window) {
        return window < windows.length && windows[window].owned();
    }

    /** A bit for each window that the host owns. */
    long owned() {
        long owned = 0;
        for (int i = 0; i < windows.length; i++) {
            owned |= windows[i].owned() ? 1L << i : 0;
        }
        return owned;
    }

    Window get(int window) {
        return windows[window];
    }

    /**
     * The shape stands in the control page of every window; the first open one will do. Says false if what was read
     * can't be one; while no window is open there is nothing to read, and nothing wrong.
     */
    boolean learnLayout() {
        long caps = card.read(Register.CAPS);
        int count = (int) Field.CAPS_WINDOWS.get(caps);
        long stride = 1L << Field.CAPS_STRIDE_LOG2.get(caps);
        long open = Field.STATUS_WINDOWS.get(card.read(Register.GATE_STATUS));
        if (open == 0 || caps == CardRegisters.ALL_ONES) {
            return caps != CardRegisters.ALL_ONES;
        }
        long base = Long.numberOfTrailingZeros(open) * stride;
        Region nvram = device.bar(2);
        long poisonedBefore = device.poisonedReads();
        long userBytes = nvram.read64(base + NvramLayout.USER_BYTES);
        long logSlots = nvram.read64(base + NvramLayout.LOG_SLOTS);
        if (device.poisonedReads() != poisonedBefore) {
            reports.poisoned(-1, 0, 8);
            return false;
        }
        long peers = nvram.read64(base + NvramLayout.PEERS);
        if (userBytes <= 0
                || logSlots <= 0
                || logSlots > Integer.MAX_VALUE
                || peers < 1
                || peers > NvramLayout.MAX_PEERS) {
            return false;
        }
        long lines = nvram.read64(base + NvramLayout.CACHE_LINES);
        if (lines < 0 || lines > NvramLayout.MAX_LINES) {
            return false;
        }
        NvramLayout shape = new NvramLayout(userBytes, (int) logSlots, count, (int) peers, (int) lines);
        windows = new Window[count];
        blocks = new BlockDevice[lines == 0 ? 0 : count];
        for (int i = 0; i < count; i++) {
            WindowNvram access = new WindowNvram(device, i * stride, shape.windowBytes());
            windows[i] = new Window(i, shape, access, new Tickets(), reports::shortage);
            if (lines > 0) {
                blocks[i] = new BlockDevice(i, shape, windows[i], new BlockWrites(i), listener);
            }
        }
        layout = Optional.of(shape);
        return true;
    }

    /** Follows the roles that the card plays for each personality: takes windows on, and gives them up. */
    void followSlots() {
        for (int i = 0; i < windows.length; i++) {
            Window window = windows[i];
            long slot = card.read(Register.SLOT_STATE, i);
            long epoch = card.read(Register.SLOT_EPOCH, i);
            long gates = card.read(Register.GATE_STATUS);
            if (slot == CardRegisters.ALL_ONES || epoch == -1 || gates == CardRegisters.ALL_ONES) {
                continue;
            }
            boolean open = (Field.STATUS_WINDOWS.get(gates) >>> i & 1) != 0;
            boolean owned = Role.of(Field.SLOT_ROLE.get(slot)) == Role.ACTIVE && open;
            int personality = (int) Field.SLOT_PERSONALITY.get(slot);
            if (owned && (!window.owned() || window.epoch() != epoch)) {
                if (window.owned()) {
                    release(i);
                }
                window.acquire(personality, epoch);
                if (i < blocks.length) {
                    blocks[i].acquire();
                }
                listener.owns(i, personality, epoch);
            } else if (!owned && window.owned()) {
                release(i);
                listener.lost(i, personality, epoch);
            }
        }
    }

    /** What the card holds, as its registers say now. */
    List<Volume> volumes(boolean serving) {
        List<Volume> volumes = new ArrayList<>();
        for (int i = 0; i < windows.length; i++) {
            long slot = card.read(Register.SLOT_STATE, i);
            if (slot != CardRegisters.ALL_ONES) {
                volumes.add(new Volume(
                        i,
                        (int) Field.SLOT_PERSONALITY.get(slot),
                        Role.of(Field.SLOT_ROLE.get(slot)),
                        card.read(Register.SLOT_EPOCH, i),
                        serving && windows[i].owned(),
                        windows[i].copies(),
                        layout.orElseThrow().plainBytes()));
            }
        }
        return volumes;
    }

    /** Takes the completions that have come. */
    void reap() {
        for (Window window : windows) {
            if (window.owned()) {
                window.reap();
                if (!window.hasRoom()) {
                    window.refreshCredit();
                }
            }
        }
    }

    /** Submits a write; says whether it was taken. */
    boolean submit(int window, long target, byte[] from, int at, int length, long ticket, boolean linked) {
        Window ring = windows[window];
        if (ring.hasRoom()) {
            ring.submit(target, from, at, length, ticket, linked);
            return true;
        }
        return false;
    }

    /** The block volume behind a window. */
    Optional<BlockDevice> block(int window) {
        return window < blocks.length ? Optional.of(blocks[window]) : Optional.empty();
    }

    /** Takes the answers of block volumes, and asks what is to be asked. */
    void stepBlocks(boolean withFirmware) {
        for (BlockDevice each : blocks) {
            each.step(withFirmware);
        }
    }

    /** The same, after a look at their state. */
    void lookAtBlocks(boolean withFirmware) {
        for (BlockDevice each : blocks) {
            each.look();
            each.step(withFirmware);
        }
    }

    /** Rings for what was submitted. Says false, and does not ring, if the card doesn't have it: its gate is shut. */
    boolean ring() {
        int bells = 0;
        boolean arrived = true;
        for (int i = 0; i < windows.length; i++) {
            if (windows[i].owned() && windows[i].unrung()) {
                arrived &= pushed(windows[i]);
                bells |= 1 << i;
            }
        }
        if (bells != 0 && arrived) {
            card.write(Register.PEER_DB, bells);
        }
        return arrived;
    }

    private boolean pushed(Window window) {
        try {
            return window.push();
        } catch (UncorrectableError error) {
            reports.poisoned(-1, error.offset(), 8);
            return false;
        }
    }

    /** The card was away: submits again whatever waits. */
    void resubmit() {
        for (Window window : windows) {
            if (window.owned() && window.busy()) {
                window.resubmit();
            }
        }
    }

    /** What has waited for a whole heartbeat may wait for a doorbell or a submission that was lost on its way. */
    void resubmitStalled() {
        for (Window window : windows) {
            if (window.owned() && window.stalled()) {
                window.resubmit();
            }
        }
    }

    // While the NVRAM is the host's alone.

    /** Takes the logs over from a dead firmware; a window for which that fails is lost. */
    void takeLogs() {
        for (int i = 0; i < windows.length; i++) {
            Window window = windows[i];
            // A majority that holds the copies may elect another owner: what it can't see can't be promised.
            boolean mayGoOn = !window.inSeveralCopies() || card.read(Register.LEASE_US, i) == 0;
            if (window.owned() && (!mayGoOn || !logTaken(window))) {
                lose(i);
            }
        }
    }

    private boolean logTaken(Window window) {
        try {
            return window.takeLog();
        } catch (UncorrectableError error) {
            reports.poisoned(-1, error.offset(), 8);
            return false;
        }
    }

    /**
     * Writes without firmware, if there is room to remember it; a log that can't be read is given up at the next {@link
     * #loseUnreadable}.
     */
    boolean writeAlone(int window, long target, byte[] from, int at, int length, long ticket) {
        if (!windows[window].hasRoomAlone()) {
            return false;
        }
        try {
            windows[window].writeAlone(target, from, at, length, ticket);
        } catch (UncorrectableError error) {
            reports.poisoned(-1, error.offset(), 8);
            unreadable |= 1 << window;
        }
        return true;
    }

    /** Reports what was written without firmware. */
    void reportAlone() {
        for (Window window : windows) {
            if (window.owned()) {
                window.reportAlone();
            }
        }
    }

    /** Without firmware nobody repairs what a window's log needs: the window is not served. */
    void loseUnreadable() {
        for (; unreadable != 0; unreadable &= unreadable - 1) {
            lose(Integer.numberOfTrailingZeros(unreadable));
        }
    }

    /** The dead-man closes a window whose lease nobody renews: its personality may soon be another host's. */
    void loseWithoutLease() {
        long open = Field.STATUS_WINDOWS.get(card.read(Register.GATE_STATUS));
        for (int i = 0; i < windows.length; i++) {
            if (windows[i].owned() && (open >>> i & 1) == 0) {
                lose(i);
            }
        }
    }

    /** The log was the host's own and may have been cut anywhere: the card will sort it out. */
    void giveUp() {
        for (int i = 0; i < windows.length; i++) {
            if (windows[i].owned()) {
                lose(i);
            }
        }
    }

    private void release(int window) {
        windows[window].release();
        if (window < blocks.length) {
            blocks[window].release();
        }
    }

    private void lose(int window) {
        release(window);
        listener.lost(window, windows[window].personality(), windows[window].epoch());
    }

    /** How the block volume behind a window writes to its cache. */
    private final class BlockWrites implements BlockDevice.Submitter {
        private final int window;

        BlockWrites(int window) {
            this.window = window;
        }

        @Override
        public void submit(long target, byte[] from, int at, int length, long ticket, boolean linked) {
            writer.submit(window, target, from, at, length, ticket, linked);
        }

        @Override
        public boolean alone() {
            return alone.getAsBoolean();
        }

        @Override
        public int room() {
            return alone.getAsBoolean() ? windows[window].roomAlone() : windows[window].room();
        }

        @Override
        public void ring() {
            windows[window].nvram().fence();
            try {
                // What was posted before is pushed by the read, and the doorbell comes after it.
                windows[window].nvram().getLong(NvramLayout.CONSUMED);
            } catch (UncorrectableError error) {
                reports.poisoned(window, error.offset(), 8);
            }
            card.write(Register.PEER_DB, 1 << window);
        }
    }

    /** Gives the ends of a block volume's own writes to it, and everything else to whoever drives the card. */
    private final class Tickets implements DriverListener {
        @Override
        public void completed(int window, long ticket, Outcome outcome, long lsn) {
            if ((ticket & BlockDevice.INTERNAL) != 0) {
                blocks[window].completed(ticket, outcome);
            } else {
                listener.completed(window, ticket, outcome, lsn);
            }
        }

        @Override
        public void durability(int window, int copies) {
            listener.durability(window, copies);
        }
    }
}
