package dev.holdover.harness.scenario;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** Says what SnakeYAML found wrong in words for somebody who writes a scenario, not a parser. */
final class YamlWords {
    static final String BEGINNING = "begin with 'scenario: <title>' and 'hosts: [alpha, beta]'";

    private static final Pattern BAD_START = Pattern.compile("found character '(.)' that cannot start any token.*");

    private YamlWords() {}

    static String of(YAMLException e) {
        return "this is not YAML (" + firstLine(String.valueOf(e.getMessage()))
                + "); check the indentation and the quotes";
    }

    static String of(MarkedYAMLException e) {
        String problem = firstLine(e.getProblem());
        String context = firstLine(e.getContext());
        Mark contextMark = e.getContextMark();
        String since = isSame(contextMark, e.getProblemMark()) ? "" : begun(contextMark);
        Matcher badStart = BAD_START.matcher(problem);
        if (problem.contains("(TAB)") || problem.contains("'\\t'")) {
            return "a tab stands where only spaces may; indent with spaces";
        }
        if (badStart.matches()) {
            return "a value cannot begin with '" + badStart.group(1) + "'; put the text in quotes";
        }
        if (problem.contains("unexpected end of stream") || problem.contains("<stream end>")) {
            return "the text ends in the middle of " + open(context) + since + "; is it cut off? Close what is open";
        }
        if (problem.contains("expected ',' or ")) {
            return "no ',' and no closing bracket for " + open(context) + since + "; close it, or put a ',' between";
        }
        if (problem.contains("mapping values are not allowed")) {
            return "a ':' stands where no key can be; check the indentation, or put the text in quotes";
        }
        if (problem.contains("could not find expected ':'")) {
            return "the key" + since + " has no ':'; write 'key: value'";
        }
        if (problem.contains("expected <block end>")) {
            return "this does not fit the block" + since + "; indent it like the lines beside it";
        }
        if (problem.contains("sequence entries are not allowed")) {
            return "a '- ' cannot stand here; begin the list on a line of its own, below its key";
        }
        if (problem.contains("unknown escape character")) {
            return "an unknown escape in double quotes; use single quotes, or write '\\\\' for a backslash";
        }
        if (problem.contains("expected the node content")) {
            return "a value is missing before this; write one, or put the text in quotes";
        }
        if (context.contains("an anchor") || context.contains("an alias")) {
            return "a value that begins with '&' or '*' is an anchor or an alias; put the text in quotes";
        }
        if (context.contains("a block scalar")) {
            return "after '|' or '>' the text begins on the next line; move it there, or put it in quotes";
        }
        if (problem.contains("<document start>")) {
            return "this does not belong to what stands above; indent it like the lines beside it";
        }
        return "this is not YAML (" + problem + since + "); check the indentation and the quotes";
    }

    private static String open(String context) {
        if (context.contains("quoted scalar")) {
            return "a quoted text";
        }
        if (context.contains("flow mapping")) {
            return "a '{'";
        }
        if (context.contains("flow sequence")) {
            return "a '['";
        }
        return "a list or a mapping";
    }

    private static boolean isSame(@Nullable Mark a, @Nullable Mark b) {
        return a != null && b != null && a.getIndex() == b.getIndex();
    }

    private static String begun(@Nullable Mark mark) {
        return mark == null ? "" : " begun at line " + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
    }

    private static String firstLine(@Nullable String text) {
        return text == null ? "" : text.lines().findFirst().orElse("");
    }
}
