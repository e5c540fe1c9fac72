package dev.holdover.harness.report.picture;

import dev.holdover.harness.report.picture.Drawing.Box;
import dev.holdover.harness.report.picture.Drawing.Line;
import dev.holdover.harness.report.picture.Drawing.Path;
import dev.holdover.harness.report.picture.Drawing.Shape;
import dev.holdover.harness.report.picture.Drawing.Text;
import java.awt.BasicStroke;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/** Draws a drawing into an image; needs no screen. */
final class Raster {
    private static final int SCALE = 2;

    private Raster() {}

    static byte[] png(Drawing drawing) throws IOException {
        BufferedImage image =
                new BufferedImage(drawing.width() * SCALE, drawing.height() * SCALE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.scale(SCALE, SCALE);
        for (Shape shape : drawing.shapes()) {
            draw(graphics, shape);
        }
        graphics.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (!ImageIO.write(image, "png", out)) {
            throw new IOException("this Java writes no PNG");
        }
        return out.toByteArray();
    }

    private static void draw(Graphics2D graphics, Shape shape) {
        if (shape instanceof Box box) {
            graphics.setColor(box.fill());
            graphics.fill(new Rectangle2D.Double(box.x(), box.y(), box.width(), box.height()));
        } else if (shape instanceof Line line) {
            graphics.setColor(line.stroke());
            float[] dash = line.dashed() ? new float[] {4, 3} : null;
            graphics.setStroke(new BasicStroke(
                    (float) line.thickness(), BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, dash, 0));
            graphics.draw(new Line2D.Double(line.x1(), line.y1(), line.x2(), line.y2()));
        } else if (shape instanceof Path path) {
            draw(graphics, path);
        } else if (shape instanceof Text text) {
            graphics.setColor(text.fill());
            graphics.setFont(new Font(Font.SANS_SERIF, text.bold() ? Font.BOLD : Font.PLAIN, text.size()));
            double width = graphics.getFontMetrics().stringWidth(text.text());
            double left = switch (text.anchor()) {
                case START -> 0;
                case MIDDLE -> width / 2;
                case END -> width;
            };
            graphics.drawString(text.text(), (float) (text.x() - left), (float) text.y());
        }
    }

    private static void draw(Graphics2D graphics, Path path) {
        Path2D outline = new Path2D.Double();
        for (int i = 0; i < path.points().size(); i++) {
            double[] point = path.points().get(i);
            if (i == 0) {
                outline.moveTo(point[0], point[1]);
            } else {
                outline.lineTo(point[0], point[1]);
            }
        }
        graphics.setColor(path.colour());
        if (path.filled()) {
            outline.closePath();
            graphics.fill(outline);
        } else {
            graphics.setStroke(new BasicStroke((float) path.thickness()));
            graphics.draw(outline);
        }
    }
}
