package dev.holdover.harness.cli;

import dev.holdover.harness.report.Palette;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs the command in this JVM and keeps what it wrote. */
record Terminal(int status, String out, String err) {
    /** The smallest useful story. */
    static final String STORY = """
            scenario: A host crashes and its peer serves on
            claims: [1, 2]
            duration: 200ms
            hosts: [alpha, beta]
            when:
              - at: 40ms
                fault: host-crash
                on: alpha
            expect:
              - see: first-read-served
                on: beta
                within: 100ms of host-crash
            """;

    /** A story whose expectation is not met. */
    static final String FAILING = STORY.replace("within: 100ms", "within: 1us");

    static Terminal run(String... args) {
        return run(Palette.PLAIN, Path.of(""), args);
    }

    static Terminal run(Palette palette, Path home, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8),
                palette,
                false,
                home);
        int status = Main.execute(console, args);
        return new Terminal(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    static String write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toString();
    }

    List<String> lines() {
        return out.lines().toList();
    }

    List<String> complaints() {
        return err.lines().toList();
    }
}
