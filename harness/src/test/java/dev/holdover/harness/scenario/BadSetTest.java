package dev.holdover.harness.scenario;

import static dev.holdover.harness.scenario.BadInput.bad;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Overrides that are wrong. */
class BadSetTest {
    @TestFactory
    Stream<DynamicTest> saysWhatIsWrongWhereAndWhatWouldBeRight() {
        return Stream.of(
                bad("set no equals", """
                        scenario: x
                        hosts: [alpha]
                        """, "--set foo: no '=' in it; write path=value, like cards.a.nvram=1MiB", "foo"),
                bad(
                        "set typo",
                        """
                        scenario: x
                        hosts: [alpha]
                        cards: { a: { in: alpha } }
                        """,
                        "--set cards.a.nvrm=1MiB: unknown key 'nvrm'; did you mean 'nvram'?",
                        "cards.a.nvrm=1MiB"),
                bad(
                        "an index past the end",
                        """
                        scenario: x
                        hosts: [alpha]
                        """,
                        "--set when[3].at=1ms: no item '3' in the list; items are numbered from 0, and 0 " + "adds one",
                        "when[3].at=1ms"),
                bad(
                        "an index past the end, again",
                        """
                        scenario: x
                        hosts: [alpha]
                        when:
                          - { at: 1ms, fault: host-crash }
                        """,
                        "--set when.x.at=1ms: no item 'x' in the list; items are numbered from 0, and 1 adds " + "one",
                        "when.x.at=1ms"),
                bad(
                        "set below scalar",
                        """
                        scenario: x
                        hosts: [alpha]
                        duration: 1s
                        """,
                        "--set duration.x=1ms: 'duration' is no mapping or list and has no 'x'; end the path "
                                + "there",
                        "duration.x=1ms"),
                bad(
                        "set missing in",
                        """
                        scenario: x
                        hosts: [alpha]
                        """,
                        "--set cards.a.nvram=1MiB: 'a' lacks 'in'; write 'in: alpha'",
                        "cards.a.nvram=1MiB"),
                bad(
                        "set bad yaml",
                        """
                        scenario: x
                        hosts: [alpha]
                        """,
                        "--set hosts=[alpha: the text ends in the middle of a '[' begun at line 1:1; is it "
                                + "cut off? Close what is open",
                        "hosts=[alpha"),
                bad(
                        "set empty part",
                        """
                        scenario: x
                        hosts: [alpha]
                        """,
                        "--set a..b=1: the path has an empty part; write path=value, like when[0].at=50ms",
                        "a..b=1"),
                bad(
                        "set unit",
                        """
                        scenario: x
                        hosts: [alpha]
                        """,
                        "--set duration=5: 'duration' lacks its unit; write it like 50ms (units: ns, us, ms, "
                                + "s, min, h)",
                        "duration=5"));
    }
}
