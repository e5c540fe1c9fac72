package dev.holdover.harness.cli;

import dev.holdover.harness.report.JsonReport;
import dev.holdover.harness.run.Outcome;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where {@code --trace} goes; nowhere, if it was not asked for. */
final class TraceFile implements AutoCloseable {
    private final @Nullable Path path;
    private final Writer writer;

    private TraceFile(@Nullable Path path, Writer writer) {
        this.path = path;
        this.writer = writer;
    }

    /** Opens it at once: nobody wants to hear after the run that its trace has no place. */
    static TraceFile open(@Nullable Path path) {
        if (path == null) {
            return new TraceFile(null, Writer.nullWriter());
        }
        try {
            return new TraceFile(path, Files.newBufferedWriter(path, StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw refusal(path, e);
        }
    }

    void write(Outcome outcome) {
        if (path != null) {
            try {
                for (String line : JsonReport.trace(outcome)) {
                    writer.write(line);
                    writer.write('\n');
                }
                writer.flush();
            } catch (IOException e) {
                throw refusal(path, e);
            }
        }
    }

    @Override
    public void close() {
        try {
            writer.close();
        } catch (IOException e) {
            throw refusal(path == null ? Path.of("") : path, e);
        }
    }

    private static Refusal refusal(Path path, IOException e) {
        return Refusal.badInput("--trace " + path + ": cannot be written (" + Reason.of(e) + ")", e);
    }
}
