package dev.holdover.harness.report.wave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a Value Change Dump and takes no liberties. */
final class VcdFile {
    private static final Pattern VAR =
            Pattern.compile("\\$var (wire|real|string|event) (\\d+) ([!-~]+) (\\w+)( \\[(\\d+):0\\])? \\$end");

    /** A change of a value; vectors are without leading zeros, events have the value 1. */
    record Change(long timeNs, String value) {}

    private record Declared(String path, String kind, int width) {}

    private final Map<String, Declared> byCode = new HashMap<>();
    private final Map<String, List<Change>> changes = new LinkedHashMap<>();
    private final List<String> header = new ArrayList<>();
    private long endNs = -1;

    VcdFile(String text) {
        List<String> lines = text.lines().toList();
        int at = header(lines);
        assertEquals("#0", lines.get(at));
        assertEquals("$dumpvars", lines.get(at + 1));
        endNs = 0;
        int end = lines.indexOf("$end");
        lines.subList(at + 2, end).forEach(this::change);
        byCode.forEach((code, what) -> assertEquals(
                what.kind().equals("event") ? 0 : 1, of(what.path()).size(), what.path()));
        for (String line : lines.subList(end + 1, lines.size())) {
            if (line.startsWith("#")) {
                long timeNs = Long.parseLong(line.substring(1));
                assertTrue(timeNs > endNs, line);
                endNs = timeNs;
            } else if (line.startsWith("$comment ")) {
                header.add(line);
            } else {
                change(line);
            }
        }
    }

    /** Only declarations, each in its scope; the sections in the order of the standard. */
    private int header(List<String> lines) {
        Deque<String> scope = new ArrayDeque<>();
        int at = 0;
        for (; !lines.get(at).equals("$enddefinitions $end"); at++) {
            String line = lines.get(at);
            Matcher var = VAR.matcher(line);
            if (var.matches()) {
                assertFalse(scope.isEmpty(), line);
                declare(String.join(".", scope) + "." + var.group(4), var);
            } else if (line.matches("\\$scope module \\w+ \\$end")) {
                scope.addLast(line.split(" ", -1)[2]);
            } else if (line.equals("$upscope $end")) {
                scope.removeLast();
            } else {
                assertTrue(scope.isEmpty() && byCode.isEmpty(), "not at the head: " + line);
                assertTrue(line.matches("\\$(version|comment|timescale|date) .*\\$end"), line);
                header.add(line);
            }
        }
        assertTrue(scope.isEmpty());
        return at + 1;
    }

    private void declare(String path, Matcher var) {
        int width = Integer.parseInt(var.group(2));
        boolean vector = var.group(5) != null;
        assertEquals(vector, var.group(1).equals("wire") && width > 1, var.group());
        assertTrue(!vector || Integer.parseInt(var.group(6)) == width - 1, var.group());
        assertNull(byCode.put(var.group(3), new Declared(path, var.group(1), width)), var.group());
        assertNull(changes.put(path, new ArrayList<>()), var.group());
    }

    private void change(String line) {
        boolean blank = line.matches("[brs]\\S+ [!-~]+");
        String code = blank ? line.substring(line.indexOf(' ') + 1) : line.substring(1);
        Declared what = byCode.get(code);
        assertNotNull(what, line);
        String value = blank ? line.substring(1, line.indexOf(' ')) : line.substring(0, 1);
        switch (what.kind()) {
            case "real" -> assertTrue(line.matches("r-?\\d+(\\.\\d+)?(E-?\\d+)? \\S+"), line);
            case "string" -> assertTrue(line.startsWith("s"), line);
            case "event" -> assertEquals("1" + code, line);
            default -> {
                assertTrue(line.matches(what.width() > 1 ? "b[01]+ \\S+" : "[01]\\S+"), line);
                assertTrue(value.length() <= what.width(), line);
            }
        }
        List<Change> its = of(what.path());
        assertTrue(its.isEmpty() || its.get(its.size() - 1).timeNs() < endNs, "twice at a time: " + line);
        boolean repeats = !its.isEmpty() && its.get(its.size() - 1).value().equals(value);
        assertTrue(what.kind().equals("event") || !repeats, "no change: " + line);
        its.add(new Change(endNs, value));
    }

    List<String> header() {
        return header;
    }

    /** The time at which the file ends. */
    long endNs() {
        return endNs;
    }

    Map<String, List<Change>> changes() {
        return changes;
    }

    List<Change> of(String path) {
        List<Change> its = changes.get(path);
        assertNotNull(its, () -> path + " is none of " + changes.keySet());
        return its;
    }

    List<String> values(String path) {
        return of(path).stream().map(Change::value).toList();
    }
}
