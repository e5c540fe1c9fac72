package dev.holdover.model.disk;

import dev.holdover.model.time.Component;
import dev.holdover.model.time.Scheduler;

/** A disk. */
@SuppressWarnings("DoNotCallSuggester")
public final class Disk implements Component {
    public Disk(DiskSpec spec, Scheduler scheduler, DiskChance chance, DiskTap tap) {}

    public DiskPort port(int n) {
        throw new UnsupportedOperationException();
    }

    public void power(boolean on) {
        throw new UnsupportedOperationException();
    }

    public void insert() {
        throw new UnsupportedOperationException();
    }

    public void remove() {
        throw new UnsupportedOperationException();
    }

    public DiskFaults faults() {
        throw new UnsupportedOperationException();
    }

    /** The key of the reservation; zero: none. */
    public long keptEpoch() {
        throw new UnsupportedOperationException();
    }

    /** What is really on the medium: one logical block. */
    public void readMedium(long lba, byte[] into, int at) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void on(int kind, long a, long b, long nowNs) {
        throw new UnsupportedOperationException();
    }
}
