package dev.holdover.harness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong with the input: status 2, one line, and nothing on standard output. */
class BadInputTest {
    private static final String BOMB = """
            a: &a [x, x, x, x, x, x, x, x, x]
            b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]
            c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]
            d: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c]
            e: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d]
            f: &f [*e, *e, *e, *e, *e, *e, *e, *e, *e]
            g: &g [*f, *f, *f, *f, *f, *f, *f, *f, *f]
            """;

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> eachMistakeInAFileGivesOneLine() {
        String twoInOne = "hosts: [alpha, beta]\ncards:\n  a: { in: alpha, slot: 1 }\n  b: { in: alpha, slot: 1 }";
        return Stream.of(
                        file(
                                "typo in a key",
                                Terminal.STORY.replace("duration:", "durration:"),
                                "did you mean 'duration'"),
                        file("wrong unit", Terminal.STORY.replace("200ms", "200msec"), "200ms"),
                        file("no unit", Terminal.STORY.replace("200ms", "200"), "unit"),
                        file("unknown host", Terminal.STORY.replace("on: alpha", "on: alhpa"), "did you mean 'alpha'"),
                        file("two cards in a slot", Terminal.STORY.replace("hosts: [alpha, beta]", twoInOne), "slot"),
                        file("truncated", Terminal.STORY.substring(0, Terminal.STORY.indexOf("alpha, beta]") + 5), ""),
                        file("empty", "", "empty"),
                        file("YAML bomb", BOMB, ""),
                        file("no YAML", "\u0000\u0001\u0002", ""),
                        file(
                                "unknown event",
                                Terminal.STORY.replace("first-read-served", "first-red-served"),
                                "did you"))
                .flatMap(List::stream);
    }

    private List<DynamicTest> file(String name, String text, String hint) {
        List<DynamicTest> tests = new ArrayList<>();
        for (String command : List.of("run", "check", "verify-determinism")) {
            tests.add(DynamicTest.dynamicTest(name + ", " + command, () -> {
                String path = Terminal.write(folder.resolve("story.yaml"), text);
                Terminal told = assertRefused(command, path);
                assertTrue(told.err().contains(path), told.err());
                assertTrue(told.err().contains(hint), told.err());
                assertEquals(!command.equals("check"), told.err().startsWith("holdover: "), told.err());
            }));
        }
        return tests;
    }

    @TestFactory
    Stream<DynamicTest> eachMistakeOnTheCommandLineGivesOneLine() {
        String good = Path.of("story.yaml").toString();
        return Stream.of(
                refused("unknown command 'runn'; did you mean 'run'?", "runn", good),
                refused("no command given; see 'holdover --help'"),
                refused("unknown option '--sed'; did you mean '--seed'?", "run", good, "--sed=3"),
                refused("unknown option '--jsn'; did you mean '--json'?", "run", good, "--jsn"),
                refused("unexpected argument 'x'; see 'holdover invariants --help'", "invariants", "x"),
                refused("missing required parameter: 'FILE|DIR'; see 'holdover run --help'", "run"),
                refused(
                        "invalid value for option '--seed': 'x' is not a whole number of 64 bits; "
                                + "see 'holdover run --help'",
                        "run",
                        good,
                        "--seed",
                        "x"),
                refused(
                        "invalid value for option '--seeds': '0' is not a whole number from 1 to 1000000; "
                                + "see 'holdover verify-determinism --help'",
                        "verify-determinism",
                        good,
                        "--seeds",
                        "0"),
                refused("unknown fault 'host-crsh'; did you mean 'host-crash'?", "faults", "host-crsh"),
                refused("unknown format 'svg'; did you mean 'svd'?", "regs", "--format", "svg"));
    }

    private static DynamicTest refused(String complaint, String... args) {
        return DynamicTest.dynamicTest(
                "holdover " + String.join(" ", args),
                () -> assertEquals(
                        "holdover: " + complaint + "\n", assertRefused(args).err()));
    }

    @Test
    void aMissingFileGivesOneLine() {
        assertRefused("run", folder.resolve("nothing.yaml").toString());
    }

    @Test
    void aFolderWithoutScenariosGivesOneLine() throws IOException {
        Files.writeString(folder.resolve("notes.txt"), "nothing");
        for (String command : List.of("run", "check", "claims", "verify-determinism")) {
            Terminal told = assertRefused(command, folder.toString());
            assertEquals(
                    "holdover: " + folder + ": no scenarios in this folder; their names end in .yaml\n", told.err());
        }
    }

    @Test
    void anUnreadableFileGivesOneLine() throws IOException {
        Path file = folder.resolve("secret.yaml");
        Files.writeString(file, Terminal.STORY);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        if (!Files.isReadable(file)) { // root reads everything
            assertRefused("run", file.toString());
        }
        Path memory = Path.of("/proc/self/mem"); // nobody can read its beginning
        if (Files.exists(memory)) {
            assertRefused("run", memory.toString());
        }
    }

    @Test
    void aBadOverrideGivesOneLine() {
        String good = Terminal.write(folder.resolve("good.yaml"), Terminal.STORY);
        for (String set : List.of("duration", "duration=5", "duraton=5ms", "when[7].at=5ms", "=", "hosts[0]..x=1")) {
            Terminal told = assertRefused("run", good, "--set", set);
            assertTrue(told.err().startsWith("holdover: --set "), told.err());
        }
    }

    @Test
    void placesThatCannotBeWrittenGiveOneLine() {
        String good = Terminal.write(folder.resolve("good.yaml"), Terminal.STORY);
        assertRefused("run", good, "--trace", folder.resolve("no/such/trace").toString());
        assertRefused("run", good, "--trace", folder.toString());
        assertRefused("regs", "--output", folder.resolve("no/such/file").toString());
    }

    @Test
    void aNameFromOutsideNeitherBreaksTheLineNorTheTerminal() {
        Terminal told = assertRefused("run", "no\nsuch\u001b[31m.yaml");
        assertTrue(told.err().contains("no\\nsuch"), told.err());
    }

    @Test
    void checkTellsEveryMistakeAndAllGoodFiles() {
        String two = Terminal.STORY.replace("duration:", "durration:").replace("host-crash\n", "host-crsh\n");
        Terminal.write(folder.resolve("a.yaml"), two);
        Terminal.write(folder.resolve("b.yaml"), Terminal.STORY);
        Terminal told = Terminal.run("check", folder.toString());
        assertEquals(Status.BAD_INPUT, told.status());
        assertEquals(2, told.complaints().size(), told.err());
        assertTrue(told.err().startsWith(folder.resolve("a.yaml") + ":3:1: "), told.err());
        assertEquals("ok b: A host crashes and its peer serves on\n", told.out());
        assertEquals("", Terminal.run("check", "-q", folder.toString()).out());
    }

    @Test
    void debugShowsWhereItCameFrom() {
        Terminal told = Terminal.run("run", "nothing.yaml", "--debug");
        assertEquals(Status.BAD_INPUT, told.status());
        assertTrue(told.err().contains("\tat dev.holdover."), told.err());
    }

    private static Terminal assertRefused(String... args) {
        Terminal told = Terminal.run(args);
        assertEquals(Status.BAD_INPUT, told.status(), told.out() + told.err());
        assertEquals("", told.out());
        assertEquals(1, told.complaints().size(), told.err());
        assertTrue(told.err().endsWith("\n"), told.err());
        return told;
    }
}
