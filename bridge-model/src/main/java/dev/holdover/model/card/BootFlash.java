package dev.holdover.model.card;

import dev.holdover.model.bridge.Bridge;
import dev.holdover.model.bridge.Peripheral;
import dev.holdover.model.contract.Block;
import dev.holdover.model.contract.BootResult;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.ImageFault;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Side;
import dev.holdover.model.contract.SipHash;
import dev.holdover.model.flash.BootControl;
import dev.holdover.model.flash.BootRom;
import dev.holdover.model.flash.FirmwareImage;
import dev.holdover.model.flash.FlashMap;
import dev.holdover.model.flash.NorFlash;
import dev.holdover.model.layout.Words;
import dev.holdover.model.time.Scheduler;
import java.util.Optional;

/**
 * The boot flash with its controller, the boot ROM and the boot timer.
 *
 * <p>The controller does one thing at a time and interrupts the processor when it is done. It protects the slot that
 * runs; the boot-control records only it writes itself, and the key with which images are checked never leaves it. A
 * reset of the processor resets the chip too, or the ROM could not read it: what was under way is torn as by a loss of
 * power.
 *
 * <p>An image on trial must be confirmed within {@link #TRIAL_NS}, or the boot timer resets the processor.
 */
public final class BootFlash implements Peripheral {
    /** How long an image on trial may run without being confirmed: 1 s. */
    public static final long TRIAL_NS = 1_000_000_000;

    private static final long CHECK_NS_PER_BYTE = 20;
    private static final int NO_SLOT = 3;

    private enum Work {
        NONE,
        ERASE,
        PROGRAM,
        CHECK,
        PEND_ERASE,
        PEND_PROGRAM,
        CONFIRM,
        TRY
    }

    private final Bridge bridge;
    private final Scheduler scheduler;
    private final Scheduler clock;
    private final int kind;
    private final int timerKind;
    private final SipHash key;
    private final CardTap tap;
    private final Runnable interrupt;
    private final NorFlash flash = new NorFlash(FlashMap.BYTES);
    private final byte[] buffer = new byte[FlashMap.PAGE];

    private Work work = Work.NONE;
    private long startedNs;
    private long generation;
    private int subject;
    private int limit;
    private int running = BootControl.NONE;
    private boolean trial;
    private Optional<BootControl> record = Optional.empty();
    private Optional<BootRom> tried = Optional.empty();
    private Runnable start = () -> {};
    private Runnable halt = () -> {};

    /**
     * @param scheduler true time: what the chip goes by
     * @param clock the card's oscillator: what the boot timer goes by
     * @param kind the event by which {@link #done} is called
     * @param timerKind the event by which {@link #trialIsOver} is called
     * @param interrupt raises the processor's interrupt
     */
    BootFlash(
            Bridge bridge,
            Scheduler scheduler,
            Scheduler clock,
            int kind,
            int timerKind,
            SipHash key,
            CardTap tap,
            Runnable interrupt) {
        this.bridge = bridge;
        this.scheduler = scheduler;
        this.clock = clock;
        this.kind = kind;
        this.timerKind = timerKind;
        this.key = key;
        this.tap = tap;
        this.interrupt = interrupt;
        bridge.attach(Block.UPDATE, this);
        bridge.attach(Block.FLASH, this);
    }

    /** The chip itself: for the factory, for faults and for oracles. */
    public NorFlash chip() {
        return flash;
    }

    /** As the card leaves the factory: the same image in both slots, the first one confirmed. */
    public void provision(byte[] image) {
        for (int slot = 0; slot < FlashMap.SLOTS; slot++) {
            flash.provision(FlashMap.slot(slot), image);
        }
        BootControl first = new BootControl(0, 1, 0, BootControl.NONE, 0);
        flash.provision(FlashMap.record(0), first.encode());
    }

    /** The slot that the boot ROM chose, or -1. */
    public int running() {
        return running;
    }

    /** Whether it runs on trial. */
    public boolean onTrial() {
        return trial;
    }

    /** Version of the image that runs; zero if none does. */
    public long version() {
        return running == BootControl.NONE ? 0 : bridge.peek(Register.FW_VERSION, running);
    }

    /** Payload of the image that runs; empty if none does. */
    public byte[] payload() {
        return running == BootControl.NONE
                ? new byte[0]
                : FirmwareImage.payload(flash.copy(FlashMap.slot(running), FlashMap.SLOT_BYTES), 0);
    }

    /** The processor is held in reset or loses its power, and the chip with it. */
    void hold() {
        flash.cut(scheduler.nowNs() - startedNs);
        work = Work.NONE;
        generation++;
        running = BootControl.NONE;
        trial = false;
        bridge.poke(Register.FLASH_STATUS, 0);
        bridge.poke(Register.FW_STATUS, 0);
        bridge.poke(Register.FW_PROGRESS, 0);
        bridge.poke(Register.FW_CMD, 0);
        bridge.poke(Register.FW_SLOTS, Field.FW_RUNNING.set(Field.FW_NEXT.mask(), NO_SLOT));
    }

    /**
     * Reset is released: the boot ROM chooses.
     *
     * @param go lets the processor run what was chosen, now or after the try has been counted
     * @param stay there is nothing to run
     */
    void select(Runnable go, Runnable stay) {
        start = go;
        halt = stay;
        BootRom choice = BootRom.decide(flash, key);
        record = choice.control();
        if (choice.result() == BootResult.TRIAL) {
            tried = Optional.of(choice);
            BootControl control = record.orElseThrow();
            Words.putInt(buffer, 0, control.oneTryLess());
            begin(
                    Work.TRY,
                    flash.program(FlashMap.record(control.place()) + BootControl.TRIES_AT, buffer, 0, Integer.BYTES));
        } else {
            boot(choice);
        }
    }

    private void boot(BootRom choice) {
        running = choice.slot();
        trial = choice.result() == BootResult.TRIAL;
        for (int slot = 0; slot < FlashMap.SLOTS; slot++) {
            bridge.poke(Register.FW_VERSION, slot, choice.version(slot));
        }
        long told = Field.FW_BOOT_RESULT.set(0, choice.result().ordinal());
        told = Field.FW_BOOT_FAULT.set(told, choice.why().ordinal());
        told = Field.FW_SLOT0_FAULT.set(told, choice.fault0().ordinal());
        bridge.poke(
                Register.FW_BOOT, Field.FW_SLOT1_FAULT.set(told, choice.fault1().ordinal()));
        showSlots();
        tap.booted(choice);
        if (choice.result() != BootResult.CONFIRMED) {
            long causes = bridge.peek(Register.RESET_CAUSE, Side.CARD);
            bridge.poke(Register.RESET_CAUSE, causes | Field.CAUSE_IMAGE.mask());
        }
        if (choice.result() == BootResult.HALTED) {
            halt.run();
            return;
        }
        if (trial) {
            clock.after(TRIAL_NS, timerKind, generation, 0);
        }
        start.run();
    }

    /** Which slot the next reset boots is what the newest record says. */
    private void showSlots() {
        record = BootControl.newest(flash);
        int confirmed = record.map(BootControl::confirmed).orElse(running);
        boolean pends = record.isPresent()
                && record.get().pending() != BootControl.NONE
                && record.get().tries() > 0;
        int next = pends ? record.get().pending() : confirmed;
        long slots = Field.FW_RUNNING.set(0, running == BootControl.NONE ? NO_SLOT : running);
        slots = Field.FW_NEXT.set(slots, next == BootControl.NONE ? NO_SLOT : next);
        slots = Field.FW_TRIAL.set(slots, trial ? 1 : 0);
        bridge.poke(
                Register.FW_SLOTS,
                Field.FW_TRIES.set(slots, record.map(BootControl::tries).orElse(0)));
    }

    /** The boot timer has run down; says whether the processor must be reset. */
    boolean trialIsOver(long ofGeneration) {
        return trial && ofGeneration == generation;
    }

    @Override
    public void written(Register register, long value) {
        if (register != Register.FLASH_CTRL || work != Work.NONE) {
            return;
        }
        int address = (int) bridge.peek(Register.FLASH_ADDR, Side.CARD);
        int count = (int) bridge.peek(Register.FLASH_COUNT, Side.CARD);
        boolean begun = false;
        if (Field.FLASH_ERASE.in(value)) {
            begun = erase(address);
        } else if (Field.FLASH_PROGRAM.in(value)) {
            begun = program(address, count);
        } else if (Field.FLASH_CHECK.in(value)) {
            begun = check(address, count);
        } else if (Field.FLASH_PEND.in(value)) {
            begun = pend(address);
        } else if (Field.FLASH_CONFIRM.in(value)) {
            begun = confirm();
        }
        if (!begun) {
            bridge.poke(Register.FLASH_STATUS, Field.FLASH_REFUSED.mask());
        }
    }

    private boolean writable(int address) {
        int slot = FlashMap.slotOf(address);
        return slot >= 0 && slot < FlashMap.SLOTS && slot != running;
    }

    private boolean erase(int address) {
        if (writable(address)) {
            bridge.poke(Register.FW_VERSION, FlashMap.slotOf(address), 0);
            begin(Work.ERASE, flash.erase(address));
        }
        return writable(address);
    }

    private boolean program(int address, int count) {
        boolean possible = writable(address) && count > 0 && count <= FlashMap.PAGE - address % FlashMap.PAGE;
        if (possible) {
            for (int word = 0; word < Register.FLASH_DATA.count(); word++) {
                Words.putLong(buffer, word * Long.BYTES, bridge.peek(Register.FLASH_DATA, word));
            }
            begin(Work.PROGRAM, flash.program(address, buffer, 0, count));
        }
        return possible;
    }

    private boolean check(int slot, int count) {
        boolean possible = slot >= 0 && slot < FlashMap.SLOTS && count >= 0 && count <= FlashMap.SLOT_BYTES;
        if (possible) {
            subject = slot;
            limit = count;
            begin(Work.CHECK, (count + 1) * CHECK_NS_PER_BYTE);
        }
        return possible;
    }

    /** The slot that runs is the one that is known to work, whatever the last record said. */
    private boolean pend(int slot) {
        boolean possible = slot >= 0 && slot < FlashMap.SLOTS && slot != running && !trial;
        if (possible) {
            BootControl last = record.orElse(new BootControl(1, 0, running, BootControl.NONE, 0));
            record = Optional.of(last.followedBy(running, slot));
            begin(Work.PEND_ERASE, flash.erase(FlashMap.record(1 - last.place())));
        }
        return possible;
    }

    private boolean confirm() {
        if (trial) {
            Words.putInt(buffer, 0, 0);
            int at = FlashMap.record(record.orElseThrow().place()) + BootControl.ACCEPT_AT;
            begin(Work.CONFIRM, flash.program(at, buffer, 0, Integer.BYTES));
        }
        return trial;
    }

    private void begin(Work what, long ns) {
        work = what;
        startedNs = scheduler.nowNs();
        bridge.poke(Register.FLASH_STATUS, Field.FLASH_BUSY.mask());
        scheduler.after(ns, kind, generation, 0);
    }

    /** What was begun is done; {@code ofGeneration} as it was given to the event. */
    void done(long ofGeneration) {
        if (ofGeneration != generation) {
            return;
        }
        Work was = work;
        boolean good = was == Work.CHECK || flash.finish();
        work = Work.NONE;
        long status = good ? 0 : Field.FLASH_FAILED.mask();
        switch (was) {
            case PEND_ERASE -> {
                if (good) {
                    BootControl next = record.orElseThrow();
                    byte[] bytes = next.encode();
                    begin(Work.PEND_PROGRAM, flash.program(FlashMap.record(next.place()), bytes, 0, bytes.length));
                    return;
                }
                showSlots();
            }
            case PEND_PROGRAM -> showSlots();
            case CONFIRM -> {
                trial = !good;
                showSlots();
            }
            case CHECK -> {
                byte[] bytes = flash.copy(FlashMap.slot(subject), FlashMap.SLOT_BYTES);
                ImageFault fault = FirmwareImage.check(bytes, 0, limit, key);
                long version = fault == ImageFault.NONE ? FirmwareImage.version(bytes, 0) : 0;
                bridge.poke(Register.FW_VERSION, subject, version);
                status = Field.FLASH_FAULT.set(status, fault.ordinal());
            }
            case TRY -> {
                bridge.poke(Register.FLASH_STATUS, 0);
                BootRom choice = tried.orElseThrow();
                boot(good ? choice : choice.withoutTrial());
                return;
            }
            case ERASE, PROGRAM, NONE -> {
                // FLASH_STATUS says it all.
            }
        }
        bridge.poke(Register.FLASH_STATUS, status);
        interrupt.run();
    }
}
