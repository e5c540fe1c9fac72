package dev.holdover.harness.scenario;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The words that a story may use. The schema lists the same words, so that an editor completes them; a word must stand
 * in both.
 *
 * @param faults what may follow {@code fault:}
 * @param actions what may follow {@code do:}
 * @param events what may follow {@code see:}, {@code never:} and {@code after}
 */
public record Vocabulary(Map<String, Word> faults, Map<String, Word> actions, List<String> events) {
    /** Copies all three and keeps their order. */
    public Vocabulary {
        faults = Collections.unmodifiableMap(new LinkedHashMap<>(faults));
        actions = Collections.unmodifiableMap(new LinkedHashMap<>(actions));
        events = List.copyOf(events);
    }

    /**
     * What a fault or an action needs.
     *
     * @param target the kind of component that {@code on:} names
     * @param parameters further keys of the step, each with its unit; all may be left out
     * @param limits the least and the greatest value of a parameter, in its base unit, where not every one makes sense
     * @param choices further keys, each with the words that it takes; a step has the word's place in the list
     * @param texts further keys that take any text
     * @param heals whether the step may say {@code for:}
     */
    public record Word(
            Target target,
            Map<String, Unit> parameters,
            Map<String, Range> limits,
            Map<String, List<String>> choices,
            List<String> texts,
            boolean heals) {
        /** Copies the maps and keeps their order. */
        public Word {
            parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
            limits = Collections.unmodifiableMap(new LinkedHashMap<>(limits));
            choices = Collections.unmodifiableMap(new LinkedHashMap<>(choices));
            texts = List.copyOf(texts);
        }

        /** A word whose parameters are all quantities. */
        public Word(Target target, Map<String, Unit> parameters, boolean heals) {
            this(target, parameters, Map.of(), Map.of(), List.of(), heals);
        }

        /** A word without parameters that stays. */
        public static Word of(Target target) {
            return new Word(target, Map.of(), false);
        }

        /** A word without parameters that may heal. */
        public static Word healing(Target target) {
            return new Word(target, Map.of(), true);
        }
    }

    /** Kinds of components. */
    public enum Target {
        /** A computer. */
        HOST,
        /** A fail-over card. */
        CARD,
        /** A network wire. */
        WIRE,
        /** A LAN with its switch. */
        LAN,
        /** A station on a LAN. */
        STATION,
        /** A wire, or a member's cable of a LAN, as in lan-a/alpha.card. */
        CABLE,
        /** A member's port on a network, as in lan-a/alpha.card; its receiver or sender with /rx or /tx. */
        PORT,
        /** One direction of a member's port, as in lan-a/alpha.card/rx. */
        DIRECTION,
        /** A power feed. */
        FEED,
        /** A disk array. */
        ARRAY,
        /** A disk in a daughter slot. */
        DISK,
        /** A network controller in a daughter slot. */
        NIC,
        /** The way of a host or a card to a disk array, as in array/alpha or array/alpha.card. */
        PATH,
        /** The word is about no component. */
        NONE
    }
}
