package dev.holdover.harness.scenario;

import java.util.List;
import java.util.Optional;

/** The kinds of quantity, each with its base unit, its suffixes and its greatest value. */
public enum Unit {
    /** Nanoseconds. */
    DURATION(
            "a duration",
            "50ms",
            1000L * 3600 * 1_000_000_000,
            true,
            suffix("ns", 1),
            suffix("us", 1_000),
            suffix("ms", 1_000_000),
            suffix("s", 1_000_000_000L),
            suffix("min", 60 * 1_000_000_000L),
            suffix("h", 3600 * 1_000_000_000L),
            suffix("\u00b5s", 1_000), // the micro sign
            suffix("\u03bcs", 1_000)), // the Greek letter, which keyboards give as well
    /** Bytes. */
    SIZE(
            "a size",
            "4KiB",
            1L << 40,
            false,
            suffix("B", 1),
            suffix("KiB", 1L << 10),
            suffix("MiB", 1L << 20),
            suffix("GiB", 1L << 30)),
    /** Bits per second. */
    BANDWIDTH(
            "a bandwidth",
            "10Gbit/s",
            10_000_000_000_000L,
            true,
            suffix("bit/s", 1),
            suffix("kbit/s", 1_000),
            suffix("Mbit/s", 1_000_000),
            suffix("Gbit/s", 1_000_000_000),
            suffix("B/s", 8),
            suffix("kB/s", 8_000),
            suffix("MB/s", 8_000_000),
            suffix("GB/s", 8_000_000_000L),
            suffix("KiB/s", 8L << 10),
            suffix("MiB/s", 8L << 20),
            suffix("GiB/s", 8L << 30)),
    /** Millijoules. */
    ENERGY(
            "an energy",
            "30kJ",
            1_000_000_000_000L,
            true,
            suffix("mJ", 1),
            suffix("J", 1_000),
            suffix("kJ", 1_000_000),
            suffix("Wh", 3_600_000)),
    /** Milliwatts. */
    POWER("a power", "12W", 1_000_000_000L, true, suffix("mW", 1), suffix("W", 1_000), suffix("kW", 1_000_000)),
    /** Parts per million. */
    RATIO("a ratio", "0.1%", 1_000_000, true, suffix("%", 10_000)),
    /** By how much a clock is faster than another, in parts per million; below zero it is slower. */
    RATE("a clock's rate", "+200ppm", 500_000, true, suffix("ppm", 1), suffix("%", 10_000)),
    /** Plain numbers, without a unit. */
    COUNT("a whole number", "60", 1_000_000_000, false, suffix("", 1));

    /** One way to write the unit: {@code factor} base units. */
    record Suffix(String text, long factor) {}

    private final String noun;
    private final String example;
    private final long most;
    private final boolean decimal;

    @SuppressWarnings("ImmutableEnumChecker") // List.of, in the order of writing
    private final List<Suffix> suffixes;

    Unit(String noun, String example, long most, boolean decimal, Suffix... suffixes) {
        this.noun = noun;
        this.example = example;
        this.most = most;
        this.decimal = decimal;
        this.suffixes = List.of(suffixes);
    }

    /** With its article: "a duration". */
    String noun() {
        return noun;
    }

    String example() {
        return example;
    }

    /** The greatest value, in base units; sums of a few of them stay far from overflow. */
    long most() {
        return most;
    }

    /** Whether a value may be below zero. */
    boolean signed() {
        return this == RATE;
    }

    /** Whether a number with a decimal point is the natural way to show a value between two suffixes. */
    boolean decimal() {
        return decimal;
    }

    Optional<Suffix> suffixOf(String text) {
        return suffixes.stream().filter(s -> s.text().equals(text)).findFirst();
    }

    /** The suffixes that values are shown in, rising; bytes per second and the second micro sign are only read. */
    List<Suffix> shown() {
        return switch (this) {
            case DURATION -> suffixes.subList(0, 6);
            case BANDWIDTH -> suffixes.subList(0, 4);
            case ENERGY -> suffixes.subList(0, 3);
            default -> suffixes;
        };
    }

    /** Every way to write the unit, including those that are only read. */
    List<String> allSuffixes() {
        return suffixes.stream().map(Suffix::text).toList();
    }

    /** For messages: "50ms (units: ns, us, ms, s, min, h)". */
    public String exampleAndUnits() {
        return this == COUNT ? example : example + " (" + units() + ")";
    }

    /** For messages: "units: ns, us, ms, s, min, h". */
    String units() {
        int listed = this == DURATION ? 6 : suffixes.size();
        List<String> texts =
                suffixes.subList(0, listed).stream().map(Suffix::text).toList();
        return (listed == 1 ? "unit: " : "units: ") + String.join(", ", texts);
    }

    /** A common way to write the unit that is not ours, and what to write instead. */
    Optional<String> insteadOf(String wrong) {
        String right = switch (this) {
            case SIZE ->
                switch (wrong) {
                    case "k", "K", "kB", "KB", "kb", "Kb", "kib", "KIB", "Ki", "Kib", "kiB" -> "KiB";
                    case "M", "m", "MB", "mB", "Mb", "mb", "mib", "MIB", "Mi", "Mib", "miB" -> "MiB";
                    case "G", "g", "GB", "gB", "Gb", "gb", "gib", "GIB", "Gi", "Gib", "giB" -> "GiB";
                    case "b", "byte", "bytes" -> "B";
                    default -> "";
                };
            case DURATION ->
                switch (wrong) {
                    case "sec", "secs", "second", "seconds", "S" -> "s";
                    case "m", "mins", "minute", "minutes" -> "min";
                    case "msec", "millis", "MS", "Ms", "mS" -> "ms";
                    case "usec", "micros", "US" -> "us";
                    case "nsec", "nanos", "NS" -> "ns";
                    case "hour", "hours", "H" -> "h";
                    default -> "";
                };
            case BANDWIDTH ->
                switch (wrong) {
                    case "bps", "b/s", "bits/s", "bit" -> "bit/s";
                    case "k", "kbps", "Kbps", "kb/s", "Kbit/s", "kbit" -> "kbit/s";
                    case "M", "Mbps", "mbps", "Mb/s", "mbit/s", "Mbit" -> "Mbit/s";
                    case "G", "Gbps", "gbps", "Gb/s", "gbit/s", "Gbit" -> "Gbit/s";
                    case "KB/s" -> "kB/s";
                    default -> "";
                };
            case ENERGY ->
                switch (wrong) {
                    case "KJ", "kj" -> "kJ";
                    case "j" -> "J";
                    case "wh", "WH" -> "Wh";
                    default -> "";
                };
            case POWER ->
                switch (wrong) {
                    case "w" -> "W";
                    case "KW", "kw" -> "kW";
                    case "mw" -> "mW";
                    default -> "";
                };
            case RATIO, RATE, COUNT -> "";
        };
        return right.isEmpty() ? Optional.empty() : Optional.of(right);
    }

    private static Suffix suffix(String text, long factor) {
        return new Suffix(text, factor);
    }
}
