package dev.holdover.model.bridge;

import dev.holdover.model.bus.Completion;
import dev.holdover.model.contract.Bar;
import dev.holdover.model.contract.Field;
import dev.holdover.model.contract.Register;
import dev.holdover.model.contract.Side;
import dev.holdover.model.layout.NvramLayout;
import dev.holdover.model.layout.Words;
import dev.holdover.model.memory.Nvram;
import java.util.ArrayList;
import java.util.List;

/** A bridge with what it sets off written down, and the two sides' hands on it. */
final class BridgeRig implements BridgeListener {
    static final NvramLayout LAYOUT = new NvramLayout(8 * 4096, 8, 2);

    final List<String> said = new ArrayList<>();
    final Nvram nvram = new Nvram((int) LAYOUT.totalBytes(), (by, offset, length) -> {});
    boolean leaseExpired;
    final Bridge bridge = new Bridge(nvram, LAYOUT, this);

    /** One that lets the host through, with two windows onto the slots. */
    static BridgeRig open() {
        BridgeRig rig = new BridgeRig();
        for (int n = 0; n < LAYOUT.slots(); n++) {
            rig.bridge.cardWrite(Register.WINDOW_XLAT, n, LAYOUT.slot(n));
            rig.bridge.cardWrite(Register.WINDOW_LIMIT, n, LAYOUT.windowBytes());
        }
        rig.bridge.cardWrite(Register.GATE_CTRL, 0, Field.GATE_WINDOWS.set(0, 0xff));
        rig.hostWrite(Register.INT_ACK, 0, 0xffff_ffffL);
        rig.said.clear();
        return rig;
    }

    /** Unmasks all causes and all vectors; the message of vector n is (0x1000 + n, n). */
    void unmask() {
        for (int vector = 0; vector < MsiX.VECTORS; vector++) {
            table(vector, 0, 0x1000 + vector);
            table(vector, 8, vector);
            table(vector, 12, 0);
        }
        hostWrite(Register.INT_MASK_CLR, 0, 0xffff_ffffL);
    }

    void table(int vector, int at, int value) {
        byte[] bytes = new byte[4];
        Words.putInt(bytes, 0, value);
        bridge.write(Bar.MSIX, vector * 16L + at, bytes, 0, 4);
    }

    long pending() {
        return hostRead(Bar.MSIX, MsiX.PBA_AT, 8);
    }

    void write(Side side, Register register, int n, long value) {
        if (side == Side.HOST) {
            hostWrite(register, n, value);
        } else {
            bridge.cardWrite(register, n, value);
        }
    }

    long read(Side side, Register register, int n) {
        return side == Side.HOST ? hostRead(register, n) : bridge.cardRead(register, n);
    }

    void hostWrite(Register register, int n, long value) {
        hostWrite(Bar.CONTROL, register.offset(n), value, register.width());
    }

    void hostWrite(int bar, long offset, long value, int width) {
        byte[] bytes = new byte[8];
        Words.putLong(bytes, 0, value);
        bridge.write(bar, offset, bytes, 0, width);
    }

    long hostRead(Register register, int n) {
        return hostRead(Bar.CONTROL, register.offset(n), register.width());
    }

    /** The value of {@code width} bytes, or all ones in that width. */
    long hostRead(int bar, long offset, int width) {
        byte[] bytes = new byte[8];
        bridge.read(bar, offset, bytes, 0, width);
        return Words.getLong(bytes, 0);
    }

    Completion completion(int bar, long offset, int width) {
        return bridge.read(bar, offset, new byte[64], 0, width);
    }

    @Override
    public void processorInterrupt(Field cause) {
        said.add(cause.name());
    }

    @Override
    public void processorReset() {
        said.add("reset");
    }

    @Override
    public void heartbeat() {
        said.add("heartbeat");
    }

    @Override
    public void eccWritten(Register register, long value) {
        said.add("ecc " + register + " " + value);
    }

    @Override
    public void energyWritten(Register register, long value) {
        said.add("energy " + register + " " + value);
    }

    @Override
    public void watchdogWritten(Register register, long value) {
        said.add("watchdog " + register + " " + value);
    }

    @Override
    public void gatesMoved() {
        said.add("gates");
    }

    @Override
    public void addressesMoved() {
        said.add("addresses");
    }

    @Override
    public void message(long address, int data) {
        said.add("message " + Long.toHexString(address) + " " + data);
    }

    @Override
    public void refresh(Register register) {}

    @Override
    public void bootConfirmed() {
        said.add("boot confirmed");
    }

    @Override
    public void leaseWritten(int window, long us) {
        leaseExpired = us == 1;
    }

    @Override
    public boolean leaseExpired(int window) {
        return leaseExpired;
    }
}
