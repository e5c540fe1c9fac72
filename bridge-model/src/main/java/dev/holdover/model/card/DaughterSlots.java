package dev.holdover.model.card;

import dev.holdover.model.bridge.Bridge;
import dev.holdover.model.bridge.DaughterPages;
import dev.holdover.model.bus.PcieLink;
import dev.holdover.model.contract.DaughterRegister;
import dev.holdover.model.contract.DaughterType;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Side;
import dev.holdover.model.disk.DiskPort;
import dev.holdover.model.disk.DiskStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The slots for daughter cards (claim 8): presence, power, fault, and which side drives what is in them.
 *
 * <p>Each slot is on one side of the bridge at a time. Its owner may give it to the other side at any time. The other
 * side may take it only while the owner is behind a shut gate: so when the host dies and the firmware has fenced it,
 * the firmware can go on with the host's daughter cards, and the other way round (claims 9 to 11). While a slot changes
 * sides, and when its driver is reset, what was under way in it is dropped.
 *
 * <p>After power-on every slot is on the side that its strap says, and has power.
 */
public final class DaughterSlots {
    /** Number of slots. */
    public static final int SLOTS = 8;

    private static final class Slot {
        private Optional<DaughterCard> card = Optional.empty();
        private Side strap = Side.CARD;
        private Side owner = Side.CARD;
        private boolean power;
        private boolean fault;
        private boolean pulled;
        /** The disk in it, if the processor reaches one there now. */
        private @Nullable DiskPort processors;
        /** What the host reaches of the disk in it. */
        private final DiskController controller;
        /** What the host reaches of the network controller in it. */
        private final NicController nic;

        Slot(DiskController controller, NicController nic) {
            this.controller = controller;
            this.nic = nic;
        }

        /** What the host has set up there is forgotten. */
        private void forget() {
            controller.reset();
            nic.reset();
        }

        /** What its driver has under way is dropped. */
        private void reset() {
            forget();
            card.ifPresent(DaughterCard::reset);
        }
    }

    /** Hears of the ends of the processor's commands. */
    @FunctionalInterface
    interface Completions {
        void completed(int slot, int tag, DiskStatus status);
    }

    private final Bridge bridge;
    private final PcieLink link;
    private final Runnable interrupt;
    private final Completions completions;
    private final Runnable drawChanged;
    private final List<Slot> slots = new ArrayList<>();
    private boolean powered;

    /**
     * @param interrupt raises PROC_DAUGHTER
     * @param drawChanged told when a slot has lost or got its power
     */
    DaughterSlots(Bridge bridge, PcieLink link, Runnable interrupt, Completions completions, Runnable drawChanged) {
        this.drawChanged = drawChanged;
        this.link = link;
        this.bridge = bridge;
        this.interrupt = interrupt;
        this.completions = completions;
        for (int i = 0; i < SLOTS; i++) {
            slots.add(new Slot(new DiskController(bridge, link), new NicController(bridge, link)));
        }
        bridge.attach(new Pages());
    }

    /** Which side a slot belongs to after power-on. */
    public void strap(int slot, Side side) {
        slots.get(slot).strap = side;
        slots.get(slot).owner = side;
    }

    /** A daughter card is put into an empty slot, also while the card runs. */
    public void insert(int slot, DaughterCard card) {
        Slot at = slots.get(slot);
        if (at.card.isPresent()) {
            throw new IllegalStateException("daughter slot " + slot + " is taken");
        }
        at.card = Optional.of(card);
        at.pulled = false;
        at.power = powered;
        card.power(powered);
        changed(slot);
    }

    /** The daughter card in a slot is pulled, with notice or without. */
    public void remove(int slot) {
        Slot at = slots.get(slot);
        at.card.ifPresent(card -> {
            at.pulled = at.power;
            at.card = Optional.empty();
            at.power = false;
            at.forget();
            card.power(false);
            changed(slot);
        });
    }

    /** The power controller of a slot has a fault, and gives no power; or it is mended. */
    public void fault(int slot, boolean now) {
        slots.get(slot).fault = now;
        power(slot, !now && powered);
        changed(slot);
    }

    /** What is in a slot, on whichever side. */
    public Optional<DaughterCard> in(int slot) {
        return slots.get(slot).card;
    }

    /** What the slots with power draw now, in milliwatts. A card with two ports may have to live from this one. */
    public long drawMw() {
        return drawMw(true);
    }

    /** What the slots would draw if all had power, in milliwatts. */
    public long installedMw() {
        return drawMw(false);
    }

    private long drawMw(boolean poweredOnly) {
        long mw = 0;
        for (int i = 0; i < SLOTS; i++) {
            Slot at = slots.get(i);
            if (at.card.isPresent() && (at.power || !poweredOnly)) {
                mw += at.card.get().drawMw();
            }
        }
        return mw;
    }

    /** Whether a side drives a slot. */
    public boolean owns(int slot, Side side) {
        return slots.get(slot).owner == side;
    }

    /** The disk in a slot, as {@code side} reaches it now: it owns the slot, and there is power. */
    public Optional<DiskPort> disk(int slot, Side side) {
        Slot at = slots.get(slot);
        return at.power && at.owner == side ? at.card.flatMap(DaughterCard::disk) : Optional.empty();
    }

    /** The disk in a slot, as the processor reaches it now; null: it reaches none. */
    @Nullable
    DiskPort diskOfProcessor(int slot) {
        return slots.get(slot).processors;
    }

    // What the rest of the card does.

    /** The card's rails come or go. */
    void railsChanged(boolean on) {
        if (on == powered) {
            return;
        }
        powered = on;
        for (int i = 0; i < SLOTS; i++) {
            Slot at = slots.get(i);
            at.owner = at.strap;
            power(i, on && !at.fault);
        }
    }

    /** The bridge's registers are as after power-on. */
    void show() {
        for (int i = 0; i < SLOTS; i++) {
            show(i);
        }
    }

    /** The processor is held in reset: what it had under way is dropped. */
    void processorStopped() {
        for (int i = 0; i < SLOTS; i++) {
            if (slots.get(i).owner == Side.CARD) {
                slots.get(i).card.ifPresent(DaughterCard::reset);
            }
        }
    }

    /**
     * The host's link went down, or the card's gate has shut: what the host had under way is dropped, DMA too. The
     * disks see it as a reset of their controllers, so that nothing of a fenced host lands later.
     */
    void hostStopped() {
        link.dropDma();
        for (int i = 0; i < SLOTS; i++) {
            if (slots.get(i).owner == Side.HOST) {
                slots.get(i).reset();
            }
        }
    }

    /** A side wrote DAUGHTER_CTRL. */
    void ordered(int slot, long value, Side by) {
        Slot at = slots.get(slot);
        boolean owner = at.owner == by;
        if (Field.DAUGHTER_GIVE.in(value) && owner) {
            hand(slot, by == Side.HOST ? Side.CARD : Side.HOST);
        } else if (Field.DAUGHTER_TAKE.in(value) && !owner && shutOut(at.owner)) {
            hand(slot, by);
        } else if (Field.DAUGHTER_POWER_OFF.in(value) && owner && at.power) {
            power(slot, false);
            changed(slot);
        } else if (Field.DAUGHTER_POWER_ON.in(value) && owner && !at.power && !at.fault && powered) {
            power(slot, true);
            changed(slot);
        }
    }

    /** A status is about to be read: a card may have stopped to answer. */
    void refresh() {
        show();
    }

    private boolean shutOut(Side side) {
        return side == Side.HOST ? bridge.cardGateShut() : bridge.hostGateShut();
    }

    private void hand(int slot, Side to) {
        slots.get(slot).reset();
        slots.get(slot).owner = to;
        changed(slot);
    }

    private void power(int slot, boolean on) {
        Slot at = slots.get(slot);
        boolean now = on && at.card.isPresent();
        if (now != at.power) {
            at.power = now;
            at.forget();
            at.card.ifPresent(card -> card.power(now));
            drawChanged.run();
        }
        show(slot);
    }

    private void changed(int slot) {
        show(slot);
        drawChanged.run();
        if (!powered) {
            return;
        }
        for (Side side : List.of(Side.HOST, Side.CARD)) {
            long events = bridge.peek(Register.DAUGHTER_EVENT, side);
            bridge.poke(Register.DAUGHTER_EVENT, side, events | 1L << slot);
        }
        interrupt.run();
        bridge.interruptHost(Field.INT_DAUGHTER);
    }

    private void show(int slot) {
        Slot at = slots.get(slot);
        @Nullable DiskPort now = disk(slot, Side.CARD).orElse(null);
        if (now != null && now != at.processors) {
            now.listen((tag, status) -> completions.completed(slot, tag, status));
        }
        at.processors = now;
        at.controller.drive(disk(slot, Side.HOST).orElse(null));
        boolean hosts = at.power && at.owner == Side.HOST;
        at.nic.drive(hosts ? at.card.flatMap(DaughterCard::nic).orElse(null) : null);
        long type = at.card.map(DaughterCard::type).orElse(DaughterType.NONE).ordinal();
        boolean mute = at.power && at.card.map(card -> !card.answers()).orElse(false);
        long status = Field.DAUGHTER_PRESENT.set(0, at.card.isPresent() ? 1 : 0);
        status = Field.DAUGHTER_POWERED.set(status, at.power ? 1 : 0);
        status = Field.DAUGHTER_FAULT.set(status, at.fault || mute ? 1 : 0);
        status = Field.DAUGHTER_REMOVED.set(status, at.pulled ? 1 : 0);
        status = Field.DAUGHTER_TYPE.set(status, type);
        status = Field.DAUGHTER_OWNER.set(status, at.owner == Side.CARD ? 1 : 0);
        bridge.poke(Register.DAUGHTER_STATUS, slot, status);
    }

    /** BAR4. */
    private final class Pages implements DaughterPages {
        @Override
        public boolean hosts(int slot) {
            return owns(slot, Side.HOST);
        }

        @Override
        public boolean answers(int slot, DaughterRegister register) {
            Slot at = slots.get(slot);
            return register.type() == DaughterType.NIC
                    ? at.nic.answers() && at.card.map(DaughterCard::answers).orElse(false)
                    : at.controller.answers();
        }

        @Override
        public long read(int slot, DaughterRegister register) {
            Slot at = slots.get(slot);
            return register.type() == DaughterType.NIC ? at.nic.read(register) : at.controller.read(register);
        }

        @Override
        public void write(int slot, DaughterRegister register, long value) {
            Slot at = slots.get(slot);
            if (register.type() == DaughterType.NIC) {
                at.nic.write(register, value);
            } else {
                at.controller.write(register, value);
            }
        }
    }
}
