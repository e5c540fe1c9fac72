package dev.holdover.harness.report.history;

import dev.holdover.harness.report.history.History.Measure;
import dev.holdover.harness.report.history.History.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * Figures over time. A sample is taken with every event at first; each time that there are too many, every other one
 * is forgotten, and half as many are taken from then on. Silence costs nothing.
 */
final class Samples {
    private static final int MOST = 1200;
    /** A sample is taken after this part of the time so far, even if little happens. */
    private static final int SLOWEST = 200;

    private final List<Measure> measures = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final List<DoubleSupplier> sources = new ArrayList<>();
    private List<Long> atNs = new ArrayList<>();
    private List<double[]> rows = new ArrayList<>();
    private long lastNs = -1;
    private int stride = 1;
    private int skipped;

    void add(Measure measure, String name, DoubleSupplier source) {
        measures.add(measure);
        names.add(name);
        sources.add(source);
    }

    /** Something happened. */
    void tick(long nowNs) {
        skipped++;
        if (nowNs > lastNs && (skipped >= stride || nowNs - lastNs > nowNs / SLOWEST)) {
            take(nowNs);
        }
    }

    private void take(long nowNs) {
        if (nowNs <= lastNs) {
            return;
        }
        skipped = 0;
        lastNs = nowNs;
        double[] row = new double[sources.size()];
        for (int i = 0; i < row.length; i++) {
            row[i] = sources.get(i).getAsDouble();
        }
        atNs.add(nowNs);
        rows.add(row);
        if (rows.size() >= MOST) {
            atNs = new ArrayList<>(Thinning.everyOther(atNs));
            rows = new ArrayList<>(Thinning.everyOther(rows));
            stride *= 2;
        }
    }

    /** One last sample, if the end is later than the others. */
    void end(long endNs) {
        take(endNs);
    }

    List<Long> atNs() {
        return atNs;
    }

    List<Series> series() {
        List<Series> all = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            int column = i;
            List<Double> values = rows.stream().map(row -> row[column]).toList();
            all.add(new Series(measures.get(i), names.get(i), values));
        }
        return all;
    }
}
