package dev.holdover.harness.report.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdover.harness.report.history.History;
import dev.holdover.harness.report.history.History.Lane;
import dev.holdover.harness.report.history.History.Mark;
import dev.holdover.harness.report.history.History.Span;
import dev.holdover.harness.report.history.HistoryRecorder;
import dev.holdover.harness.report.history.Tone;
import dev.holdover.harness.run.Outcome;
import dev.holdover.harness.run.Run;
import dev.holdover.harness.scenario.ScenarioFile;
import dev.holdover.harness.story.Journal;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** SVG and PNG show the same timeline. */
class TimelinePictureTest {
    private final HistoryRecorder recorder = new HistoryRecorder();
    private final Outcome outcome = new Run(() -> 0)
            .play(
                    ScenarioFile.load(Path.of("..", "scenarios", "host-crash.yaml"), Run.vocabulary(), List.of()),
                    1,
                    recorder);
    private final History history = recorder.history(outcome);

    @TempDir
    private Path folder;

    private static Document parsed(byte[] svg) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(svg));
    }

    private static List<String> texts(byte[] svg) throws Exception {
        NodeList texts = parsed(svg).getElementsByTagName("text");
        return IntStream.range(0, texts.getLength())
                .mapToObj(i -> texts.item(i).getTextContent())
                .toList();
    }

    @Test
    void svgNamesEveryLaneAndItsLastState() throws Exception {
        List<String> texts = texts(TimelinePicture.svg(history, outcome));
        assertTrue(texts.contains(outcome.scenario().title()), texts.toString());
        assertTrue(texts.contains("pass"), texts.toString());
        for (Lane lane : history.lanes()) {
            assertTrue(texts.contains(lane.aspect()), lane.aspect());
        }
        assertTrue(texts.containsAll(List.of("crashed", "host shut out", "active, epoch 2")), texts.toString());
    }

    @Test
    void pngIsTheSamePictureTwiceAsFine() throws Exception {
        Path file = folder.resolve("it.png");
        TimelinePicture.writePng(history, outcome, file);
        BufferedImage image = ImageIO.read(file.toFile());
        Document svg = parsed(TimelinePicture.svg(history, outcome));
        int width = Integer.parseInt(svg.getDocumentElement().getAttribute("width"));
        int height = Integer.parseInt(svg.getDocumentElement().getAttribute("height"));
        assertEquals(2 * width, image.getWidth());
        assertEquals(2 * height, image.getHeight());
        // The host's lane, running at first and crashed at the end.
        int y = 2 * (56 + 62 + 5);
        assertEquals(0xffb83c00, image.getRGB(2 * (width - 40), y));
        assertNotEquals(0xffb83c00, image.getRGB(2 * 240, y));
    }

    @Test
    void hostileTextIsText() throws Exception {
        String hostile = "<script>alert(1)</script>\u0000\ud800\"&";
        Lane lane = new Lane("a", "b", List.of(new Span(0, history.endNs(), hostile, Tone.GOOD, 1)));
        byte[] svg = TimelinePicture.svg(
                new History(history.endNs(), List.of(lane), List.of(), List.of(), List.of(), List.of()), outcome);
        assertEquals(0, parsed(svg).getElementsByTagName("script").getLength());
        assertTrue(
                texts(svg).contains("<script>alert(1)</script>\ufffd\ufffd\"&"),
                texts(svg).toString());
    }

    @Test
    void hugeHistoryLosesDetailUntilItFits() throws Exception {
        List<Lane> lanes = IntStream.range(0, 60)
                .mapToObj(n -> new Lane(
                        "component " + n,
                        "state",
                        LongStream.range(0, 300)
                                .mapToObj(i -> new Span(i * 1000, (i + 1) * 1000, "s" + i, Tone.GOOD, 1))
                                .toList()))
                .toList();
        List<Mark> marks = LongStream.range(0, 2000)
                .mapToObj(i -> new Mark(i * 150, Journal.Kind.FAULT, "a", "b", 0))
                .toList();
        History huge = new History(300_000, lanes, marks, List.of(), List.of(), List.of());
        Path file = folder.resolve("it.svg");
        TimelinePicture.writeSvg(huge, outcome, file);
        assertTrue(Files.size(file) <= TimelinePicture.MOST_SVG_BYTES, Files.size(file) + " bytes");
    }

    @Test
    void ticksAreRoundAndFewWhateverTheLengthIs() {
        assertEquals("[0, 20, 40, 60, 80]", Moments.ticks(99, 9).toString());
        assertEquals("36 h", Moments.label(36 * 3_600_000_000_000L, 73 * 3_600_000_000_000L));
        assertEquals("0.5 s", Moments.label(500_000_000L, 3_500_000_000L));
        for (long endNs = 1; endNs < 1L << 50; endNs = endNs * 3 + 1) {
            List<Long> ticks = Moments.ticks(endNs, 9);
            assertTrue(ticks.size() <= 10, endNs + " " + ticks);
        }
    }
}
