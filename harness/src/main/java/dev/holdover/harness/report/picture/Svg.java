package dev.holdover.harness.report.picture;

import dev.holdover.harness.report.picture.Drawing.Box;
import dev.holdover.harness.report.picture.Drawing.Line;
import dev.holdover.harness.report.picture.Drawing.Path;
import dev.holdover.harness.report.picture.Drawing.Shape;
import dev.holdover.harness.report.picture.Drawing.Text;
import java.awt.Color;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes a drawing as SVG 1.1. */
final class Svg {
    private Svg() {}

    static String text(Drawing drawing, String description) {
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\""
                        + " font-family=\"sans-serif\" role=\"img\">%n<title>%s</title>%n",
                drawing.width(),
                drawing.height(),
                drawing.width(),
                drawing.height(),
                escaped(description)));
        for (Shape shape : drawing.shapes()) {
            svg.append(one(shape)).append('\n');
        }
        return svg.append("</svg>\n").toString();
    }

    private static String one(Shape shape) {
        if (shape instanceof Box box) {
            return "<rect x=\"" + number(box.x()) + "\" y=\"" + number(box.y()) + "\" width=\"" + number(box.width())
                    + "\" height=\"" + number(box.height()) + "\" fill=\"" + colour(box.fill()) + "\"/>";
        }
        if (shape instanceof Line line) {
            return "<line x1=\"" + number(line.x1()) + "\" y1=\"" + number(line.y1()) + "\" x2=\"" + number(line.x2())
                    + "\" y2=\"" + number(line.y2()) + "\" stroke=\"" + colour(line.stroke()) + "\" stroke-width=\""
                    + number(line.thickness()) + (line.dashed() ? "\" stroke-dasharray=\"4 3" : "") + "\"/>";
        }
        if (shape instanceof Path path) {
            String points = path.points().stream()
                    .map(point -> number(point[0]) + "," + number(point[1]))
                    .collect(Collectors.joining(" "));
            return path.filled()
                    ? "<polygon points=\"" + points + "\" fill=\"" + colour(path.colour()) + "\"/>"
                    : "<polyline points=\"" + points + "\" fill=\"none\" stroke=\"" + colour(path.colour())
                            + "\" stroke-width=\"" + number(path.thickness()) + "\"/>";
        }
        Text text = (Text) shape;
        return "<text x=\"" + number(text.x()) + "\" y=\"" + number(text.y()) + "\" font-size=\"" + text.size()
                + (text.bold() ? "\" font-weight=\"bold" : "")
                + "\" text-anchor=\"" + text.anchor().name().toLowerCase(Locale.ROOT)
                + "\" fill=\"" + colour(text.fill()) + "\">" + escaped(text.text()) + "</text>";
    }

    private static String number(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    private static String colour(Color colour) {
        return String.format(Locale.ROOT, "#%06x", colour.getRGB() & 0xffffff);
    }

    /** XML 1.0 has no place for control characters, escaped or not. */
    private static String escaped(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (c) {
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '&' -> safe.append("&amp;");
                case '"' -> safe.append("&quot;");
                default -> safe.appendCodePoint(isXml(c) ? c : 0xfffd);
            }
        });
        return safe.toString();
    }

    private static boolean isXml(int c) {
        return c == '\t' || c >= 0x20 && c < 0xd800 || c >= 0xe000 && c < 0xfffe || c >= 0x10000;
    }
}
