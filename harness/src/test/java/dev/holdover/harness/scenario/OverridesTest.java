package dev.holdover.harness.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class OverridesTest {
    private static final String STORY = """
            scenario: x
            hosts: [alpha, beta]
            when:
              - { at: 100ms, fault: host-crash, on: alpha }
            """;

    @Test
    void replacesAValue() {
        Range ns = new Range(50_000_000, 50_000_000);
        assertEquals(
                new When.At(ns),
                BadInput.good(STORY, "when[0].at=50ms").when().get(0).when());
        assertEquals(
                new When.At(ns),
                BadInput.good(STORY, "when.0.at=50ms").when().get(0).when());
    }

    @Test
    void makesMissingMappingsOnTheWay() {
        Scenario s = BadInput.good(STORY, "cards.a.in=alpha", "cards.a.nvram=1MiB");
        assertEquals("a", s.cards().get(0).name());
        assertEquals(1 << 20, s.cards().get(0).nvramBytes());
    }

    @Test
    void spellsOutTheShortForms() {
        Scenario s = BadInput.good(STORY, "hosts.beta.workload=bursts", "hosts.beta.workload.every=1ms");
        assertEquals(
                List.of("alpha", "beta"), s.hosts().stream().map(HostSpec::name).toList());
        assertEquals(WorkloadSpec.Pattern.BURSTS, s.hosts().get(1).workload().pattern());
        assertEquals(
                new Range(1_000_000, 1_000_000), s.hosts().get(1).workload().everyNs());
        assertEquals(
                WorkloadSpec.Pattern.RANDOM_WRITES, s.hosts().get(0).workload().pattern());
    }

    @Test
    void addsToAListAndStartsOne() {
        Scenario s = BadInput.good(STORY, "when[1]={ at: 1ms, fault: link-down }", "expect[0].see=drained");
        assertEquals("link-down", s.when().get(1).word());
        assertEquals(0, s.when().get(1).line(), "an override has no line");
        assertEquals("drained", s.expect().get(0).event());
    }

    @Test
    void takesWholeLists() {
        assertEquals(List.of(1, 2), BadInput.good(STORY, "claims=[1, 2]").claims());
    }

    @Test
    void changesOnlyOneUseOfAnAlias() {
        Scenario s = BadInput.good("""
                scenario: x
                hosts:
                  alpha: { workload: &load { every: 1ms } }
                  beta: { workload: *load }
                """, "hosts.beta.workload.every=2ms");
        assertEquals(1_000_000, s.hosts().get(0).workload().everyNs().lo());
        assertEquals(2_000_000, s.hosts().get(1).workload().everyNs().lo());
    }
}
