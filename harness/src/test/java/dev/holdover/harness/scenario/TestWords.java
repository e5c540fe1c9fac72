package dev.holdover.harness.scenario;

import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.scenario.Vocabulary.Word;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The vocabulary of the first scenarios, so that the format's tests do not hang on the fault catalogue. */
final class TestWords {
    static final Vocabulary VOCABULARY = new Vocabulary(faults(), actions(), events());

    private TestWords() {}

    private static Map<String, Word> faults() {
        Map<String, Word> faults = new LinkedHashMap<>();
        faults.put("host-crash", Word.healing(Target.HOST));
        faults.put("host-hang", Word.healing(Target.HOST));
        faults.put("host-power-loss", Word.healing(Target.HOST));
        faults.put("host-told-shutdown", Word.healing(Target.HOST));
        faults.put("firmware-crash", Word.of(Target.CARD));
        faults.put("firmware-hang", Word.healing(Target.CARD));
        faults.put("link-down", Word.healing(Target.WIRE));
        faults.put("mains-loss", Word.healing(Target.FEED));
        return faults;
    }

    private static Map<String, Word> actions() {
        Map<String, Unit> part = new LinkedHashMap<>();
        part.put("offset", Unit.SIZE);
        part.put("length", Unit.SIZE);
        Map<String, Word> actions = new LinkedHashMap<>();
        actions.put("allow-reconnect", Word.of(Target.CARD));
        actions.put("fetch", new Word(Target.CARD, part, false));
        return actions;
    }

    private static List<String> events() {
        return List.of(
                "gate-shut",
                "gate-opened",
                "host-failed",
                "host-gate-shut",
                "host-gate-opened",
                "drained",
                "certificate-sent",
                "epoch-handed-over",
                "claiming",
                "claimed",
                "taken-over",
                "first-read-served",
                "peer-in-sync",
                "resync-started",
                "resync-done",
                "superseded",
                "proof-accepted",
                "proof-refused",
                "reconnect-allowed",
                "fetch-served",
                "card-booted",
                "host-up",
                "degraded",
                "card-returned",
                "processor-reset",
                "watchdog-fired",
                "nvram-lost",
                "power-good-lost",
                "battery-empty",
                "write-acknowledged",
                "energy-short");
    }
}
