package dev.holdover.harness.scenario;

import static dev.holdover.harness.scenario.BadInput.bad;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdover.harness.scenario.ExpectSpec.Runs;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Expectations of which firmware runs in the end. */
class RunsTest {
    @Test
    void tellVersionSlotAndCard() {
        List<ExpectSpec> expect = BadInput.good("""
                        scenario: x
                        hosts: [alpha, beta]
                        expect:
                          - { runs: 2, slot: 1, on: alpha }
                          - { runs: 3 }
                        """).expect();
        assertEquals(Optional.of(new Runs(2, OptionalInt.of(1))), expect.get(0).runs());
        assertEquals(Optional.of("alpha.card"), expect.get(0).on(), "a host's card");
        assertEquals(
                Optional.of(new Runs(3, OptionalInt.empty())), expect.get(1).runs());
        assertEquals(Optional.empty(), expect.get(1).on());
    }

    @TestFactory
    Stream<DynamicTest> mistakesAreNamed() {
        return Stream.of(
                bad("runs within", """
                        scenario: x
                        hosts: [alpha]
                        expect:
                          - { runs: 2, within: 5ms }
                        """, "4:24: 'runs' is about the end of the story; remove 'within'"),
                bad("see with a slot", """
                        scenario: x
                        hosts: [alpha]
                        expect:
                          - { see: gate-shut, slot: 1 }
                        """, "4:29: 'slot' goes with 'runs'; remove it"),
                bad(
                        "runs and never",
                        """
                        scenario: x
                        hosts: [alpha]
                        expect:
                          - { runs: 2, never: gate-shut }
                        """,
                        "4:5: an expectation has either 'never' or 'runs', not both; make two of it"),
                bad("no such slot", """
                        scenario: x
                        hosts: [alpha]
                        expect:
                          - { runs: 2, slot: 2 }
                        """, "4:22: 'slot' 2 is out of bounds; from 0 to 1"));
    }
}
