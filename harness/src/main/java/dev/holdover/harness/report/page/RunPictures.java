package dev.holdover.harness.report.page;

import dev.holdover.harness.report.history.History;
import dev.holdover.harness.report.picture.TimelinePicture;
import dev.holdover.harness.run.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Everything of a run that people look at, in one folder. */
public final class RunPictures {
    private RunPictures() {}

    /** Writes {@code stem}.html, {@code stem}.svg and {@code stem}.png of a run of this build; says which files. */
    public static List<Path> write(History history, Outcome outcome, Path folder, String stem) throws IOException {
        return write(history, outcome, Provenance.of(outcome), folder, stem);
    }

    /** Writes the three; {@code folder} must exist, and files of these names in it are replaced. */
    public static List<Path> write(History history, Outcome outcome, Provenance provenance, Path folder, String stem)
            throws IOException {
        Path page = folder.resolve(stem + ".html");
        Path svg = folder.resolve(stem + ".svg");
        Path png = folder.resolve(stem + ".png");
        RunPage.write(history, outcome, provenance, page);
        TimelinePicture.writeSvg(history, outcome, svg);
        TimelinePicture.writePng(history, outcome, png);
        return List.of(page, svg, png);
    }
}
