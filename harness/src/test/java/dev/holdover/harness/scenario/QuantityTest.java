package dev.holdover.harness.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class QuantityTest {
    @ParameterizedTest
    @CsvSource({
        "DURATION, 7ns, 7",
        "DURATION, 50us, 50000",
        "DURATION, 50\u00b5s, 50000",
        "DURATION, 50\u03bcs, 50000",
        "DURATION, 53.2ms, 53200000",
        "DURATION, 1s, 1000000000",
        "DURATION, 2min, 120000000000",
        "DURATION, 1h, 3600000000000",
        "SIZE, 512B, 512",
        "SIZE, 4KiB, 4096",
        "SIZE, 1.5MiB, 1572864",
        "SIZE, 1GiB, 1073741824",
        "BANDWIDTH, 9bit/s, 9",
        "BANDWIDTH, 10Gbit/s, 10000000000",
        "BANDWIDTH, 100MB/s, 800000000",
        "BANDWIDTH, 1MiB/s, 8388608",
        "ENERGY, 5mJ, 5",
        "ENERGY, 30kJ, 30000000",
        "ENERGY, 8Wh, 28800000",
        "POWER, 9.5W, 9500",
        "POWER, 1kW, 1000000",
        "RATIO, 0.1%, 1000",
        "RATIO, 100%, 1000000",
        "COUNT, 60, 60"
    })
    void readsEachUnit(Unit unit, String text, long value) {
        assertEquals(value, Quantity.parse(unit, text));
    }

    @ParameterizedTest
    @CsvSource({
        "DURATION, 50..200us, 50000, 200000",
        "DURATION, 900us..2ms, 900000, 2000000",
        "DURATION, 1.5..2.5s, 1500000000, 2500000000",
        "SIZE, 512B..4KiB, 512, 4096",
        "RATIO, 0..2%, 0, 20000",
        "COUNT, 1..60, 1, 60",
        "COUNT, 7, 7, 7"
    })
    void readsRanges(Unit unit, String text, long lo, long hi) {
        assertEquals(new Range(lo, hi), Quantity.range(unit, text));
    }

    @ParameterizedTest
    @CsvSource({
        "DURATION, 0, 0 s",
        "DURATION, 999, 999 ns",
        "DURATION, 53200000, 53.2 ms",
        "DURATION, 1234567, 1.235 ms",
        "DURATION, 999999, 999.999 us",
        "DURATION, 999999999, 1 s",
        "DURATION, 61000000000, 61 s",
        "DURATION, 120000000000, 2 min",
        "DURATION, 3600000000000, 1 h",
        "SIZE, 0, 0 B",
        "SIZE, 262144, 256 KiB",
        "SIZE, 1536, 1.5 KiB",
        "SIZE, 1048575, 1023.999 KiB",
        "ENERGY, 30000000, 30 kJ",
        "POWER, 12000, 12 W",
        "BANDWIDTH, 10000000000, 10 Gbit/s",
        "RATIO, 1000, 0.1 %",
        "COUNT, 60, 60"
    })
    void writesForPeople(Unit unit, long value, String text) {
        assertEquals(text, Quantity.format(unit, value));
    }

    @ParameterizedTest
    @EnumSource(Unit.class)
    void readsBackWhatItWroteExactly(Unit unit) {
        SplittableRandom random = new SplittableRandom(unit.name().length());
        for (int i = 0; i < 2_000; i++) {
            // A random number of digits, so that each unit has its turn.
            long value = random.nextLong(Math.min(unit.most() + 1, 1L << random.nextInt(1, 60)));
            assertEquals(value, Quantity.parse(unit, Quantity.exact(unit, value)));
            Range range = new Range(value, Math.min(unit.most(), value + random.nextLong(1_000)));
            assertEquals(range, Quantity.range(unit, Quantity.exact(unit, range)));
        }
    }

    @ParameterizedTest
    @EnumSource(Unit.class)
    void readsItsOwnExampleAndGreatestValue(Unit unit) {
        Quantity.parse(unit, unit.example());
        assertEquals(unit.most(), Quantity.parse(unit, Quantity.exact(unit, unit.most())));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DURATION | ''        | '' is not a duration; write it like 50ms (units: ns, us, ms, s, min, h)",
                "DURATION | 5         | '5' lacks its unit; write it like 50ms (units: ns, us, ms, s, min, h)",
                "DURATION | 0.5ns     | '0.5ns' is finer than can be told; write a whole multiple of 1ns",
                "DURATION | 2000h     | '2000h' is too large; at most 1000h",
                "DURATION | 5msec     | '5msec' has the unknown unit 'msec'; write 5ms",
                "DURATION | .5s       | '.5s' is not a duration; write it like 50ms (units: ns, us, ms, s, min, h)",
                "DURATION | 1.2.3s    | '1.2.3s' is not a duration; write it like 50ms (units: ns, us, ms, s, min, h)",
                "DURATION | 1e9ns     | '1e9ns' has the unknown unit 'e9ns'; units: ns, us, ms, s, min, h",
                "SIZE     | 4MB       | '4MB' has the unknown unit 'MB'; write 4MiB",
                "SIZE     | 0.3B      | '0.3B' is finer than can be told; write a whole multiple of 1B",
                "COUNT    | 1.5       | '1.5' is finer than can be told; write a whole multiple of 1",
                "COUNT    | 5x        | '5x' is not a whole number; write it like 60",
                "RATIO    | 0.00001%  | '0.00001%' is finer than can be told; write a whole multiple of 0.0001%"
            })
    void saysWhatWouldBeRight(Unit unit, String text, String message) {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> Quantity.parse(unit, text));
        assertEquals(message, e.getMessage());
    }

    @Test
    void doesNotChokeOnVeryLongNumbers() {
        assertThrows(IllegalArgumentException.class, () -> Quantity.parse(Unit.SIZE, "9".repeat(100_000) + "B"));
        assertThrows(IllegalArgumentException.class, () -> Quantity.parse(Unit.SIZE, "0." + "0".repeat(99_999) + "1B"));
    }

    @Test
    void refusesARangeTurnedRound() {
        assertThrows(IllegalArgumentException.class, () -> new Range(2, 1));
    }
}
