package dev.holdover.harness.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DidYouMeanTest {
    @ParameterizedTest
    @CsvSource({
        "hots, hosts, 1",
        "hosst, hosts, 1",
        "alhpa, alpha, 1",
        "HOST_CRASH, host-crash, 0",
        "gate, gate-shut, 5",
        "'', abc, 3"
    })
    void countsEdits(String a, String b, int edits) {
        assertEquals(edits, DidYouMean.distance(a, b));
        assertEquals(edits, DidYouMean.distance(b, a));
    }

    @Test
    void suggestsOnlyWhatMayHaveBeenMeant() {
        List<String> words = List.of("in", "slot", "nvram");
        assertEquals(Optional.of("nvram"), DidYouMean.nearest("nvrma", words));
        assertEquals(Optional.empty(), DidYouMean.nearest("xy", words));
        assertEquals("allowed: in, slot, nvram", DidYouMean.hint("battery", words));
        assertEquals("there is none", DidYouMean.hint("battery", List.of()));
    }
}
