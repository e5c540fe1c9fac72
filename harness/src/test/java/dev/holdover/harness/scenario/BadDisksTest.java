package dev.holdover.harness.scenario;

import static dev.holdover.harness.scenario.BadInput.bad;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Mistakes about the disks that cards save to, and what is said of each. */
class BadDisksTest {
    @TestFactory
    Stream<DynamicTest> saysWhatIsWrongWhereAndWhatWouldBeRight() {
        return Stream.of(bad(
                "destaged without a disk", """
                        scenario: x
                        hosts: [alpha, beta]
                        disks: { d0: { in: [a], size: 8MiB } }
                        cards:
                          a: { in: alpha, ack: DESTAGED, save-to: d0 }
                          b: { in: beta }
                        """, "5:24: none of [b] has a disk; write save-to: DISK at one of them"));
    }
}
