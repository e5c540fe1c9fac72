package dev.holdover.model.archfixture;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;

/** Ordinary code of the core; no rule may object to it. */
public final class Pure {
    static final List<String> NAMES = List.of("a", "b");
    static final Map<Kind, String> TEXTS;
    private static final int[] TABLE = {1, 2, 3};

    static {
        EnumMap<Kind, String> texts = new EnumMap<>(Kind.class);
        texts.put(Kind.ONE, "one");
        TEXTS = Collections.unmodifiableMap(texts);
    }

    private final TreeMap<String, Pair> sorted = new TreeMap<>();
    private final List<int[]> rows = new ArrayList<>();

    enum Kind {
        ONE,
        TWO
    }

    record Pair(String name, long value) {}

    int step(Kind kind, long nowNs) {
        IntUnaryOperator twice = x -> 2 * x;
        rows.add(TABLE.clone());
        sorted.put(kind.name(), new Pair("p" + nowNs, nowNs));
        assert nowNs >= 0 : nowNs;
        return switch (kind) {
            case ONE -> twice.applyAsInt(NAMES.size()) + Objects.hash(kind.name(), nowNs);
            case TWO ->
                "text".hashCode()
                        + sorted.values().stream().mapToInt(Pair::hashCode).sum();
        };
    }
}
