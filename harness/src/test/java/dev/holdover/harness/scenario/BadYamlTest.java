package dev.holdover.harness.scenario;

import static dev.holdover.harness.scenario.BadInput.bad;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Files that are not the YAML that a scenario is. */
class BadYamlTest {
    @TestFactory
    Stream<DynamicTest> saysWhatIsWrongWhereAndWhatWouldBeRight() {
        return Stream.of(
                bad("empty", "", "1:1: the file is empty; begin with 'scenario: <title>' and 'hosts: [alpha, beta]'"),
                bad(
                        "comments",
                        """
                        # nothing
                        """,
                        "1:1: the file is empty; begin with 'scenario: <title>' and 'hosts: [alpha, beta]'"),
                bad(
                        "list on top",
                        """
                        - scenario: x
                        """,
                        "1:1: the file holds a list where a mapping is needed; begin with 'scenario: "
                                + "<title>' and 'hosts: [alpha, beta]'"),
                bad(
                        "text on top",
                        """
                        hello
                        """,
                        "1:1: the file holds text where a mapping is needed; begin with 'scenario: <title>' "
                                + "and 'hosts: [alpha, beta]'"),
                bad(
                        "two documents",
                        """
                        scenario: x
                        hosts: [alpha]
                        ---
                        scenario: y
                        """,
                        "3:1: a second document begins here; a scenario file holds one, so remove the '---'"),
                bad(
                        "truncated flow",
                        """
                        scenario: x
                        hosts: { alpha: { workload: { every: 50us
                        """,
                        "3:1: the text ends in the middle of a '{' begun at line 2:29; is it cut off? Close "
                                + "what is open"),
                bad(
                        "truncated quote",
                        """
                        scenario: "x
                        hosts: [alpha]
                        """,
                        "3:1: the text ends in the middle of a quoted text begun at line 1:11; is it cut "
                                + "off? Close what is open"),
                bad(
                        "truncated list",
                        """
                        scenario: x
                        hosts: [alpha,
                        """,
                        "3:1: the text ends in the middle of a list or a mapping; is it cut off? Close what "
                                + "is open"),
                bad("truncated key", """
                        scenario: x
                        hosts: [alpha]
                        whe
                        """, "4:1: the key begun at line 3:1 has no ':'; write 'key: value'"),
                bad("tab", """
                        scenario: x
                        hosts:
                        \talpha: {}
                        """, "3:1: a tab stands where only spaces may; indent with spaces"),
                bad("nul", """
                        scenario: x\0
                        """, "1:12: character U+0000 cannot stand in YAML; remove it"),
                bad(
                        "duplicate key",
                        """
                        scenario: x
                        hosts: [alpha]
                        scenario: y
                        """,
                        "3:1: key 'scenario' is written twice; keep one of them (the first is in line 1)"),
                bad(
                        "indentation",
                        """
                        scenario: x
                        hosts:
                          alpha:
                            boot-time: 1ms
                           workload: idle
                        """,
                        "5:4: this does not fit the block begun at line 3:3; indent it like the lines beside " + "it"),
                bad(
                        "colon in text",
                        """
                        scenario: The crash: a story
                        hosts: [alpha]
                        """,
                        "1:20: a ':' stands where no key can be; check the indentation, or put the text in "
                                + "quotes"),
                bad("at sign", """
                        scenario: @x
                        """, "1:11: a value cannot begin with '@'; put the text in quotes"),
                bad(
                        "backslash",
                        """
                        scenario: "a\\qb"
                        """,
                        "1:14: an unknown escape in double quotes; use single quotes, or write '\\\\' for a "
                                + "backslash"),
                bad("tag", """
                        scenario: !!str x
                        hosts: [alpha]
                        """, "1:11: tag '!!str' has no meaning here; remove it"),
                bad("alias unknown", """
                        scenario: x
                        hosts: *h
                        """, "2:8: no anchor '&h' stands above; there is none"),
                bad("alias cyclic", """
                        scenario: x
                        hosts: &h
                          alpha: *h
                        """, "3:10: alias '*h' stands inside its own anchor; write the value out"),
                bad("bomb", """
                        a: &a [x, x, x, x, x, x, x, x, x, x]
                        b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]
                        c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]
                        """, "3:32: more than 16 aliases for lists or mappings; write them out"),
                bad("deep", """
                        scenario: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[x]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]
                        """, "1:42: nested more than 32 deep; a scenario is flatter"),
                bad("complex key", """
                        ? [a, b]
                        : x
                        """, "1:3: a key is a plain word; write 'key: value'"),
                bad(
                        "sequence inline",
                        """
                        scenario: x
                        hosts: - alpha
                        """,
                        "2:8: a '- ' cannot stand here; begin the list on a line of its own, below its key"),
                bad("value missing", """
                        scenario: x
                        hosts: [alpha, , beta]
                        """, "2:16: a value is missing before this; write one, or put the text in quotes"),
                bad(
                        "anchor without a name",
                        """
                        scenario: x
                        about: *** look here
                        """,
                        "2:9: a value that begins with '&' or '*' is an anchor or an alias; put the text in "
                                + "quotes"),
                bad(
                        "text after a block sign",
                        """
                        scenario: x
                        about: > text
                        """,
                        "2:10: after '|' or '>' the text begins on the next line; move it there, or put it "
                                + "in quotes"),
                bad(
                        "a line that belongs to nothing",
                        """
                          scenario: x
                        hosts: [alpha]
                        """,
                        "2:1: this does not belong to what stands above; indent it like the lines beside it"));
    }
}
