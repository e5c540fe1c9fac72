package dev.holdover.harness.cli;

import dev.holdover.harness.report.Palette;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Help.Ansi;

/**
 * What the command has around it.
 *
 * @param out where results go
 * @param err where complaints and progress go
 * @param palette how results may look
 * @param progress whether somebody watches {@code err} while we work
 * @param home the folder that holds {@code scenarios/}
 */
record Console(PrintStream out, PrintStream err, Palette palette, boolean progress, Path home) {
    private static final int BUFFER_BYTES = 1 << 16;

    /** The process's own streams. The launcher says which of them are terminals, for Java cannot tell. */
    static Console ofProcess() {
        boolean unicode = "UTF-8".equalsIgnoreCase(System.getProperty("native.encoding"));
        Charset charset = unicode ? StandardCharsets.UTF_8 : StandardCharsets.US_ASCII;
        List<String> terminals =
                List.of(System.getProperty("holdover.terminal", "").split(",", -1));
        boolean colour = terminals.contains("out") && absent("NO_COLOR") && !"dumb".equals(System.getenv("TERM"));
        return new Console(
                stream(FileDescriptor.out, charset),
                stream(FileDescriptor.err, charset),
                new Palette(colour, unicode),
                terminals.contains("err"),
                homeFolder());
    }

    /** Ends with one line of complaint. What came from outside must neither break the line nor the terminal. */
    void complain(String text) {
        complainOf("holdover: " + text);
    }

    /** The same about a place in a file, which stands first, so that editors find it. */
    void complainOf(String placeAndText) {
        out.flush();
        err.print(palette.text(oneLine(placeAndText)) + "\n");
        err.flush();
    }

    void print(List<String> lines) {
        lines.forEach(line -> out.print(line + "\n"));
        out.flush();
    }

    void print(String line) {
        print(List.of(line));
    }

    Ansi ansi() {
        return palette.colour() ? Ansi.ON : Ansi.OFF;
    }

    Path scenarios() {
        return home.resolve("scenarios");
    }

    private static PrintStream stream(FileDescriptor descriptor, Charset charset) {
        return new PrintStream(
                new BufferedOutputStream(new FileOutputStream(descriptor), BUFFER_BYTES), false, charset);
    }

    private static boolean absent(String variable) {
        String value = System.getenv(variable);
        return value == null || value.isEmpty();
    }

    private static Path homeFolder() {
        String home = System.getProperty("holdover.home", System.getenv("HOLDOVER_HOME"));
        return Path.of(home == null ? "" : home);
    }

    private static String oneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c -> line.append(c == '\n' ? "\\n" : Character.isISOControl(c) ? "?" : Character.toString(c)));
        return line.toString();
    }
}
