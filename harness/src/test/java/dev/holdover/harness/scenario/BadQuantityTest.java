package dev.holdover.harness.scenario;

import static dev.holdover.harness.scenario.BadInput.bad;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Quantities, ranges and moments that are wrong. */
class BadQuantityTest {
    @TestFactory
    Stream<DynamicTest> saysWhatIsWrongWhereAndWhatWouldBeRight() {
        return Stream.of(
                bad(
                        "a number without its unit",
                        """
                        scenario: x
                        hosts: [alpha]
                        duration: 100
                        """,
                        "3:11: 'duration' lacks its unit; write it like 50ms (units: ns, us, ms, s, min, h)"),
                bad(
                        "a moment without its unit",
                        """
                        scenario: x
                        hosts: [alpha]
                        when:
                          - { at: 100, fault: host-crash }
                        """,
                        "4:11: 'at' lacks its unit; write it like 50ms (units: ns, us, ms, s, min, h)"),
                bad(
                        "a range without its unit",
                        """
                        scenario: x
                        hosts: [alpha]
                        when:
                          - { at: 100..200, fault: host-crash }
                        """,
                        "4:11: '100..200' lacks its unit; write it after the second bound (units: ns, us, "
                                + "ms, s, min, h)"),
                bad(
                        "a clock worse than its cluster reckons with",
                        """
                        scenario: x
                        hosts: [alpha]
                        cards: { a: { in: alpha, clock: -100ppm..+1000ppm } }
                        """,
                        "3:33: '-100ppm..1000ppm' is beyond the declared drift of all clocks; stay within "
                                + "-200ppm..200ppm, or raise 'drift' of 'cluster'"),
                bad(
                        "a drift beyond what its cluster reckons with",
                        """
                        scenario: x
                        hosts: [alpha]
                        when:
                          - { at: 1ms, fault: clock-drift, rate: -0.1% }
                        """,
                        "4:42: '-1000ppm' is beyond the declared drift of all clocks; stay within "
                                + "-200ppm..200ppm, or raise 'drift' of 'cluster'"),
                bad(
                        "a drift with which no lease ends",
                        """
                        scenario: x
                        hosts: [alpha]
                        cluster: { drift: 100% }
                        """,
                        "3:19: a drift of 100% leaves no lease that ends; at most 50%"),
                bad("a unit that is not ours", """
                        scenario: x
                        hosts: [alpha]
                        duration: 1sec
                        """, "3:11: '1sec' has the unknown unit 'sec'; write 1s"),
                bad("decimal kilobytes", """
                        scenario: x
                        hosts: [alpha]
                        cards: { a: { in: alpha, nvram: 256kB } }
                        """, "3:33: '256kB' has the unknown unit 'kB'; write 256KiB"),
                bad(
                        "a unit that resembles none",
                        """
                        scenario: x
                        hosts: [alpha]
                        cards: { a: { in: alpha, battery: 30kWh } }
                        """,
                        "3:35: '30kWh' has the unknown unit 'kWh'; units: mJ, J, kJ, Wh"),
                bad(
                        "bits per second by another name",
                        """
                        scenario: x
                        hosts: [alpha, beta]
                        wires: { w: { between: [alpha, beta], bandwidth: 10Gbps } }
                        """,
                        "3:50: '10Gbps' has the unknown unit 'Gbps'; write 10Gbit/s"),
                bad("a ratio without percent", """
                        scenario: x
                        hosts: [alpha, beta]
                        wires: { w: { between: [alpha, beta], loss: 0.001 } }
                        """, "3:45: 'loss' lacks its unit; write it like 0.1% (unit: %)"),
                bad("more than all", """
                        scenario: x
                        hosts: [alpha, beta]
                        wires: { w: { between: [alpha, beta], loss: 101% } }
                        """, "3:45: '101%' is too large; at most 100%"),
                bad("space before unit", """
                        scenario: x
                        hosts: [alpha]
                        duration: 1 s
                        """, "3:11: '1 s' has a space before its unit; write 1s"),
                bad("negative", """
                        scenario: x
                        hosts: [alpha]
                        duration: -1s
                        """, "3:11: '-1s' is negative; write it like 50ms (units: ns, us, ms, s, min, h)"),
                bad(
                        "a range turned round",
                        """
                        scenario: x
                        hosts: [alpha]
                        when:
                          - { at: 40ms..20ms, fault: host-crash }
                        """,
                        "4:11: '40ms..20ms' is turned round; the lesser bound comes first: 20ms..40ms"),
                bad(
                        "a unit on the first bound only",
                        """
                        scenario: x
                        hosts: { alpha: { workload: { every: 200us..50 } } }
                        """,
                        "2:38: '200us..50' lacks its unit; write it after the second bound (units: ns, us, "
                                + "ms, s, min, h)"),
                bad("half a range", """
                        scenario: x
                        hosts: { alpha: { workload: { every: 200us.. } } }
                        """, "2:38: '200us..' lacks a bound; a range is written a..b"),
                bad(
                        "a range where nothing is drawn",
                        """
                        scenario: x
                        hosts: [alpha]
                        duration: 1s..2s
                        """,
                        "3:11: '1s..2s' is a range, but this is not drawn; write one value, like 50ms"),
                bad("nvram odd", """
                        scenario: x
                        hosts: [alpha]
                        cards: { a: { in: alpha, nvram: 17KiB } }
                        """, "3:33: NVRAM size 17KiB is not a multiple of 4KiB; write 16KiB or 20KiB"),
                bad("nvram small", """
                        scenario: x
                        hosts: [alpha]
                        cards: { a: { in: alpha, nvram: 4KiB } }
                        """, "3:33: NVRAM size 4KiB is out of bounds; from 16KiB to 1GiB"),
                bad("size odd", """
                        scenario: x
                        hosts: { alpha: { workload: { size: 100B } } }
                        """, "2:37: write size 100B is not a multiple of 512B; write 512B"),
                bad("log odd", """
                        scenario: x
                        hosts: [alpha]
                        cards: { a: { in: alpha, log: 100 } }
                        """, "3:31: a log of 100 slots is not a power of two; write 64 or 128"),
                bad(
                        "moment nonsense",
                        """
                        scenario: x
                        hosts: [alpha]
                        when:
                          - { at: 5ms before lunch, fault: host-crash }
                        """,
                        "4:11: '5ms before lunch' is not understood; write it like '100ms', '5ms after "
                                + "gate-shut on alpha' or 'store 1..60 of alpha from 100ms'"),
                bad("store nonsense", """
                        scenario: x
                        hosts: [alpha]
                        when:
                          - { at: store x of alpha, fault: host-crash }
                        """, "4:11: 'x' is not a whole number; write it like 60"),
                bad("store zero", """
                        scenario: x
                        hosts: [alpha]
                        when:
                          - { at: store 0..5 of alpha, fault: host-crash }
                        """, "4:11: stores are numbered from 1; write 'store 1 of …'"));
    }
}
