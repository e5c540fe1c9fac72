package dev.holdover.harness.report.picture;

import java.awt.Color;
import java.util.List;

/**
 * A picture as a list of shapes, in pixels from the top left, back to front.
 *
 * @param shapes what is drawn
 */
record Drawing(int width, int height, List<Shape> shapes) {
    Drawing {
        shapes = List.copyOf(shapes);
    }

    /** Where a text is fastened. */
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    /** Something to draw. */
    sealed interface Shape {}

    /** A filled rectangle. */
    record Box(double x, double y, double width, double height, Color fill) implements Shape {}

    /** A line from one point to another. */
    record Line(double x1, double y1, double x2, double y2, Color stroke, double thickness, boolean dashed)
            implements Shape {}

    /** Connected points; {@code filled} ones are closed. */
    record Path(List<double[]> points, Color colour, double thickness, boolean filled) implements Shape {
        Path {
            points = List.copyOf(points);
        }
    }

    /** One line of text; {@code y} is its base line. */
    record Text(double x, double y, String text, Color fill, int size, boolean bold, Anchor anchor) implements Shape {}
}
