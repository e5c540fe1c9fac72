package dev.holdover.harness.report.picture;

import dev.holdover.harness.report.history.History;
import dev.holdover.harness.run.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The timeline of a run as a picture, for a bug tracker or a manual. SVG and PNG show the same. */
public final class TimelinePicture {
    /** No SVG is larger. */
    static final int MOST_SVG_BYTES = 200_000;

    private TimelinePicture() {}

    /** Writes it as SVG 1.1 that needs no other file; where it would be too large, with less detail. */
    public static void writeSvg(History history, Outcome outcome, Path file) throws IOException {
        Files.write(file, svg(history, outcome));
    }

    /** Writes it as PNG, with two pixels for each of the SVG's. */
    public static void writePng(History history, Outcome outcome, Path file) throws IOException {
        Files.write(file, Raster.png(new Layout(history, outcome).drawing()));
    }

    static byte[] svg(History history, Outcome outcome) {
        History shown = history;
        byte[] svg = drawn(shown, outcome);
        while (svg.length > MOST_SVG_BYTES) {
            shown = shown.coarser();
            byte[] smaller = drawn(shown, outcome);
            if (smaller.length >= svg.length) {
                throw new IllegalArgumentException("an SVG of " + svg.length + " bytes, whatever is left out");
            }
            svg = smaller;
        }
        return svg;
    }

    private static byte[] drawn(History history, Outcome outcome) {
        return Svg.text(new Layout(history, outcome).drawing(), Layout.description(outcome))
                .getBytes(StandardCharsets.UTF_8);
    }
}
