package dev.holdover.harness.check;

import dev.holdover.firmware.hal.Disks;
import dev.holdover.firmware.hal.Hal;
import dev.holdover.firmware.hal.Notice;
import dev.holdover.firmware.hal.Timer;
import dev.holdover.model.contract.Register;
import dev.holdover.model.layout.NvramAccess;

/** A card's memory, its disks and nothing else: what a firmware's part does to the bytes can be tried out on it. */
record TrialHal(NvramAccess nvram, Disks disks) implements Hal {
    /** Without disks. */
    TrialHal(NvramAccess nvram) {
        this(nvram, Disks.NONE);
    }

    @Override
    public long nowNs() {
        return 0;
    }

    @Override
    public void arm(Timer timer, int slot, long atNs) {
        // Nothing is due in a trial.
    }

    @Override
    public void disarm(Timer timer, int slot) {
        // Nothing was armed.
    }

    @Override
    public long read(Register register, int n) {
        return register.resetValue();
    }

    @Override
    public void write(Register register, int n, long value) {
        // No host looks.
    }

    @Override
    public void transmit(int port, int toCard, byte[] frame, int at, int length) {
        // Nobody listens.
    }

    @Override
    public long boots() {
        return 1;
    }

    @Override
    public long entropy() {
        return 0;
    }

    @Override
    public void journal(Notice notice, int slot, long a, long b) {
        // It did not happen.
    }
}
