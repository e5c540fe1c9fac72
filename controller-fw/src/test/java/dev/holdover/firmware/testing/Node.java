package dev.holdover.firmware.testing;

import dev.holdover.firmware.Firmware;
import dev.holdover.firmware.hal.FirmwareConfig;
import dev.holdover.firmware.hal.Timer;
import dev.holdover.model.contract.Block;
import dev.holdover.model.contract.BootState;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Mailbox;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Role;
import dev.holdover.model.layout.CompletionRing;
import dev.holdover.model.layout.NvramAccess;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.SubmissionRing;
import dev.holdover.model.layout.Superblock;
import dev.holdover.model.layout.WriteLog;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/** One card with its firmware, and what its host would do. A cut of the NVRAM's power kills the firmware. */
public final class Node {
    private final FirmwareConfig config;
    private final FakeNvram nvram;
    private final FakeHal hal;
    private final NvramAccess raw;
    private Optional<Firmware> firmware = Optional.empty();
    private Optional<FakeDisk> disk = Optional.empty();
    private int diskSlot;
    private boolean hostBeats;
    private boolean wasCut;

    public Node(FirmwareConfig config) {
        this.config = config;
        this.nvram = new FakeNvram(config.layout().totalBytes());
        this.hal = new FakeHal(nvram);
        this.raw = nvram.raw();
    }

    /** As it leaves the factory. */
    public Node provisioned() {
        Firmware.provision(raw, config);
        return this;
    }

    public FirmwareConfig config() {
        return config;
    }

    public NvramLayout layout() {
        return config.layout();
    }

    public FakeNvram nvram() {
        return nvram;
    }

    public FakeHal hal() {
        return hal;
    }

    public Firmware firmware() {
        return firmware.orElseThrow();
    }

    /** A disk is in one of its daughter slots from now on. */
    public void plug(int daughterSlot, FakeDisk its) {
        disk = Optional.of(its);
        diskSlot = daughterSlot;
        hal.plug(its);
    }

    /** Whether its disk has something to do. */
    public boolean diskWorks() {
        return disk.isPresent() && !disk.get().idle();
    }

    /** The oldest command of its disk ends. */
    public void endDisk() {
        disk.orElseThrow().end((tag, status) -> step(() -> firmware().disk(diskSlot, tag, status)));
    }

    public boolean runs() {
        return firmware.isPresent();
    }

    /** Whether the processor was cut off since the last boot. */
    public boolean wasCut() {
        return wasCut;
    }

    /** Resets the processor; a new firmware boots. */
    public void boot() {
        nvram.restorePower();
        if (wasCut) {
            hal.set(Register.RESET_CAUSE, Field.CAUSE_WATCHDOG.mask());
        }
        bootAsItIs();
    }

    /** Boots without giving power back: for a boot that is itself cut. */
    public void bootAsItIs() {
        hal.reset();
        disk.ifPresent(each -> each.reset(diskSlot));
        wasCut = false;
        Firmware fresh = new Firmware(hal, config);
        firmware = Optional.of(fresh);
        step(fresh::boot);
    }

    /** The processor stops. */
    public void stop() {
        firmware = Optional.empty();
        hal.reset();
    }

    /** Lets the firmware do something; a cut ends it. */
    public void step(Runnable what) {
        if (firmware.isEmpty()) {
            return;
        }
        try {
            what.run();
        } catch (FakeNvram.Cut cut) {
            firmware = Optional.empty();
            wasCut = true;
            hal.reset();
            hal.takeSent();
        }
    }

    public void frame(byte[] frame) {
        frame(0, frame);
    }

    public void frame(int port, byte[] frame) {
        step(() -> firmware().frame(port, frame, 0, frame.length));
    }

    public void timer(Timer timer, int slot) {
        hal.disarm(timer, slot);
        if (timer == Timer.TICK && hostBeats) {
            interrupt(Field.PROC_HEARTBEAT);
        }
        step(() -> firmware().timer(timer, slot));
    }

    public BootState bootState() {
        return BootState.of(hal.get(Register.BOOT_STATE, 0));
    }

    public boolean gateShut() {
        return Field.GATE_SHUT.in(hal.get(Register.GATE_CTRL, 0));
    }

    public boolean windowOpen(int slot) {
        return !gateShut() && (Field.GATE_WINDOWS.get(hal.get(Register.GATE_CTRL, 0)) >>> slot & 1) != 0;
    }

    /** What the NVRAM remembers of a slot. */
    public Superblock.Slot record(int slot) {
        Superblock superblock = Superblock.create(raw, layout(), config.cluster(), config.card());
        if (!superblock.load()) {
            throw new AssertionError("no superblock is whole on card " + config.card());
        }
        return superblock.slot(slot);
    }

    public Role role(int slot) {
        return record(slot).role();
    }

    /** A slot's log as it lies in the NVRAM. */
    public WriteLog log(int slot) {
        WriteLog log = new WriteLog(layout(), raw, layout().slot(slot));
        if (!log.open()) {
            throw new AssertionError("the log of slot " + slot + " on card " + config.card() + " is not whole");
        }
        return log;
    }

    public byte[] image(int slot) {
        byte[] image = new byte[(int) layout().userBytes()];
        raw.get(layout().slot(slot) + layout().image(), image, 0, image.length);
        return image;
    }

    // The host.

    /** The host beats from now on, or falls silent. */
    public void hostBeats(boolean now) {
        hostBeats = now;
    }

    /** The host proves its health; says whether its gate was opened. */
    public boolean prove() {
        mail(Mailbox.ASK, 0);
        for (int i = 0; i < Mailbox.ROUNDS && runs(); i++) {
            if (Mailbox.opcode(hal.lastMail()) == Mailbox.CHALLENGE) {
                mail(Mailbox.ANSWER, Mailbox.answerTo(Mailbox.value(hal.lastMail()), config.unlockKey()));
            }
        }
        hostBeats = runs() && !gateShut();
        return hostBeats;
    }

    /** The scrubber meets a word that can't be corrected, and tells the firmware. */
    public void poison(long address) {
        nvram.poison(address);
        hal.set(Register.ERR_STATUS, Field.ERR_ANY.mask() | Field.ERR_MULTI.mask());
        hal.set(Register.ERR_ADDR_LOG, address);
        interrupt(Field.PROC_ECC);
    }

    /** Says that it shuts down. */
    public void tellShutdown() {
        hostBeats = false;
        hal.set(Register.PANIC, Field.PANIC_SHUTDOWN.mask());
        interrupt(Field.PROC_PANIC);
    }

    /** The host writes an order to a command register of the NV block. */
    public void order(Field what) {
        Register register = what.register();
        hal.set(register, hal.get(register, 0) | what.mask());
        interrupt(Field.PROC_NV);
    }

    /** The main rail falls, or comes back, and the card's own power stays. */
    public void mains(boolean good) {
        hal.set(Register.RAIL_STATUS, Field.RAIL_BATTERY.mask() | (good ? Field.RAIL_MAIN.mask() : 0));
        hostBeats &= good;
        interrupt(Field.PROC_POWER);
    }

    /** Both rails are gone: the NVRAM's contents with all registers. */
    public void loseBothRails() {
        stop();
        Arrays.fill(nvram.bytes(), (byte) 0);
        for (Register register : Register.values()) {
            if (register.block() == Block.NV) {
                hal.set(register, register.resetValue());
            }
        }
    }

    /** Puts a write into the ring and rings; gives its index. */
    public long submit(int slot, long target, byte[] bytes) {
        long index = place(slot, target, bytes, record(slot).epoch());
        ring(slot);
        return index;
    }

    /** Puts a write into the ring, with the epoch that the host believes in. */
    public long place(int slot, long target, byte[] bytes, long epoch) {
        long base = layout().slot(slot);
        SubmissionRing ring = new SubmissionRing(layout(), raw, base);
        long index = raw.getLong(base + NvramLayout.CONSUMED) + 1;
        while (ring.read(index)) {
            index++;
        }
        int payloadSlot = (int) index & layout().logSlots() - 1;
        raw.put(log(slot).payloadAt(payloadSlot), bytes, 0, bytes.length);
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length);
        ring.write(index, target, bytes.length, (int) crc.getValue(), epoch, index);
        return index;
    }

    public void ring(int slot) {
        hal.set(Register.DB, hal.get(Register.DB, 0) | 1L << slot);
        interrupt(Field.PROC_DOORBELL);
    }

    /** The completion of a write, if it has come. */
    public Optional<CompletionRing> completion(int slot, long index) {
        CompletionRing ring = new CompletionRing(layout(), raw, layout().slot(slot));
        return ring.read(index) ? Optional.of(ring) : Optional.empty();
    }

    /** Highest index that the host may use. */
    public long credit(int slot) {
        return raw.getLong(layout().slot(slot) + NvramLayout.CREDIT);
    }

    /** Somebody types these characters at the console; gives what it says, all of it. */
    public String type(String text) {
        for (int i = 0; i < text.length(); i++) {
            type(text.charAt(i), 0);
        }
        return screen();
    }

    /** A character comes to the console, with what is wrong with it. */
    public void type(int character, long wrong) {
        hal.type(character | wrong);
        interrupt(Field.PROC_UART);
    }

    /** What the console says until it has nothing more to say. */
    public String screen() {
        StringBuilder said = new StringBuilder(hal.takeSaid());
        for (String more = "-"; !more.isEmpty(); said.append(more)) {
            interrupt(Field.PROC_UART);
            more = hal.takeSaid();
        }
        return said.toString().replace("\r\n", "\n");
    }

    private void mail(int opcode, long value) {
        hal.set(Register.MBOX_RECV, Mailbox.word(opcode, value));
        hal.set(Register.MBOX_STATUS, Field.MBOX_RECEIVED.mask());
        interrupt(Field.PROC_MAILBOX);
    }

    public void interrupt(Field cause) {
        hal.set(Register.PROC_INT_CAUSE, hal.get(Register.PROC_INT_CAUSE, 0) | cause.mask());
        step(() -> firmware().interrupt());
    }
}
