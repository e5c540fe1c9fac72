package dev.holdover.harness.cli;

import dev.holdover.harness.scenario.DidYouMean;
import dev.holdover.model.export.ExportFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Exports the contract between host and card. */
@Command(
        name = "regs",
        sortOptions = false,
        description = {
            "Exports the register map and the formats in the NVRAM.",
            "That is the contract between host and card."
        },
        footer = {
            "",
            "Examples:",
            "  holdover regs | less",
            "  holdover regs --format c --output holdover.h",
            "  holdover regs --format svd > holdover.svd"
        })
final class RegsCommand extends Subcommand {
    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "markdown",
            description = "c (a header), svd (CMSIS-SVD as the host sees it), svd-card (as the embedded processor "
                    + "sees it) or markdown (the manual). Default: ${DEFAULT-VALUE}.")
    private String format = "";

    @Option(names = "--output", paramLabel = "FILE", description = "Writes there. Default: to standard output.")
    private @Nullable Path output;

    RegsCommand(Console console) {
        super(console);
    }

    @Override
    public Integer call() {
        // These are files for other programs: always UTF-8, whatever the terminal can show.
        byte[] bytes = find(format).render().getBytes(StandardCharsets.UTF_8);
        if (output == null) {
            console.out().write(bytes, 0, bytes.length);
            return Status.HELD;
        }
        try {
            Files.write(output, bytes);
            return Status.HELD;
        } catch (IOException e) {
            throw Refusal.badInput("--output " + output + ": cannot be written (" + Reason.of(e) + ")", e);
        }
    }

    private static ExportFormat find(String word) {
        List<String> words =
                Arrays.stream(ExportFormat.values()).map(RegsCommand::word).toList();
        int index = words.indexOf(word.toLowerCase(Locale.ROOT));
        if (index < 0) {
            throw Refusal.badInput("unknown format '" + word + "'; " + DidYouMean.hint(word, words));
        }
        return ExportFormat.values()[index];
    }

    private static String word(ExportFormat format) {
        return format.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
