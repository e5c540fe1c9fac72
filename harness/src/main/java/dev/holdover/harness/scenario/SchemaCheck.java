package dev.holdover.harness.scenario;

import com.networknt.schema.Error;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds a tree against the schema, and reports each violation once, where a person would look for it.
 *
 * <p>A validator reports every branch of a choice that did not fit. Here only the branch that was meant counts, and a
 * mistyped key hides that the right key is missing.
 */
final class SchemaCheck {
    private static final String CHOICE = "/anyOf/";

    /** Errors are compared with each other; a file that is wrong throughout must not take long. */
    private static final int MOST_COMPARED = 200;

    private final Tree tree;
    private final Problems problems;
    private final SchemaWords words;

    SchemaCheck(Tree tree, Problems problems) {
        this.tree = tree;
        this.problems = problems;
        this.words = new SchemaWords(tree);
    }

    /** Throws the first violation in file order, if there is one. */
    void check() {
        List<Error> errors = SchemaFile.schema().validate(tree.root()).stream()
                .sorted(Comparator.comparing(this::place, Place.IN_ORDER))
                .limit(MOST_COMPARED)
                .toList();
        Map<String, Error> first = new LinkedHashMap<>();
        for (Error error : meant(errors)) {
            // One complaint a value and kind of complaint; a key that is not known is a value of its own.
            String what = isUnknownKey(error) ? "key " + error.getProperty() : choice(error) ? "choice" : "value";
            first.putIfAbsent(pointer(error) + " " + what, error);
        }
        for (Error error : first.values()) {
            problems.add(place(error), words.of(error, typesAt(error, errors)));
        }
        problems.throwIfAny();
    }

    private Place place(Error error) {
        String pointer = pointer(error);
        return switch (error.getKeyword()) {
            case "additionalProperties" -> tree.key(Tree.child(pointer, error.getProperty()));
            case "uniqueItems" ->
                tree.value(Tree.child(pointer, SchemaWords.repeated(tree.root().at(pointer))));
            case "required", "oneOf", "minProperties", "maxProperties" -> tree.key(pointer);
            default -> tree.value(pointer);
        };
    }

    private static List<Error> meant(List<Error> errors) {
        List<Error> kept = new ArrayList<>();
        for (Error error : errors) {
            if (!isOtherBranch(error, errors) && !isHiddenByUnknownKey(error, errors)) {
                kept.add(error);
            }
        }
        // Never let a file pass that the schema refuses.
        return kept.isEmpty() ? errors : kept;
    }

    /** A branch of a choice by type that was not meant: it wants another type, and some branch wants this one. */
    private static boolean isOtherBranch(Error error, List<Error> errors) {
        String path = path(error);
        for (int at = path.indexOf(CHOICE); at >= 0; at = path.indexOf(CHOICE, at + 1)) {
            String choice = path.substring(0, at + CHOICE.length());
            Optional<Error> refusal = refusal(branch(path, choice), pointer(error), errors);
            if (refusal.isPresent()) {
                boolean itself = isRefusal(error, branch(path, choice));
                if (!itself || anotherFits(choice, pointer(refusal.get()), errors)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The error that says that the value at the choice has not the branch's type. */
    private static Optional<Error> refusal(String branch, String pointer, List<Error> errors) {
        return errors.stream()
                .filter(e -> isRefusal(e, branch))
                .filter(e -> Tree.isWithin(pointer, pointer(e)))
                .findFirst();
    }

    private static boolean isRefusal(Error error, String branch) {
        return path(error).equals(branch + "/type") || path(error).equals(branch + "/$ref/type");
    }

    private static boolean anotherFits(String choice, String pointer, List<Error> errors) {
        return errors.stream()
                .filter(e -> path(e).startsWith(choice) && Tree.isWithin(pointer(e), pointer))
                .anyMatch(e -> refusal(branch(path(e), choice), pointer, errors).isEmpty());
    }

    private static String branch(String path, String choice) {
        int end = path.indexOf('/', choice.length());
        return path.substring(0, end < 0 ? path.length() : end);
    }

    private static boolean isHiddenByUnknownKey(Error error, List<Error> errors) {
        return (choice(error) || error.getKeyword().equals("required"))
                && errors.stream().anyMatch(e -> isUnknownKey(e) && pointer(e).equals(pointer(error)));
    }

    /** The types that any branch would have taken where this error says that none fits. */
    private static List<String> typesAt(Error error, List<Error> errors) {
        List<String> types = new ArrayList<>();
        for (Error other : errors) {
            if (other.getKeyword().equals("type") && pointer(other).equals(pointer(error))) {
                if (other.getSchemaNode().isArray()) {
                    other.getSchemaNode().forEach(type -> types.add(type.asText()));
                } else {
                    types.add(other.getSchemaNode().asText());
                }
            }
        }
        return types;
    }

    /** Of two ways to say what a step or an expectation is, it has none or both. */
    private static boolean choice(Error error) {
        return error.getKeyword().equals("oneOf") || path(error).contains("/oneOf/");
    }

    private static boolean isUnknownKey(Error error) {
        return error.getKeyword().equals("additionalProperties");
    }

    static String pointer(Error error) {
        return error.getInstanceLocation().toString();
    }

    private static String path(Error error) {
        return error.getEvaluationPath().toString();
    }
}
