package dev.holdover.harness.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.harness.scenario.ScenarioFile;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One seed, one history, in every JVM: other collectors, no compiler, another identity hash, another JDK. */
class SeparateJvmTest {
    private static final Path SCENARIO = Path.of("..", "scenarios", "host-crash.yaml");
    private static final Path JVMS = Path.of("/usr/lib/jvm");
    private static final long SEED = 1;
    private static String expected = "";

    /** What runs in the other JVM. */
    static final class Play {
        private Play() {}

        public static void main(String[] arguments) {
            Outcome outcome = play(Path.of(arguments[0]), Long.parseLong(arguments[1]));
            System.out.println(outcome.traceHash() + " " + outcome.events());
        }
    }

    @BeforeAll
    static void playHere() {
        Outcome here = play(SCENARIO, SEED);
        assertTrue(here.checkpoints().size() > 1, "too short to tell anything");
        expected = here.traceHash() + " " + here.events();
        Outcome otherSeed = play(SCENARIO, SEED + 1);
        assertNotEquals(expected, otherSeed.traceHash() + " " + otherSeed.events());
    }

    @Test
    void withTheDefaultCollector() throws IOException, InterruptedException {
        same(thisJava());
    }

    @Test
    void withTheParallelCollectorAndASmallHeap() throws IOException, InterruptedException {
        same(thisJava(), "-XX:+UseParallelGC", "-Xmx96m");
    }

    @Test
    void withTheSerialCollectorAndAssertions() throws IOException, InterruptedException {
        same(thisJava(), "-XX:+UseSerialGC", "-ea");
    }

    @Test
    void withoutTheCompiler() throws IOException, InterruptedException {
        same(thisJava(), "-Xint");
    }

    @Test
    void withAnotherIdentityHash() throws IOException, InterruptedException {
        same(thisJava(), "-XX:+UnlockExperimentalVMOptions", "-XX:hashCode=2");
    }

    @Test
    void onEveryOtherJdk() throws IOException, InterruptedException {
        Path mine = thisJava().toRealPath();
        List<Path> others = new ArrayList<>();
        if (Files.isDirectory(JVMS)) {
            try (Stream<Path> homes = Files.list(JVMS)) {
                for (Path home : homes.sorted().toList()) {
                    Path java = home.resolve("bin").resolve("java");
                    if (Files.isExecutable(java)
                            && !java.toRealPath().equals(mine)
                            && !others.contains(java.toRealPath())) {
                        others.add(java.toRealPath());
                    }
                }
            }
        }
        for (Path java : others) {
            same(java);
        }
    }

    private static Path thisJava() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    private static Outcome play(Path file, long seed) {
        return new Run(() -> 0).play(ScenarioFile.load(file, Run.vocabulary(), List.of("duration=150ms")), seed);
    }

    private static void same(Path java, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(java.toString(), "-Xshare:auto"));
        command.addAll(List.of(options));
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        command.addAll(List.of("-cp", classPath, Play.class.getName(), SCENARIO.toString(), Long.toString(SEED)));
        File output = File.createTempFile("play", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output)
                    .start();
            boolean ended = process.waitFor(60, TimeUnit.SECONDS);
            process.destroyForcibly();
            List<String> lines = Files.readAllLines(output.toPath(), StandardCharsets.UTF_8);
            assertTrue(ended, () -> command + " did not end: " + lines);
            if (lines.toString().contains("UnsupportedClassVersionError")) {
                return;
            }
            assertEquals(expected, lines.isEmpty() ? "" : lines.get(lines.size() - 1), () -> command + ": " + lines);
        } finally {
            Files.delete(output.toPath());
        }
    }
}
