package dev.holdover.harness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFolderTest {
    @TempDir
    Path folder;

    @Test
    void holdsTheFilesOfEachRunAndOneOfAll() throws IOException {
        String good = Terminal.write(folder.resolve("good.yaml"), Terminal.STORY);
        String bad = Terminal.write(folder.resolve("bad.yaml"), Terminal.FAILING);
        Path reports = folder.resolve("deep").resolve("reports");
        Terminal told = Terminal.run("run", good, bad, "--quiet", "--seed", "4", "--report", reports.toString());
        assertEquals(Status.BROKEN, told.status(), told.err());
        try (Stream<Path> files = Files.list(reports)) {
            assertEquals(
                    Set.of(
                            "good-4.html",
                            "good-4.svg",
                            "good-4.png",
                            "good-4.vcd",
                            "good-4.pcapng",
                            "good-4.jsonl",
                            "bad-4.html",
                            "bad-4.svg",
                            "bad-4.png",
                            "bad-4.vcd",
                            "bad-4.pcapng",
                            "bad-4.jsonl",
                            "junit.xml",
                            "holdover.lua",
                            "holdover-bus.lua"),
                    files.map(file -> file.getFileName().toString()).collect(Collectors.toSet()));
        }
        String junit = Files.readString(reports.resolve("junit.xml"));
        assertTrue(junit.contains("tests=\"2\" failures=\"1\" errors=\"0\""), junit);
        assertTrue(junit.contains("repeat with ./holdover run " + bad + " --seed 4"), junit);
        String plain = Terminal.run("run", good, "--quiet", "--seed", "4").out();
        assertEquals(plain.strip(), told.lines().get(0));
    }

    @Test
    void isRefusedBeforeAnythingIsPlayedWhereItCannotBe() {
        String good = Terminal.write(folder.resolve("good.yaml"), Terminal.STORY);
        for (String place : List.of(good, good + "/below")) {
            Terminal told = Terminal.run("run", good, "--report", place);
            assertEquals(Status.BAD_INPUT, told.status());
            assertEquals("", told.out());
            assertEquals(1, told.complaints().size(), told.err());
            assertTrue(told.err().startsWith("holdover: --report " + place + ": cannot be written ("), told.err());
        }
    }

    @Test
    void isRefusedWhereAFileCannotBeWritten() throws IOException {
        String good = Terminal.write(folder.resolve("good.yaml"), Terminal.STORY);
        Files.createDirectories(folder.resolve("reports").resolve("junit.xml"));
        Terminal told =
                Terminal.run("run", good, "--report", folder.resolve("reports").toString());
        assertEquals(Status.BAD_INPUT, told.status());
        assertEquals(1, told.complaints().size(), told.err());
    }
}
