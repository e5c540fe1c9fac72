package dev.holdover.harness.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.harness.scenario.CardSpec.AckMode;
import dev.holdover.harness.scenario.CardSpec.Arm;
import dev.holdover.harness.scenario.CardSpec.Loss;
import dev.holdover.harness.scenario.CardSpec.LowEnergy;
import dev.holdover.harness.scenario.CardSpec.OnCongestion;
import dev.holdover.harness.scenario.CardSpec.Outage;
import dev.holdover.harness.scenario.CardSpec.ShortOfCopies;
import dev.holdover.harness.scenario.CardSpec.TakeOver;
import dev.holdover.harness.scenario.WorkloadSpec.Pattern;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScenarioFileTest {
    private static final long MS = 1_000_000;

    private static final String SMALLEST = """
            scenario: The host crashes and its peer serves on
            hosts: [alpha, beta]
            when:
              - at: 100ms
                fault: host-crash
                on: alpha
            expect:
              - see: first-read-served
                on: beta
                within: 1s of host-crash
            """;

    static final String FULL = """
            # yaml-language-server: $schema=scenario.schema.json
            scenario: The host crashes and its peer serves on
            about: >
              A crash in the middle of a log append:
              the peer serves what was acknowledged.
            claims: [1, 2, 6]
            duration: 2s
            hosts:
              alpha:
                workload: { pattern: log-append, every: 50..200us, size: 512B..4KiB, from: 1ms, until: 400ms }
                boot-time: 100ms
              beta:
              gamma:
                workload: bursts
            cards:
              a:
                in: alpha
                slot: 2
                nvram: 1MiB
                log: 128
                battery: 8Wh
                on-congestion: pull-ahead
                resync-rate: 5MB/s
                load: 9.5W
                low-energy: raise
                outage: preserve
                arm: by-command
                clock: -50ppm..+0.02%
                ack: LOCAL
                peer: beta
                take-over: automatic
                heartbeat: 5ms
                missed: 3
                watchdog: 20ms
              a2: { in: alpha, peer: none }
              g: { in: gamma, peer: a, take-over: never }
            wires:
              lan-a: { between: [a, beta], latency: 10µs..30us, bandwidth: 100MB/s, loss: 0.1%, duplicate: 0%..1% }
              lan-b: { between: [gamma, a], reorder: 2%, corrupt: 0.01% }
            feeds:
              left: { powers: [alpha] }
              right: { powers: [beta, gamma] }
            when:
              - at: 100ms
                fault: host-crash
                on: a
                for: 200ms
              - at: 5ms after gate-shut on alpha
                do: allow-reconnect
                on: a
              - at: 20ms..40ms
                fault: link-down
                on: lan-a
                for: 10ms..30ms
              - at: store 1..60 of alpha from 100ms
                fault: mains-loss
                on: left
              - { at: 1.5s, do: fetch, on: beta, offset: 4KiB, length: 512B..4KiB }
            expect:
              - see: gate-shut
                on: alpha
                within: 60ms of host-crash
              - never: claimed
                on: beta
              - see: first-read-served
                within: 1s of host-crash on a
              - see: drained
                within: 1500ms
            """;

    @Test
    void fillsInEveryDefaultOfTheSmallestScenario() {
        Scenario s = BadInput.good(SMALLEST);
        assertTrue(SMALLEST.lines().count() <= 10);
        assertEquals("The host crashes and its peer serves on", s.title());
        assertEquals("", s.about());
        assertEquals(List.of(), s.claims());
        assertEquals(1000 * MS, s.durationNs());
        Range every = new Range(100_000, 100_000);
        Range size = new Range(512, 4096);
        assertEquals(
                List.of(
                        new HostSpec(
                                "alpha",
                                new WorkloadSpec(Pattern.RANDOM_WRITES, every, size, 0, 1000 * MS),
                                150 * MS,
                                new Range(0, 0)),
                        new HostSpec(
                                "beta",
                                new WorkloadSpec(Pattern.IDLE, every, size, 0, 1000 * MS),
                                150 * MS,
                                new Range(0, 0))),
                s.hosts());
        assertEquals(List.of(defaultCard("alpha", "beta"), defaultCard("beta", "alpha")), s.cards());
        Range none = new Range(0, 0);
        assertEquals(
                List.of(new WireSpec(
                        "lan-a",
                        "alpha.card",
                        "beta.card",
                        new Range(20_000, 20_000),
                        10_000_000_000L,
                        none,
                        none,
                        none,
                        none)),
                s.wires());
        assertEquals(List.of(new FeedSpec("mains", List.of("alpha", "beta"))), s.feeds());
        assertEquals(
                List.of(new StepSpec(
                        new When.At(new Range(100 * MS, 100 * MS)),
                        true,
                        "host-crash",
                        "alpha",
                        Optional.empty(),
                        Map.of(),
                        Map.of(),
                        4)),
                s.when());
        assertEquals(
                List.of(new ExpectSpec(
                        Optional.empty(),
                        false,
                        "first-read-served",
                        Optional.of("beta"),
                        OptionalLong.of(1000 * MS),
                        Optional.of("host-crash"),
                        Optional.empty(),
                        8)),
                s.expect());
    }

    private static CardSpec defaultCard(String host, String peerHost) {
        return new CardSpec(
                host + ".card",
                host,
                1,
                256 << 10,
                64,
                30_000_000,
                AckMode.LOCAL,
                List.of(peerHost + ".card"),
                List.of(),
                ShortOfCopies.GO_ON,
                Loss.REFUSE,
                OnCongestion.BLOCK,
                0,
                TakeOver.AUTOMATIC,
                10 * MS,
                5,
                50 * MS,
                12_000,
                LowEnergy.REFUSE,
                Outage.TAKE_OVER,
                Arm.AT_BOOT,
                new Range(0, 0),
                "");
    }

    @Test
    void readsEveryKeyOfTheComponents() {
        Scenario s = BadInput.good(FULL);
        assertEquals("A crash in the middle of a log append: the peer serves what was acknowledged.\n", s.about());
        assertEquals(List.of(1, 2, 6), s.claims());
        assertEquals(
                new HostSpec(
                        "alpha",
                        new WorkloadSpec(
                                Pattern.LOG_APPEND, new Range(50_000, 200_000), new Range(512, 4096), MS, 400 * MS),
                        100 * MS,
                        new Range(0, 0)),
                s.hosts().get(0));
        assertEquals(Pattern.IDLE, s.hosts().get(1).workload().pattern());
        assertEquals(Pattern.BURSTS, s.hosts().get(2).workload().pattern());
        assertEquals(
                new CardSpec(
                        "a",
                        "alpha",
                        2,
                        1 << 20,
                        128,
                        28_800_000,
                        AckMode.LOCAL,
                        List.of("beta.card"),
                        List.of(),
                        ShortOfCopies.GO_ON,
                        Loss.REFUSE,
                        OnCongestion.PULL_AHEAD,
                        40_000_000,
                        TakeOver.AUTOMATIC,
                        5 * MS,
                        3,
                        20 * MS,
                        9_500,
                        LowEnergy.RAISE,
                        Outage.PRESERVE,
                        Arm.BY_COMMAND,
                        new Range(-50, 200),
                        ""),
                s.cards().get(0));
        assertEquals(
                List.of("a", "a2", "g", "beta.card"),
                s.cards().stream().map(CardSpec::name).toList());
        assertEquals(1, s.cards().get(1).slot());
        assertEquals(List.of(), s.cards().get(1).peers());
        assertEquals(TakeOver.NEVER, s.cards().get(2).takeOver());
        assertEquals(
                new WireSpec(
                        "lan-a",
                        "a",
                        "beta.card",
                        new Range(10_000, 30_000),
                        800_000_000,
                        new Range(1_000, 1_000),
                        new Range(0, 10_000),
                        new Range(0, 0),
                        new Range(0, 0)),
                s.wires().get(0));
        assertEquals(List.of("beta", "gamma"), s.feeds().get(1).hosts());
    }

    @Test
    void threeHostsAreJoinedByTwoLans() {
        Scenario s = BadInput.good("""
                scenario: x
                hosts: [alpha, beta, gamma]
                stations:
                  client:
                when:
                  - { at: 1ms, fault: nic-failure, on: lan-b/gamma.card/tx }
                  - { at: 1ms, fault: link-down, on: lan-a/client }
                  - { at: 1ms, fault: switch-failure, on: lan-a, split: 2 }
                """);
        assertEquals(
                List.of("lan-a", "lan-b"), s.lans().stream().map(LanSpec::name).toList());
        for (LanSpec lan : s.lans()) {
            assertEquals(List.of("alpha.card", "beta.card", "gamma.card"), lan.cards());
            assertEquals(List.of("alpha", "beta", "gamma"), lan.hosts());
            assertEquals(Optional.empty(), lan.poweredBy());
        }
        assertEquals(List.of(), s.wires());
        StationSpec client = s.stations().get(0);
        assertEquals("lan-a", client.lan());
        assertEquals(List.of("alpha.card", "beta.card", "gamma.card"), client.asks());
        assertEquals("lan-b/gamma.card/tx", s.when().get(0).on());
        assertEquals(new Range(2, 2), s.when().get(2).parameters().get("split"));
    }

    @Test
    void aLanJoinsHostsWithTheirCardsOrCardsAlone() {
        Scenario s = BadInput.good("""
                scenario: x
                hosts: [alpha, beta]
                cards:
                  a: { in: alpha }
                  b: { in: beta }
                feeds: { room: { powers: [alpha, beta] }, closet: { powers: [] } }
                lans:
                  lan-a: { joins: [alpha, b], powered-by: closet, loss: 1% }
                """);
        LanSpec lan = s.lans().get(0);
        assertEquals(List.of("a", "b"), lan.cards());
        assertEquals(List.of("alpha"), lan.hosts());
        assertEquals(Optional.of("closet"), lan.poweredBy());
        assertEquals(new Range(10_000, 10_000), lan.lossPpm());
        assertEquals(List.of(), s.wires(), "no default wire beside a LAN");
    }

    @Test
    void readsEveryKindOfStepAndExpectation() {
        Scenario s = BadInput.good(FULL);
        assertEquals("alpha", s.when().get(0).on(), "a card stands for its host where a host is needed");
        assertEquals(Optional.of(new Range(200 * MS, 200 * MS)), s.when().get(0).forNs());
        assertEquals(
                new When.After(new Range(5 * MS, 5 * MS), "gate-shut", Optional.of("alpha")),
                s.when().get(1).when());
        assertEquals(new When.At(new Range(20 * MS, 40 * MS)), s.when().get(2).when());
        assertEquals(
                new When.AtStore(new Range(1, 60), "alpha", 100 * MS),
                s.when().get(3).when());
        StepSpec fetch = s.when().get(4);
        assertEquals("beta.card", fetch.on(), "a host stands for its only card where a card is needed");
        assertEquals(
                "{offset=Range[lo=4096, hi=4096], length=Range[lo=512, hi=4096]}",
                fetch.parameters().toString());
        assertEquals(58, fetch.line());
        assertTrue(s.expect().get(1).never());
        assertEquals(Optional.of("alpha"), s.expect().get(2).ofOn());
        assertEquals(OptionalLong.of(1500 * MS), s.expect().get(3).withinNs());
        assertEquals(Optional.empty(), s.expect().get(3).ofWhat());
    }

    @Test
    void leavesOutOnWhereThereIsOneCandidate() {
        Scenario s = BadInput.good("""
                scenario: x
                hosts: [alpha]
                when:
                  - { at: 1ms, fault: mains-loss }
                  - { at: 2ms, do: allow-reconnect }
                """);
        assertEquals("mains", s.when().get(0).on());
        assertEquals("alpha.card", s.when().get(1).on());
    }

    @Test
    void unfoldsAliasesAsIfTheyWereWrittenOut() {
        Scenario s = BadInput.good("""
                scenario: x
                hosts:
                  alpha: { workload: &load { every: 1ms } }
                  beta: { workload: *load }
                """);
        assertEquals(s.hosts().get(0).workload(), s.hosts().get(1).workload());
    }

    @Test
    void takesWordsThatOtherYamlReadersTurnIntoBooleans() {
        Scenario s = BadInput.good("scenario: yes\nhosts: [no, off]\nexpect:\n  - { see: drained, on: no }\n");
        assertEquals("yes", s.title());
        assertEquals(Optional.of("no"), s.expect().get(0).on());
    }

    @Test
    void readsFilesWithByteOrderMarkAndWindowsLineEnds() {
        assertEquals(
                "x", BadInput.good("\uFEFFscenario: x\r\nhosts: [alpha]\r\n").title());
    }

    @Test
    void namesTheScenarioAfterItsFile(@TempDir Path dir) throws IOException {
        Path file = Files.writeString(dir.resolve("host-crash.yaml"), SMALLEST);
        Scenario s = ScenarioFile.load(file, TestWords.VOCABULARY, List.of());
        assertEquals("host-crash", s.name());
        assertEquals(file.toString(), s.file());
    }

    @Test
    void refusesWhatIsNoReadableFile(@TempDir Path dir) throws IOException {
        assertEquals(dir + ": is a directory; name a scenario file in it", failure(dir));
        Path missing = dir.resolve("missing.yaml");
        assertEquals(missing + ": no such file; check the path", failure(missing));
        Path large = Files.write(dir.resolve("large.yaml"), new byte[(1 << 20) + 1]);
        assertEquals(large + ":1:1: the file is larger than 1MiB; a scenario is a few KiB", failure(large));
        Path latin = Files.write(dir.resolve("latin.yaml"), "a: 1\nä: ü".getBytes(StandardCharsets.ISO_8859_1));
        assertEquals(latin + ":2:1: byte 0xe4 is not UTF-8; save the file as UTF-8", failure(latin));
        Path cut = Files.write(dir.resolve("cut.yaml"), new byte[] {'a', ':', ' ', (byte) 0xE2, (byte) 0x82});
        assertEquals(cut + ":1:4: byte 0xe2 is not UTF-8; save the file as UTF-8", failure(cut));
    }

    @Test
    void keepsTheMessageOnOneLineWhateverTheFileIsCalled(@TempDir Path dir) {
        String message = failure(dir.resolve("a\nb\u001b[31m.yaml"));
        assertEquals(dir + "/a\\nb\\u{1b}[31m.yaml: no such file; check the path", message);
    }

    @Test
    void collectsFurtherProblemsInFileOrder() throws IOException {
        String yaml = "scenario: x\nhosts: [alpha]\nwhen:\n  - { at: 2s, fault: host-crash }\nduration: 0ms\n";
        Path file = Files.writeString(Files.createTempFile("scenario", ".yaml"), yaml);
        ScenarioException e =
                assertThrows(ScenarioException.class, () -> ScenarioFile.load(file, TestWords.VOCABULARY, List.of()));
        Files.delete(file);
        assertEquals(
                List.of(
                        file + ":4:11: '2s' is after the end of the run at 0s; move it, or raise 'duration'",
                        file + ":5:11: 'duration' is zero; write more, like 50ms"),
                e.problems());
    }

    private static String failure(Path file) {
        return assertThrows(ScenarioException.class, () -> ScenarioFile.load(file, TestWords.VOCABULARY, List.of()))
                .problems()
                .get(0);
    }
}
