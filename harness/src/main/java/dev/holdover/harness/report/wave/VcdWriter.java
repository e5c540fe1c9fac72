package dev.holdover.harness.report.wave;

import dev.holdover.harness.report.wave.Signal.Kind;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Writes waves as a Value Change Dump (IEEE 1364-2005, clause 18). There are no delta cycles in one: of several values
 * that a signal has at one time the last is written, and an event that happens more than once then is written once.
 */
final class VcdWriter {
    private static final int FIRST_CHARACTER = '!';
    private static final int CHARACTERS = 94;
    private static final int NONE = -1;

    private final Waves waves;
    private final BufferedWriter out;
    private final int[] lastOfGroup;
    private final long[] written;
    private final boolean[] known;

    VcdWriter(Waves waves, OutputStream to) {
        this.waves = waves;
        this.out = new BufferedWriter(new OutputStreamWriter(to, StandardCharsets.US_ASCII));
        int count = waves.signals().size();
        this.lastOfGroup = new int[count];
        this.written = new long[count];
        this.known = new boolean[count];
        Arrays.fill(lastOfGroup, NONE);
    }

    void write(String product, String comment) throws IOException {
        out.write("$version " + plain(product) + " $end\n");
        out.write("$comment " + plain(comment) + " $end\n");
        out.write("$timescale 1 ns $end\n");
        declare();
        out.write("$enddefinitions $end\n");
        changes();
        out.flush();
    }

    private void declare() throws IOException {
        List<String> scope = List.of();
        for (int i = 0; i < waves.signals().size(); i++) {
            Signal signal = waves.signals().get(i);
            int common = common(scope, signal.scope());
            up(scope.size() - common);
            for (String inner : signal.scope().subList(common, signal.scope().size())) {
                out.write("$scope module " + inner + " $end\n");
            }
            scope = signal.scope();
            String range = signal.width() > 1 ? " [" + (signal.width() - 1) + ":0]" : "";
            int width = signal.kind() == Kind.REAL ? Double.SIZE : signal.width();
            out.write("$var " + signal.kind().word() + " " + width + " " + code(i) + " " + signal.name() + range
                    + " $end\n");
        }
        up(scope.size());
    }

    private static int common(List<String> a, List<String> b) {
        int common = 0;
        while (common < a.size() && common < b.size() && a.get(common).equals(b.get(common))) {
            common++;
        }
        return common;
    }

    private void up(int levels) throws IOException {
        for (int i = 0; i < levels; i++) {
            out.write("$upscope $end\n");
        }
    }

    private void changes() throws IOException {
        out.write("#0\n$dumpvars\n");
        int next = group(0, 0);
        out.write("$end\n");
        events(0, next);
        long timeNs = 0;
        while (next < waves.size()) {
            timeNs = waves.timeNs(next);
            out.write("#" + timeNs + "\n");
            int begin = next;
            next = group(begin, timeNs);
            events(begin, next);
        }
        if (waves.leftOut() > 0) {
            out.write("$comment " + waves.leftOut() + " changes after this are left out $end\n");
        }
        if (waves.nowNs() > timeNs) {
            out.write("#" + waves.nowNs() + "\n");
        }
    }

    /** Writes the values as they are at the end of one time; says where the next one begins. */
    private int group(int begin, long timeNs) throws IOException {
        int end = begin;
        while (end < waves.size() && waves.timeNs(end) == timeNs) {
            lastOfGroup[waves.signal(end)] = end;
            end++;
        }
        for (int i = begin; i < end; i++) {
            int signal = waves.signal(i);
            long value = waves.value(i);
            boolean news = !known[signal] || written[signal] != value;
            if (lastOfGroup[signal] == i && news && waves.signals().get(signal).kind() != Kind.EVENT) {
                known[signal] = true;
                written[signal] = value;
                out.write(value(waves.signals().get(signal), value) + code(signal) + "\n");
            }
        }
        return end;
    }

    private void events(int begin, int end) throws IOException {
        for (int i = begin; i < end; i++) {
            int signal = waves.signal(i);
            if (lastOfGroup[signal] == i && waves.signals().get(signal).kind() == Kind.EVENT) {
                out.write("1" + code(signal) + "\n");
            }
        }
    }

    private String value(Signal signal, long value) {
        return switch (signal.kind()) {
            case REAL -> "r" + Double.longBitsToDouble(value) + " ";
            case STRING -> "s" + waves.text(value) + " ";
            case WIRE -> signal.width() == 1 ? Long.toString(value) : "b" + Long.toBinaryString(value) + " ";
            case EVENT -> throw new IllegalArgumentException("an event has no value");
        };
    }

    /** An identifier of printable characters: a number to the base of 94. */
    private static String code(int signal) {
        StringBuilder code = new StringBuilder();
        for (int rest = signal; code.isEmpty() || rest > 0; rest /= CHARACTERS) {
            code.append((char) (FIRST_CHARACTER + rest % CHARACTERS));
        }
        return code.toString();
    }

    private static String plain(String text) {
        return text.replaceAll("[^\\x20-\\x23\\x25-\\x7e]", "?");
    }
}
