package dev.holdover.harness.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One mapping of a tree that fits the schema. Each getter reads a key or gives the default; a value that is wrong
 * nonetheless is reported at its place, and the default stands in so that reading goes on.
 */
final class Section {
    private final Tree tree;
    private final Problems problems;
    private final String pointer;
    private final JsonNode node;

    Section(Tree tree, Problems problems, String pointer) {
        this.tree = tree;
        this.problems = problems;
        this.pointer = pointer;
        this.node = tree.root().at(pointer);
    }

    /** A section in which every key is missing, for a component that is there by default. */
    Section absent() {
        return child(""); // no key is empty in a file that fits the schema
    }

    /** The key of this mapping in its parent: a component's name. */
    String name() {
        return Tree.lastKey(pointer);
    }

    int line() {
        return tree.value(pointer).line();
    }

    boolean has(String key) {
        return node.has(key);
    }

    JsonNode get(String key) {
        return node.path(key);
    }

    List<String> keys() {
        List<String> keys = new ArrayList<>();
        node.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    /** The entries of the mapping below {@code key}, in the order of writing. */
    List<Section> entries(String key) {
        List<Section> entries = new ArrayList<>();
        node.path(key)
                .fieldNames()
                .forEachRemaining(name -> entries.add(child(key).child(name)));
        return entries;
    }

    /** The items of the list of mappings below {@code key}. */
    List<Section> items(String key) {
        List<Section> items = new ArrayList<>();
        String list = Tree.child(pointer, key);
        for (int i = 0; i < node.path(key).size(); i++) {
            items.add(new Section(tree, problems, Tree.child(list, i)));
        }
        return items;
    }

    Section child(String key) {
        return new Section(tree, problems, Tree.child(pointer, key));
    }

    String text(String key, String otherwise) {
        return node.path(key).asText(otherwise);
    }

    Optional<String> text(String key) {
        return has(key) ? Optional.of(node.get(key).asText()) : Optional.empty();
    }

    int number(String key, int otherwise) {
        return node.path(key).asInt(otherwise);
    }

    /** A word that the schema has checked, as the constant of the same name. */
    <E extends Enum<E>> E word(String key, E otherwise) {
        return text(key)
                .map(word -> constant(otherwise.getDeclaringClass(), word))
                .orElse(otherwise);
    }

    static <E extends Enum<E>> E constant(Class<E> type, String word) {
        return Enum.valueOf(type, word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    long quantity(String key, Unit unit, long otherwise) {
        return read(key, () -> Quantity.parse(unit, text(key, ""))).orElse(otherwise);
    }

    Range range(String key, Unit unit, Range otherwise) {
        return read(key, () -> Quantity.range(unit, text(key, ""))).orElse(otherwise);
    }

    /** What {@code reader} makes of the key's value; empty if the key is missing, or wrong and reported. */
    <T> Optional<T> read(String key, Supplier<T> reader) {
        if (!has(key)) {
            return Optional.empty();
        }
        try {
            return Optional.of(reader.get());
        } catch (IllegalArgumentException e) {
            problem(key, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** Reports at the value of {@code key}; at this mapping's own key if it has no such value. */
    void problem(String key, String text) {
        String child = Tree.child(pointer, key);
        problems.add(has(key) ? tree.value(child) : tree.key(pointer), text);
    }

    /** Reports at an item of the list below {@code key}. */
    void problem(String key, int index, String text) {
        problems.add(tree.value(Tree.child(Tree.child(pointer, key), index)), text);
    }

    /** Reports at {@code key} itself. */
    void keyProblem(String key, String text) {
        problems.add(tree.key(Tree.child(pointer, key)), text);
    }

    /** Reports at this mapping's own key. */
    void problem(String text) {
        problems.add(tree.key(pointer), text);
    }
}
