package dev.holdover.harness.world;

import dev.holdover.model.bus.Completion;
import dev.holdover.model.contract.Register;
import java.util.Arrays;

/** Several probes as one. */
abstract sealed class Probes implements Probe permits Witnesses {
    private Probe[] all = {};

    /** Adds one. */
    public final void addProbe(Probe probe) {
        all = Arrays.copyOf(all, all.length + 1);
        all[all.length - 1] = probe;
    }

    @Override
    public final void transaction(
            CardNode card, BusOperation what, int bar, long address, byte[] data, int at, int length, Completion how) {
        for (Probe each : all) {
            each.transaction(card, what, bar, address, data, at, length, how);
        }
    }

    @Override
    public final void registerWritten(CardNode card, Register register, int n, long value) {
        for (Probe each : all) {
            each.registerWritten(card, register, n, value);
        }
    }

    @Override
    public final void frameSent(Plug from, Plug to, byte[] frame, int at, int length) {
        for (Probe each : all) {
            each.frameSent(from, to, frame, at, length);
        }
    }

    @Override
    public final void frameSent(Plug from, byte[] frame, int at, int length) {
        for (Probe each : all) {
            each.frameSent(from, frame, at, length);
        }
    }

    @Override
    public final void frameLost(Plug from, Plug to, FrameFate why) {
        for (Probe each : all) {
            each.frameLost(from, to, why);
        }
    }

    @Override
    public final void frameArrived(Plug from, Plug to, byte[] frame, int length, FrameFate fate) {
        for (Probe each : all) {
            each.frameArrived(from, to, frame, length, fate);
        }
    }
}
