package dev.holdover.firmware.testing;

import dev.holdover.firmware.hal.Disks;
import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.hal.Notice;
import dev.holdover.firmware.hal.Timer;
import dev.holdover.model.contract.Block;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.layout.NvramAccess;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The hardware as a table: registers that keep what is written, timers that a test fires, bytes. */
public final class FakeHal implements Hal {
    /** Something that the firmware noted. */
    public record Note(Notice notice, int slot, long a, long b) {}

    /** A frame that left. */
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
    public record Sent(int port, int toCard, byte[] frame) {}

    private static final long NEVER = Long.MAX_VALUE;
    private static final int SLOTS = 8;

    private final NvramAccess nvram;
    private final Map<Register, long[]> registers = new EnumMap<>(Register.class);
    private final long[][] deadlines = new long[Timer.values().length][SLOTS];
    private final List<Note> notes = new ArrayList<>();
    private final List<Sent> sent = new ArrayList<>();
    private final List<Long> mails = new ArrayList<>();
    private final Dice entropy = new Dice(7);
    private final StringBuilder said = new StringBuilder();
    private final Deque<Long> characters = new ArrayDeque<>();
    private Disks disks = Disks.NONE;
    private long nowNs;
    private long boots;

    public FakeHal(NvramAccess nvram) {
        this.nvram = nvram;
        for (Register register : Register.values()) {
            long[] values = new long[register.count()];
            Arrays.fill(values, register.resetValue());
            registers.put(register, values);
        }
        set(Register.RAIL_STATUS, Field.RAIL_MAIN.mask() | Field.RAIL_BATTERY.mask());
        set(Register.CHARGE_MJ, 30_000_000);
        for (int cell = 0; cell < 2; cell++) {
            element(Register.CELL_STATUS)[cell] = Field.CELL_PRESENT.mask();
            element(Register.CELL_DESIGN_MJ)[cell] = 15_000_000;
            element(Register.CELL_LIFE_PCT)[cell] = 100;
            element(Register.CELL_MV)[cell] = 12_000;
        }
        reset();
    }

    /** The processor was reset: timers are forgotten, the card's gate is shut. */
    public void reset() {
        for (long[] each : deadlines) {
            Arrays.fill(each, NEVER);
        }
        set(Register.GATE_CTRL, Field.GATE_SHUT.mask());
        set(Register.PROC_INT_CAUSE, 0);
        set(Register.DB, 0);
        set(Register.MBOX_STATUS, 0);
        boots++;
    }

    /** These are in the daughter slots. */
    public void plug(Disks there) {
        disks = there;
    }

    @Override
    public Disks disks() {
        return disks;
    }

    public void now(long toNs) {
        nowNs = toNs;
    }

    /** What the hardware drives. */
    public void set(Register register, long value) {
        set(register, 0, value);
    }

    /** One element of what the hardware drives. */
    public void set(Register register, int n, long value) {
        element(register)[n] = value;
        if (register.block() == Block.ENERGY || register.block() == Block.SOURCE) {
            element(Register.ES_CHANGES)[0]++;
        }
    }

    /** The charge rises as it does on the mains: nothing counts it. */
    public void charge(long toMj) {
        element(Register.CHARGE_MJ)[0] = toMj;
    }

    public long get(Register register, int n) {
        return element(register)[n];
    }

    public long deadlineNs(Timer timer, int slot) {
        return deadlines[timer.ordinal()][slot];
    }

    public boolean armed(Timer timer) {
        return deadlineNs(timer, 0) != NEVER;
    }

    public List<Note> notes() {
        return notes;
    }

    public long count(Notice notice) {
        return notes.stream().filter(note -> note.notice() == notice).count();
    }

    public Note last(Notice notice) {
        return notes.stream()
                .filter(note -> note.notice() == notice)
                .reduce((earlier, later) -> later)
                .orElseThrow(() -> new AssertionError("no " + notice + " in " + notes));
    }

    /** Frames that left since they were taken last. */
    public List<Sent> takeSent() {
        List<Sent> taken = List.copyOf(sent);
        sent.clear();
        return taken;
    }

    /** A character lies in the UART, with what is wrong with it. */
    public void type(long entry) {
        characters.add(entry | Field.UART_VALID.mask());
    }

    /** What came out of the console since it was taken last. */
    public String takeSaid() {
        String taken = said.toString();
        said.setLength(0);
        return taken;
    }

    /** Mailbox words that were sent, all of them. */
    public List<Long> mails() {
        return mails;
    }

    public long lastMail() {
        return mails.get(mails.size() - 1);
    }

    @Override
    public long nowNs() {
        return nowNs;
    }

    @Override
    public void arm(Timer timer, int slot, long atNs) {
        deadlines[timer.ordinal()][slot] = atNs;
    }

    @Override
    public void disarm(Timer timer, int slot) {
        deadlines[timer.ordinal()][slot] = NEVER;
    }

    @Override
    public long read(Register register, int n) {
        if (register == Register.UART_RX) {
            return characters.isEmpty() ? 0 : characters.remove();
        }
        return element(register)[n];
    }

    @Override
    public void write(Register register, int n, long value) {
        switch (register) {
            case PROC_INT_CAUSE, DB, MBOX_STATUS, PANIC, NV_FUNC_CMD, NV_ARM_CMD -> element(register)[n] &= ~value;
            case MBOX_SEND -> mails.add(value);
            case UART_TX -> said.append((char) value);
            default -> element(register)[n] = value;
        }
    }

    private long[] element(Register register) {
        long[] values = registers.get(register);
        if (values == null) {
            throw new AssertionError(register.name());
        }
        return values;
    }

    @Override
    public NvramAccess nvram() {
        return nvram;
    }

    @Override
    public void transmit(int port, int toCard, byte[] frame, int at, int length) {
        sent.add(new Sent(port, toCard, Arrays.copyOfRange(frame, at, at + length)));
    }

    @Override
    public long boots() {
        return boots;
    }

    @Override
    public long entropy() {
        return entropy.next();
    }

    @Override
    public void journal(Notice notice, int slot, long a, long b) {
        notes.add(new Note(notice, slot, a, b));
    }
}
