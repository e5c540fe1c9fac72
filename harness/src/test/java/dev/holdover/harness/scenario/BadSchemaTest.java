package dev.holdover.harness.scenario;

import static dev.holdover.harness.scenario.BadInput.bad;

import dev.holdover.harness.run.Run;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Files that are YAML but do not fit the schema: keys, words, types. */
class BadSchemaTest {
    @TestFactory
    Stream<DynamicTest> saysWhatIsWrongWhereAndWhatWouldBeRight() {
        return Stream.of(
                bad("a typo in a key", """
                        scenario: x
                        hots: [alpha, beta]
                        """, "2:1: unknown key 'hots'; did you mean 'hosts'?"),
                bad("a typo in a key of a step", """
                        scenario: x
                        hosts: [alpha, beta]
                        when:
                          - at: 1ms
                            fualt: host-crash
                            on: alpha
                        """, "5:5: unknown key 'fualt'; did you mean 'fault'?"),
                bad(
                        "a key that resembles none",
                        """
                        scenario: x
                        hosts: [alpha]
                        colour: red
                        """,
                        "3:1: unknown key 'colour'; allowed: about, claims, hosts, cluster, cards, lans and 12 more, "
                                + "listed in the schema"),
                bad("unknown fault", """
                        scenario: x
                        hosts: [alpha]
                        when:
                          - at: 1ms
                            fault: host-crush
                        """, "5:12: unknown word 'host-crush' for 'fault'; did you mean 'host-crash'?"),
                bad(
                        "unknown action",
                        """
                        scenario: x
                        hosts: [alpha]
                        when:
                          - { at: 1ms, do: dance }
                        """,
                        "4:20: unknown word 'dance' for 'do'; allowed: force, save, fetch, erase, arm, discard and "
                                + (Run.vocabulary().actions().size() - 6) + " more, listed in the schema"),
                bad("unknown event", """
                        scenario: x
                        hosts: [alpha]
                        expect:
                          - see: gate-shutt
                        """, "4:10: unknown word 'gate-shutt' for 'see'; did you mean 'gate-shut'?"),
                bad(
                        "an event that resembles none",
                        """
                        scenario: x
                        hosts: [alpha]
                        expect:
                          - see: xyzzy
                        """,
                        "4:10: unknown word 'xyzzy' for 'see'; "
                                + DidYouMean.hint("xyzzy", TestWords.VOCABULARY.events())),
                bad(
                        "missing scenario",
                        """
                        hosts: [alpha]
                        """,
                        "1:1: the scenario lacks 'scenario'; write 'scenario: The host crashes and its peer "
                                + "serves on'"),
                bad("missing hosts", """
                        scenario: x
                        """, "1:1: the scenario lacks 'hosts'; write 'hosts: [alpha, beta]'"),
                bad("a card without a host", """
                        scenario: x
                        hosts: [alpha]
                        cards:
                          a:
                            slot: 1
                        """, "4:3: 'a' lacks 'in'; write 'in: alpha'"),
                bad("a step without a word", """
                        scenario: x
                        hosts: [alpha]
                        when:
                          - at: 1ms
                        """, "4:5: a step needs 'fault: …' or 'do: …'; write one of them"),
                bad("a step with two words", """
                        scenario: x
                        hosts: [alpha]
                        when:
                          - { at: 1ms, fault: host-crash, do: fetch }
                        """, "4:5: a step has either 'fault' or 'do', not both; make two of it"),
                bad(
                        "an expectation without an event",
                        """
                        scenario: x
                        hosts: [alpha]
                        expect:
                          - { on: alpha }
                        """,
                        "4:5: an expectation needs 'see: …' or 'never: …' or 'runs: …'; write one of them"),
                bad("log big", """
                        scenario: x
                        hosts: [alpha]
                        cards: { a: { in: alpha, log: 8192 } }
                        """, "3:31: 'log' 8192 is out of bounds; from 8 to 4096"),
                bad("slot text", """
                        scenario: x
                        hosts: [alpha]
                        cards: { a: { in: alpha, slot: one } }
                        """, "3:32: 'slot' is text where a whole number is needed; write it like '1'"),
                bad("three wire ends", """
                        scenario: x
                        hosts: [alpha, beta]
                        wires:
                          w: { between: [alpha, beta, alpha] }
                        """, "4:17: 'between' has too many entries; exactly 2"),
                bad("host twice", """
                        scenario: x
                        hosts: [alpha, alpha]
                        """, "2:16: 'alpha' stands twice in 'hosts'; name it once"),
                bad(
                        "bad name",
                        """
                        scenario: x
                        hosts: [alpha, "be ta"]
                        """,
                        "2:16: 'be ta' is not a name; letters, digits, '-' and '_', beginning with a letter"),
                bad(
                        "bad name long",
                        """
                        scenario: x
                        hosts:
                          alpha:
                          2beta:
                        """,
                        "4:3: '2beta' is not a name; letters, digits, '-' and '_', beginning with a letter"),
                bad("claims", """
                        scenario: x
                        hosts: [alpha]
                        claims: [1, 18]
                        """, "3:13: 18 is out of bounds; from 1 to 17"),
                bad("claims text", """
                        scenario: x
                        hosts: [alpha]
                        claims: 1, 2
                        """, "3:9: 'claims' is text where a list is needed; write it like '[1, 2, 6]'"),
                bad("claims twice", """
                        scenario: x
                        hosts: [alpha]
                        claims: [1, 1]
                        """, "3:13: '1' stands twice in 'claims'; name it once"),
                bad("workload word", """
                        scenario: x
                        hosts: { alpha: { workload: ilde } }
                        """, "2:29: unknown word 'ilde' for 'workload'; did you mean 'idle'?"),
                bad("workload pattern", """
                        scenario: x
                        hosts: { alpha: { workload: { pattern: burst } } }
                        """, "2:40: unknown word 'burst' for 'pattern'; did you mean 'bursts'?"),
                bad(
                        "workload list",
                        """
                        scenario: x
                        hosts: { alpha: { workload: [idle] } }
                        """,
                        "2:29: 'workload' is a list where text or a mapping is needed; write it like 'idle'"),
                bad("workload key", """
                        scenario: x
                        hosts: { alpha: { workload: { evry: 5us } } }
                        """, "2:31: unknown key 'evry'; did you mean 'every'?"),
                bad(
                        "hosts text",
                        """
                        scenario: x
                        hosts: alpha
                        """,
                        "2:8: 'hosts' is text where a list or a mapping is needed; write it like '[alpha, " + "beta]'"),
                bad("hosts empty", """
                        scenario: x
                        hosts: []
                        """, "2:8: 'hosts' has too few entries; at least 1"),
                bad("ack", """
                        scenario: x
                        hosts: [alpha]
                        cards: { a: { in: alpha, ack: PEERS } }
                        """, "3:31: unknown word 'PEERS' for 'ack'; did you mean 'PEER'?"),
                bad(
                        "ack that needs more copies",
                        """
                        scenario: The host crashes
                        hosts: [alpha]
                        cards: { a: { in: alpha, ack: PEER } }
                        """,
                        "3:31: ack mode PEER needs 2 copies, and there are 1; name more peers or ask for less"),
                bad("title number", """
                        scenario: 5
                        hosts: [alpha]
                        """, "1:11: 'scenario' is a number where text is needed; put it in quotes"),
                bad(
                        "title null",
                        """
                        scenario:
                        hosts: [alpha]
                        """,
                        "1:10: 'scenario' is empty where text is needed; write it like 'The host crashes and "
                                + "its peer serves on'"),
                bad("title lines", """
                        scenario: |
                          a
                          b
                        hosts: [alpha]
                        """, "1:11: the title is not one line of text; put the rest under 'about'"),
                bad(
                        "claim text",
                        """
                        scenario: x
                        hosts: [alpha]
                        claims: [one]
                        """,
                        "3:10: an item of 'claims' is text where a whole number is needed; write it like '1'"),
                bad("card list", """
                        scenario: x
                        hosts: [alpha]
                        cards: { a: [alpha] }
                        """, "3:13: 'a' is a list where a mapping is needed; write it like '{ in: alpha }'"),
                bad(
                        "host text",
                        """
                        scenario: x
                        hosts: { alpha: idle }
                        """,
                        "2:17: 'alpha' is text where a mapping is needed; write it like '{ workload: idle }'"));
    }
}
