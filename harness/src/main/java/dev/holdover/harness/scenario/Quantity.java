package dev.holdover.harness.scenario;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads and writes quantities with their units.
 *
 * <p>Three forms: {@link #parse} and {@link #range} read what a scenario says ({@code 53.2ms}, {@code 50..200us});
 * {@link #exact} writes a value so that it reads back the same; {@link #format} and its named short forms write it for
 * people ({@code 53.2 ms}), rounded to three decimals.
 */
public final class Quantity {
    private static final Pattern NUMBER_AND_UNIT =
            Pattern.compile("(\\d{1,18}(?:\\.\\d{1,18})?)(\\s*)((?:[^\\d.\\s].*)?)");

    private Quantity() {}

    /** {@code "53.2 ms"} for nanoseconds. */
    public static String duration(long ns) {
        return format(Unit.DURATION, ns);
    }

    /** {@code "256 KiB"} for bytes. */
    public static String size(long bytes) {
        return format(Unit.SIZE, bytes);
    }

    /** {@code "30 kJ"} for millijoules. */
    public static String energy(long millijoules) {
        return format(Unit.ENERGY, millijoules);
    }

    /** {@code "12 W"} for milliwatts. */
    public static String power(long milliwatts) {
        return format(Unit.POWER, milliwatts);
    }

    /** {@code "10 Gbit/s"} for bits per second. */
    public static String bandwidth(long bitsPerSecond) {
        return format(Unit.BANDWIDTH, bitsPerSecond);
    }

    /** {@code "0.1 %"} for parts per million. */
    public static String ratio(long partsPerMillion) {
        return format(Unit.RATIO, partsPerMillion);
    }

    /**
     * Reads one quantity.
     *
     * @return the value in the base unit, up to the greatest of the unit; below zero for a signed unit only
     * @throws IllegalArgumentException with a message for the user: what is wrong, and what would be right
     */
    public static long parse(Unit unit, String text) {
        return parse(unit, text, "");
    }

    /**
     * Reads a quantity or a range {@code a..b}; the unit may stand on {@code b} only.
     *
     * @throws IllegalArgumentException with a message for the user: what is wrong, and what would be right
     */
    public static Range range(Unit unit, String text) {
        int dots = text.indexOf("..");
        if (dots < 0) {
            long value = parse(unit, text);
            return new Range(value, value);
        }
        String first = text.substring(0, dots);
        String second = text.substring(dots + 2);
        if (first.isEmpty() || second.isEmpty()) {
            throw wrong(text, "lacks a bound", "a range is written a..b");
        }
        Matcher upper = NUMBER_AND_UNIT.matcher(signed(unit, second) ? second.substring(1) : second);
        if (upper.matches() && upper.group(3).isEmpty() && unit != Unit.COUNT) {
            throw wrong(text, "lacks its unit", "write it after the second bound (" + unit.units() + ")");
        }
        long hi = parse(unit, second);
        long lo = parse(unit, first, upper.matches() ? upper.group(3) : "");
        if (lo > hi) {
            throw wrong(text, "is turned round", "the lesser bound comes first: " + exact(unit, new Range(hi, lo)));
        }
        return new Range(lo, hi);
    }

    /** The shortest text without rounding that {@link #parse} reads back as {@code value}. */
    public static String exact(Unit unit, long value) {
        Unit.Suffix chosen = choose(unit, value);
        if (value % chosen.factor() != 0 && !unit.decimal()) {
            for (Unit.Suffix s : unit.shown()) {
                chosen = value % s.factor() == 0 ? s : chosen;
            }
        }
        BigDecimal number = BigDecimal.valueOf(value).divide(BigDecimal.valueOf(chosen.factor()));
        return plain(number) + chosen.text();
    }

    /** The same for a range; equal bounds are written once. */
    public static String exact(Unit unit, Range range) {
        return range.lo() == range.hi()
                ? exact(unit, range.lo())
                : exact(unit, range.lo()) + ".." + exact(unit, range.hi());
    }

    /** For people: the unit that gives the shortest number, at most three decimals, a space before the unit. */
    public static String format(Unit unit, long value) {
        Unit.Suffix chosen = choose(unit, value);
        BigDecimal number = in(value, chosen);
        int next = unit.shown().indexOf(chosen) + 1;
        // 999.9999 us rounds to 1000 us: then it is 1 ms.
        if (next < unit.shown().size() && !isMinuteOrHour(unit.shown().get(next))) {
            Unit.Suffix larger = unit.shown().get(next);
            if (number.compareTo(BigDecimal.valueOf(larger.factor() / chosen.factor())) >= 0) {
                number = in(value, larger);
                chosen = larger;
            }
        }
        return (plain(number) + " " + chosen.text()).trim();
    }

    private static BigDecimal in(long value, Unit.Suffix suffix) {
        return BigDecimal.valueOf(value).divide(BigDecimal.valueOf(suffix.factor()), 3, RoundingMode.HALF_UP);
    }

    /** The largest unit that is not larger than the value; minutes and hours only where they come out even. */
    private static Unit.Suffix choose(Unit unit, long value) {
        List<Unit.Suffix> shown = unit.shown();
        Unit.Suffix chosen = shown.get(0);
        if (value == 0) {
            return unit == Unit.DURATION ? shown.get(3) : chosen;
        }
        for (Unit.Suffix s : shown) {
            if (value >= s.factor() && (!isMinuteOrHour(s) || value % s.factor() == 0)) {
                chosen = s;
            }
        }
        return chosen;
    }

    private static boolean isMinuteOrHour(Unit.Suffix suffix) {
        return suffix.text().equals("min") || suffix.text().equals("h");
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    private static boolean signed(Unit unit, String text) {
        return unit.signed() && (text.startsWith("-") || text.startsWith("+"));
    }

    private static long parse(Unit unit, String text, String otherwise) {
        if (signed(unit, text)) {
            long magnitude = parse(unit, text.substring(1), otherwise);
            return text.startsWith("-") ? -magnitude : magnitude;
        }
        Matcher m = NUMBER_AND_UNIT.matcher(text);
        if (!m.matches()) {
            String what = text.startsWith("-") ? "is negative" : "is not " + unit.noun();
            throw wrong(text, what, "write it like " + unit.exampleAndUnits());
        }
        String number = m.group(1);
        String suffix = m.group(3).isEmpty() ? otherwise : m.group(3);
        if (suffix.isEmpty() && unit != Unit.COUNT) {
            throw wrong(text, "lacks its unit", "write it like " + unit.exampleAndUnits());
        }
        Unit.Suffix known = unit.suffixOf(suffix).orElseThrow(() -> unknownUnit(unit, text, number, suffix));
        if (!m.group(2).isEmpty()) {
            throw wrong(text, "has a space before its unit", "write " + number + suffix);
        }
        BigDecimal value = new BigDecimal(number).multiply(BigDecimal.valueOf(known.factor()));
        if (value.compareTo(BigDecimal.valueOf(unit.most())) > 0) {
            throw wrong(text, "is too large", "at most " + exact(unit, unit.most()));
        }
        try {
            return value.longValueExact();
        } catch (ArithmeticException e) {
            String step = exact(unit, 1);
            throw wrong(text, "is finer than can be told", "write a whole multiple of " + step);
        }
    }

    private static IllegalArgumentException unknownUnit(Unit unit, String text, String number, String suffix) {
        if (unit == Unit.COUNT) {
            return wrong(text, "is not " + unit.noun(), "write it like " + unit.example());
        }
        return unit.insteadOf(suffix)
                .map(right -> wrong(text, "has the unknown unit " + Problems.quote(suffix), "write " + number + right))
                .orElseGet(() -> wrong(text, "has the unknown unit " + Problems.quote(suffix), unit.units()));
    }

    private static IllegalArgumentException wrong(String text, String what, String right) {
        return new IllegalArgumentException(Problems.quote(text) + " " + what + "; " + right);
    }
}
