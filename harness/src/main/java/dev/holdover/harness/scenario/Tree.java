package dev.holdover.harness.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * A file's content as JSON nodes, and for each node the place where it was written. Nodes are addressed by JSON
 * pointer; the root's pointer is empty.
 */
final class Tree {
    private JsonNode root;
    private final Map<String, Place> values = new LinkedHashMap<>();
    private final Map<String, Place> keys = new LinkedHashMap<>();

    Tree(JsonNode root) {
        this.root = root;
    }

    JsonNode root() {
        return root;
    }

    void root(JsonNode newRoot) {
        root = newRoot;
    }

    int size() {
        return values.size();
    }

    void put(String pointer, Place place) {
        values.put(pointer, place);
    }

    void putKey(String pointer, Place place) {
        keys.put(pointer, place);
    }

    boolean knows(String pointer) {
        return values.containsKey(pointer);
    }

    /** Where the value stands; for a pointer that is not in the file, where its nearest ancestor stands. */
    Place value(String pointer) {
        for (String p = pointer; ; p = parent(p)) {
            Place place = values.get(p);
            if (place != null) {
                return place;
            }
            if (p.isEmpty()) {
                return Place.START;
            }
        }
    }

    /** Where the key stands; for an item of a list, and for the root, where the value stands. */
    Place key(String pointer) {
        Place place = keys.get(pointer);
        return place != null ? place : value(pointer);
    }

    /** An alias: what stands at {@code from} stands at {@code to} as well, at the same places. */
    void copyPlaces(String from, String to) {
        Map<String, Place> copies = under(from, to, values);
        Map<String, Place> keyCopies = under(from, to, keys);
        keyCopies.remove(to); // the key before the alias has its own place
        values.putAll(copies);
        keys.putAll(keyCopies);
    }

    /** What stands at {@code pointer} is written anew: its places, and those below, go. */
    void forget(String pointer) {
        values.keySet().removeIf(p -> isWithin(p, pointer));
        keys.keySet().removeIf(p -> isWithin(p, pointer));
    }

    static String child(String pointer, String key) {
        return pointer + "/" + key.replace("~", "~0").replace("/", "~1");
    }

    static String child(String pointer, int index) {
        return pointer + "/" + index;
    }

    static String parent(String pointer) {
        return pointer.substring(0, Math.max(0, pointer.lastIndexOf('/')));
    }

    /** The last key of a pointer as it is written in the file. */
    static String lastKey(String pointer) {
        return pointer.substring(pointer.lastIndexOf('/') + 1)
                .replace("~1", "/")
                .replace("~0", "~");
    }

    private static Map<String, Place> under(String from, String to, Map<String, Place> places) {
        Map<String, Place> copies = new TreeMap<>();
        places.forEach((pointer, place) -> {
            if (isWithin(pointer, from)) {
                copies.put(to + pointer.substring(from.length()), place);
            }
        });
        return copies;
    }

    static boolean isWithin(String pointer, String ancestor) {
        return pointer.equals(ancestor) || pointer.startsWith(ancestor + "/");
    }
}
