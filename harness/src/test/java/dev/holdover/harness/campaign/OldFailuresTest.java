package dev.holdover.harness.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.harness.run.Run;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What campaigns have found and what was mended since: the small capsules of it pass now. */
class OldFailuresTest {
    private static List<Path> capsules() throws IOException, URISyntaxException {
        URL here = Objects.requireNonNull(
                OldFailuresTest.class.getResource("host-hangs-for-no-time" + Capsule.SUFFIX), "no capsules");
        try (Stream<Path> files =
                Files.list(Objects.requireNonNull(Path.of(here.toURI()).getParent()))) {
            return files.filter(file -> file.toString().endsWith(Capsule.SUFFIX))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void areKept() throws IOException, URISyntaxException {
        assertTrue(capsules().size() >= 5);
    }

    @ParameterizedTest
    @MethodSource("capsules")
    void passes(Path file) {
        Capsule capsule = Capsule.read(file);
        assertEquals(
                Optional.empty(),
                capsule.replay(new Run(() -> 0), Run.vocabulary()).finding());
    }
}
