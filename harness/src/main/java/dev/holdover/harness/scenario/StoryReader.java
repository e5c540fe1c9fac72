package dev.holdover.harness.scenario;

import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.scenario.Vocabulary.Word;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Reads {@code when} and {@code expect}, and resolves their words and names. */
final class StoryReader {
    /** Keys of a step that are no parameters of its word. */
    private static final List<String> STEP_KEYS = List.of("at", "fault", "do", "on", "for");

    private final Section root;
    private final Components components;
    private final Vocabulary vocabulary;
    private final long durationNs;
    private final long driftPpm;

    StoryReader(Section root, Components components, Vocabulary vocabulary, long durationNs, long driftPpm) {
        this.root = root;
        this.components = components;
        this.vocabulary = vocabulary;
        this.durationNs = durationNs;
        this.driftPpm = driftPpm;
    }

    List<StepSpec> steps() {
        return root.items("when").stream().map(this::step).toList();
    }

    private StepSpec step(Section item) {
        boolean isFault = item.has("fault");
        String key = isFault ? "fault" : "do";
        String name = item.text(key, "");
        Map<String, Word> words = isFault ? vocabulary.faults() : vocabulary.actions();
        // The schema lists the words for editors; what this run knows decides.
        Optional<Word> word = item.read(key, () -> known(name, words.keySet(), isFault ? "fault" : "action"))
                .map(words::get);
        When when = item.read("at", () -> moment(item.text("at", ""))).orElse(new When.At(new Range(0, 0)));
        String on = word.map(w -> target(item, name, w)).orElse("");
        Optional<Range> forNs = word.flatMap(w -> heals(item, name, w));
        Map<String, Range> parameters = word.map(w -> parameters(item, name, w)).orElse(Map.of());
        Map<String, String> texts = word.map(w -> texts(item, w)).orElse(Map.of());
        return new StepSpec(when, isFault, name, on, forNs, parameters, texts, item.line());
    }

    private static String known(String name, Collection<String> words, String kind) {
        if (!words.contains(name)) {
            throw new IllegalArgumentException(
                    "unknown " + kind + " " + Problems.quote(name) + "; " + DidYouMean.hint(name, words));
        }
        return name;
    }

    private String target(Section item, String name, Word word) {
        if (word.target() == Target.NONE) {
            if (item.has("on")) {
                item.problem("on", "'" + name + "' is about no component; remove 'on'");
            }
            return "";
        }
        if (item.has("on")) {
            return item.read("on", () -> components.resolve(word.target(), item.text("on", "")))
                    .orElse("");
        }
        Optional<String> only = components.only(word.target());
        if (only.isEmpty()) {
            item.problem("'" + name + "' needs 'on', a " + Components.lower(word.target()) + "; "
                    + components.allowed(word.target()));
        }
        return only.orElse("");
    }

    private static Optional<Range> heals(Section item, String name, Word word) {
        if (item.has("for") && !word.heals()) {
            item.problem("for", "'" + name + "' does not heal by itself; remove 'for'");
            return Optional.empty();
        }
        return item.read("for", () -> Quantity.range(Unit.DURATION, item.text("for", "")));
    }

    private Map<String, Range> parameters(Section item, String name, Word word) {
        Map<String, Range> parameters = new LinkedHashMap<>();
        for (String key : item.keys()) {
            if (STEP_KEYS.contains(key) || word.texts().contains(key)) {
                continue;
            }
            List<String> choices = word.choices().get(key);
            if (choices != null) {
                item.read(key, () -> known(item.text(key, ""), choices, "'" + key + "'"))
                        .ifPresent(v -> parameters.put(key, new Range(choices.indexOf(v), choices.indexOf(v))));
                continue;
            }
            Unit unit = word.parameters().get(key);
            if (unit == null) {
                List<String> known = Stream.concat(word.parameters().keySet().stream(), word.texts().stream())
                        .toList();
                String right = known.isEmpty() ? "it has none, remove it" : DidYouMean.hint(key, known);
                item.keyProblem(key, "'" + key + "' is no parameter of '" + name + "'; " + right);
                continue;
            }
            Optional<Range> limits = Optional.ofNullable(word.limits().get(key));
            item.read(key, () -> parameter(unit, limits, item.text(key, ""))).ifPresent(v -> parameters.put(key, v));
        }
        return parameters;
    }

    private static Map<String, String> texts(Section item, Word word) {
        Map<String, String> texts = new LinkedHashMap<>();
        word.texts().forEach(key -> item.text(key).ifPresent(text -> texts.put(key, text)));
        return texts;
    }

    private Range parameter(Unit unit, Optional<Range> limits, String text) {
        Range range = Quantity.range(unit, text);
        limits.filter(each -> range.lo() < each.lo() || range.hi() > each.hi()).ifPresent(each -> {
            throw new IllegalArgumentException(Problems.quote(text) + " is not within " + Quantity.exact(unit, each));
        });
        return unit == Unit.RATE ? CardsReader.withinDrift(range, driftPpm) : range;
    }

    private When moment(String text) {
        When when = Moments.moment(text);
        long latestNs;
        if (when instanceof When.After after) {
            event(after.event());
            after.on().ifPresent(components::any);
            latestNs = after.ns().hi();
        } else if (when instanceof When.AtStore store) {
            storing(store.component());
            latestNs = store.fromNs();
        } else {
            latestNs = ((When.At) when).ns().hi();
        }
        if (latestNs > durationNs) {
            throw new IllegalArgumentException(Problems.quote(text) + " is after the end of the run at "
                    + Quantity.exact(Unit.DURATION, durationNs) + "; move it, or raise 'duration'");
        }
        return when;
    }

    private void event(String name) {
        if (vocabulary.faults().containsKey(name) || vocabulary.actions().containsKey(name)) {
            throw new IllegalArgumentException("'" + name + "' is a step; 'after' needs an event, like gate-shut");
        }
        known(name, vocabulary.events(), "event");
    }

    private void storing(String name) {
        components.any(name);
        boolean stores = components.named(Target.HOST).contains(name)
                || components.named(Target.CARD).contains(name);
        if (!stores) {
            throw new IllegalArgumentException("'" + name + "' stores nothing; name a host or a card: "
                    + String.join(", ", components.named(Target.HOST)) + ", "
                    + String.join(", ", components.named(Target.CARD)));
        }
    }

    List<ExpectSpec> expectations(List<StepSpec> steps) {
        List<ExpectSpec> expectations = new ArrayList<>();
        for (Section item : root.items("expect")) {
            if (item.has("runs")) {
                expectations.add(runs(item));
                continue;
            }
            if (item.has("slot")) {
                item.problem("slot", "'slot' goes with 'runs'; remove it");
            }
            boolean never = item.has("never");
            String key = never ? "never" : "see";
            item.read(key, () -> known(item.text(key, ""), vocabulary.events(), "event"));
            Optional<String> on = item.read("on", () -> components.any(item.text("on", "")));
            Optional<Moments.Bound> bound = item.read("within", () -> bound(item.text("within", ""), steps));
            expectations.add(new ExpectSpec(
                    Optional.empty(),
                    never,
                    item.text(key, ""),
                    on,
                    bound.map(b -> OptionalLong.of(b.ns())).orElse(OptionalLong.empty()),
                    bound.flatMap(Moments.Bound::what),
                    bound.flatMap(Moments.Bound::on),
                    item.line()));
        }
        return expectations;
    }

    private ExpectSpec runs(Section item) {
        if (item.has("within")) {
            item.problem("within", "'runs' is about the end of the story; remove 'within'");
        }
        long version = number(item, "runs").orElse(0L);
        Optional<Long> slot = number(item, "slot");
        Optional<String> on = item.read("on", () -> components.resolve(Target.CARD, item.text("on", "")));
        return new ExpectSpec(
                Optional.of(new ExpectSpec.Runs(
                        version, slot.map(n -> OptionalInt.of(n.intValue())).orElse(OptionalInt.empty()))),
                false,
                "",
                on,
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                item.line());
    }

    private static Optional<Long> number(Section item, String key) {
        return item.read(
                key, () -> Quantity.range(Unit.COUNT, item.text(key, "")).lo());
    }

    private Moments.Bound bound(String text, List<StepSpec> steps) {
        Moments.Bound bound = Moments.bound(text);
        if (bound.what().isEmpty()) {
            return bound;
        }
        String what = bound.what().get();
        List<StepSpec> meant = steps.stream().filter(s -> s.word().equals(what)).toList();
        if (meant.isEmpty()) {
            if (!vocabulary.events().contains(what)) {
                throw unknownOrigin(what, steps);
            }
            bound.on().ifPresent(components::any);
            return bound;
        }
        Optional<String> on = bound.on().map(name -> stepTarget(what, name));
        if (on.isPresent() && meant.stream().noneMatch(s -> s.on().equals(on.get()))) {
            throw new IllegalArgumentException("no '" + what + "' happens on '" + on.get() + "' in this story; on: "
                    + String.join(
                            ", ", meant.stream().map(StepSpec::on).distinct().toList()));
        }
        return new Moments.Bound(bound.ns(), bound.what(), on);
    }

    private String stepTarget(String what, String name) {
        Word word = vocabulary.faults().containsKey(what)
                ? vocabulary.faults().get(what)
                : vocabulary.actions().get(what);
        return word == null || word.target() == Target.NONE
                ? components.any(name)
                : components.resolve(word.target(), name);
    }

    private IllegalArgumentException unknownOrigin(String what, List<StepSpec> steps) {
        List<String> happens = steps.stream().map(StepSpec::word).distinct().toList();
        if (vocabulary.faults().containsKey(what) || vocabulary.actions().containsKey(what)) {
            String right = happens.isEmpty() ? "the story has no step" : "steps: " + String.join(", ", happens);
            return new IllegalArgumentException("no step of this story is '" + what + "'; " + right);
        }
        List<String> allowed = new ArrayList<>(happens);
        allowed.addAll(vocabulary.events());
        return new IllegalArgumentException(Problems.quote(what) + " is neither a step of this story nor an event; "
                + DidYouMean.hint(what, allowed));
    }
}
