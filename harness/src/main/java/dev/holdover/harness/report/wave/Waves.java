package dev.holdover.harness.report.wave;

import dev.holdover.harness.report.wave.Signal.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** Signals and the changes of their values: 20 bytes for each, up to a limit. */
final class Waves {
    private static final int FIRST_SIZE = 4096;

    private final LongSupplier clock;
    private final int most;
    private final List<Signal> signals = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private final Map<String, Integer> textNumbers = new HashMap<>();
    private boolean[] known = new boolean[FIRST_SIZE];
    private long[] last = new long[FIRST_SIZE];
    private long[] times = new long[FIRST_SIZE];
    private long[] values = new long[FIRST_SIZE];
    private int[] which = new int[FIRST_SIZE];
    private int size;
    private long leftOut;

    /**
     * @param clock tells the time in nanoseconds
     * @param most changes that are kept: the first ones
     */
    Waves(LongSupplier clock, int most) {
        this.clock = clock;
        this.most = most;
    }

    int wire(int width, String name, List<String> scope) {
        return add(new Signal(scope, name, Kind.WIRE, width));
    }

    int real(String name, List<String> scope) {
        return add(new Signal(scope, name, Kind.REAL, 1));
    }

    int string(String name, List<String> scope) {
        return add(new Signal(scope, name, Kind.STRING, 1));
    }

    int event(String name, List<String> scope) {
        return add(new Signal(scope, name, Kind.EVENT, 1));
    }

    private int add(Signal signal) {
        signals.add(signal);
        if (signals.size() > last.length) {
            last = Arrays.copyOf(last, 2 * last.length);
            known = Arrays.copyOf(known, last.length);
        }
        return signals.size() - 1;
    }

    void set(int signal, boolean value) {
        set(signal, value ? 1 : 0);
    }

    void set(int signal, double value) {
        set(signal, Double.doubleToLongBits(value));
    }

    void set(int signal, String value) {
        Integer number = textNumbers.get(value);
        if (number == null) {
            number = texts.size();
            texts.add(value.replaceAll("\\s+", "_"));
            textNumbers.put(value, number);
        }
        set(signal, (long) number);
    }

    /** Notes a value, if it is another than before. */
    void set(int signal, long value) {
        if (!known[signal] || last[signal] != value) {
            known[signal] = true;
            last[signal] = value;
            append(signal, value);
        }
    }

    /** The moment of an event. */
    void happens(int signal) {
        append(signal, 1);
    }

    private void append(int signal, long value) {
        if (size == most) {
            leftOut++;
            return;
        }
        if (size == times.length) {
            int longer = Math.min(most, 2 * size);
            times = Arrays.copyOf(times, longer);
            values = Arrays.copyOf(values, longer);
            which = Arrays.copyOf(which, longer);
        }
        times[size] = clock.getAsLong();
        values[size] = value;
        which[size++] = signal;
    }

    List<Signal> signals() {
        return signals;
    }

    int size() {
        return size;
    }

    long leftOut() {
        return leftOut;
    }

    long nowNs() {
        return clock.getAsLong();
    }

    long timeNs(int change) {
        return times[change];
    }

    int signal(int change) {
        return which[change];
    }

    long value(int change) {
        return values[change];
    }

    String text(long number) {
        return texts.get((int) number);
    }
}
