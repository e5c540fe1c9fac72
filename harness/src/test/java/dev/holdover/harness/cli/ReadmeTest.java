package dev.holdover.harness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.harness.check.Invariant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the README says of the product is so. */
class ReadmeTest {
    private static final int IN_PROTOCOL = 27;

    @Test
    void saysHowManyInvariantsAreWatchedAndWhichAreNot() throws IOException {
        List<Integer> unwatched = IntStream.rangeClosed(1, IN_PROTOCOL)
                .filter(number -> Arrays.stream(Invariant.values()).noneMatch(each -> each.number() == number))
                .boxed()
                .toList();
        Matcher said = Pattern.compile("(\\d+) of the protocol's (\\d+) invariants are on in every run[^:]*:")
                .matcher(Files.readString(Path.of("..", "README.md")));
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
}
