package dev.holdover.harness.fault;

import dev.holdover.harness.scenario.Range;
import dev.holdover.harness.scenario.Unit;
import dev.holdover.harness.scenario.Vocabulary.Target;
import dev.holdover.harness.world.CardNode;
import dev.holdover.harness.world.Cluster;
import java.util.List;
import java.util.Map;

/** Something that a scenario can do to its world. */
public interface Deed {
    /** Its name in scenario files. */
    String word();

    /** What kind of component it is done to. */
    Target target();

    /** What the timeline says when it is done. */
    String told();

    /** Further keys of its step, each with its unit; all may be left out. */
    default Map<String, Unit> parameters() {
        return Map.of();
    }

    /** The least and the greatest value of a parameter, in its base unit, where not every one makes sense. */
    default Map<String, Range> limits() {
        return Map.of();
    }

    /** Further keys of its step that take one of these words; their value is the word's place in the list. */
    default Map<String, List<String>> choices() {
        return Map.of();
    }

    /** Further keys of its step that take any text; all may be left out. */
    default List<String> texts() {
        return List.of();
    }

    /** The cards that have only their battery from then on. */
    default List<CardNode> cutsMains(Cluster cluster, String name) {
        return List.of();
    }

    /** The cards whose NVRAM has only their batteries from then on, though the mains are there. */
    default List<CardNode> starvesNvram(Cluster cluster, String name, Map<String, Long> parameters) {
        return List.of();
    }

    /** For how long that goes on when it has begun to heal, in nanoseconds. */
    default long starvesOnNs(Map<String, Long> parameters) {
        return 0;
    }

    /** The cards that an operator makes owners by it, whatever the others know. */
    default List<CardNode> forces(Cluster cluster, String name) {
        return List.of();
    }

    /** The same, where it depends on the step's texts. */
    default List<CardNode> forces(Cluster cluster, String name, Map<String, String> texts) {
        return forces(cluster, name);
    }

    /** The cards that it takes energy from. */
    default List<CardNode> takesEnergy(Cluster cluster, String name) {
        return List.of();
    }

    /** What the diagnostic ladders may say of it. */
    default Diagnosis diagnosis(Cluster cluster, String name, Map<String, Long> parameters) {
        return Diagnosis.NONE;
    }

    /** Does it, with the parameters that were given, in base units. */
    void strike(Cluster cluster, String name, Map<String, Long> parameters);

    /** The same, with the step's texts. */
    default void strike(Cluster cluster, String name, Map<String, Long> parameters, Map<String, String> texts) {
        strike(cluster, name, parameters);
    }
}
