package dev.holdover.harness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.harness.check.Invariant;
import dev.holdover.harness.report.Palette;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the README says of the product is so. */
class ReadmeTest {
    private static final Path README = Path.of("..", "README.md");
    private static final int IN_PROTOCOL = 27;

    /** Moments and counts change with every feature; what happens, to whom and in which order, must not. */
    @Test
    void tellsTheStoryThatTheFirstCommandPrints() throws IOException {
        String shown = Files.readString(README);
        shown = shown.substring(shown.indexOf("A host crashes; its card"), shown.indexOf("\n```\n\n## A scenario"));
        String scenario = Path.of("..", "scenarios", "host-crash.yaml").toString();
        List<String> told = Terminal.run(new Palette(false, true), Path.of(""), "run", scenario).lines().stream()
                .map(ReadmeTest::words)
                .toList();
        int next = 0;
        for (String line : shown.lines().map(ReadmeTest::words).toList()) {
            int at = told.subList(next, told.size()).indexOf(line);
            assertTrue(at >= 0, "not told, or not there: " + line + "\n" + String.join("\n", told));
            next += at + 1;
        }
    }

    private static String words(String line) {
        return line.replaceAll("\\d+", "#").replaceAll("\\s+", " ").strip();
    }

    @Test
    void saysHowManyInvariantsAreWatchedAndWhichAreNot() throws IOException {
        List<Integer> unwatched = IntStream.rangeClosed(1, IN_PROTOCOL)
                .filter(number -> Arrays.stream(Invariant.values()).noneMatch(each -> each.number() == number))
                .boxed()
                .toList();
        Matcher said = Pattern.compile("(\\d+) of the protocol's (\\d+) invariants are on in every run[^:]*:")
                .matcher(Files.readString(README));
        assertTrue(said.find(), "the README does not tell how many invariants are watched");
        assertEquals(Invariant.values().length, Integer.parseInt(said.group(1)));
        assertEquals(IN_PROTOCOL, Integer.parseInt(said.group(2)));
        assertEquals(
                unwatched,
                Pattern.compile("\\d+")
                        .matcher(said.group().substring(said.end(2) - said.start()))
                        .results()
                        .map(MatchResult::group)
                        .map(Integer::valueOf)
                        .toList());
    }

    @Test
    void contributingNamesEveryRoomAndNoOther() throws IOException {
        Set<String> there = new TreeSet<>();
        for (String module : List.of("bridge-model", "controller-fw", "host-driver", "harness")) {
            Path sources = Path.of("..", module, "src", "main", "java", "dev", "holdover");
            try (Stream<Path> files = Files.walk(sources)) {
                files.filter(file -> file.endsWith("package-info.java"))
                        .map(file -> sources.relativize(file.getParent()))
                        .forEach(room -> there.add(
                                room.getNameCount() == 1
                                        ? "`" + module + "`"
                                        : "`" + module + "` `" + room.getFileName() + "`"));
            }
        }
        Set<String> named = Pattern.compile("^\\| (`[-a-z]+`(?: `[a-z]+`)?) \\|", Pattern.MULTILINE)
                .matcher(Files.readString(Path.of("..", "CONTRIBUTING.md")))
                .results()
                .map(each -> each.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(there, named);
    }
}
