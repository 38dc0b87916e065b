package dev.tributary.client.data.digits;

import dev.tributary.client.data.SplitMix64;

/**
 * How one digit came out: size, slant, rotation, place and bend of the glyph, and the pen that drew it.
 *
 * <p>A glyph's point (x, y), relative to the middle of its box, is jittered, bent by
 * {@code x += bx·y² + cx·x·y, y += by·x² + cy·x·y}, scaled, sheared by the slant, rotated and shifted. All numbers are
 * drawn from the generator at construction and while drawing, so one generator state gives one picture.
 *
 * <p>Not thread-safe.
 */
final class Handwriting {

    /** Straight pieces between two points of a stroke: short enough to look round at 28 pixels. */
    private static final int PIECES = 4;
    /** Height of an undistorted glyph in pixels, MNIST's 20 of 28. */
    private static final double GLYPH_HEIGHT = 20;

    private final SplitMix64 random;
    private final double centre;
    private final double jitter;
    private final double bendX;
    private final double bendY;
    private final double twistX;
    private final double twistY;
    private final double xx;
    private final double xy;
    private final double yx;
    private final double yy;
    private final double shiftX;
    private final double shiftY;
    private final double halfWidth;

    Handwriting(SplitMix64 random, int side) {
        this.random = random;
        this.centre = side / 2.0;
        this.jitter = random.nextDouble(0.015, 0.05);
        this.bendX = 0.22 * random.nextGaussian();
        this.bendY = 0.18 * random.nextGaussian();
        this.twistX = 0.22 * random.nextGaussian();
        this.twistY = 0.22 * random.nextGaussian();
        double height = GLYPH_HEIGHT * random.nextDouble(0.72, 1.08);
        double width = height * random.nextDouble(0.62, 1.05);
        double slant = 0.12 + 0.22 * random.nextGaussian();
        double angle = Math.max(-0.5, Math.min(0.5, 0.14 * random.nextGaussian()));
        double cosine = StrictMath.cos(angle);
        double sine = StrictMath.sin(angle);
        // Rotation times shear times scale; y points down, so a slant to the right is negative there.
        this.xx = cosine * width;
        this.xy = (-cosine * slant - sine) * height;
        this.yx = sine * width;
        this.yy = (-sine * slant + cosine) * height;
        this.shiftX = random.nextDouble(-2.5, 2.5);
        this.shiftY = random.nextDouble(-2.5, 2.5);
        this.halfWidth = random.nextDouble(0.65, 1.75);
    }

    /** Draws all strokes of a glyph. */
    void draw(DigitGlyphs.Glyph glyph, InkCanvas canvas) {
        for (double[] stroke : glyph.strokes()) {
            drawStroke(place(stroke), canvas);
        }
    }

    /** Returns a stroke's points as pixel coordinates; a corner (a point given twice) stays one. */
    private double[] place(double[] stroke) {
        double[] placed = new double[stroke.length];
        for (int i = 0; i < stroke.length; i += 2) {
            if (i > 0 && stroke[i] == stroke[i - 2] && stroke[i + 1] == stroke[i - 1]) {
                placed[i] = placed[i - 2];
                placed[i + 1] = placed[i - 1];
                continue;
            }
            double x = stroke[i] - 0.5 + jitter * random.nextGaussian();
            double y = stroke[i + 1] - 0.5 + jitter * random.nextGaussian();
            double bentX = x + bendX * y * y + twistX * x * y;
            double bentY = y + bendY * x * x + twistY * x * y;
            placed[i] = centre + shiftX + xx * bentX + xy * bentY;
            placed[i + 1] = centre + shiftY + yx * bentX + yy * bentY;
        }
        return placed;
    }

    private void drawStroke(double[] points, InkCanvas canvas) {
        int last = points.length / 2 - 1;
        // The pen is pressed more at one end than at the other.
        double startWidth = halfWidth * random.nextDouble(0.75, 1.25);
        double endWidth = halfWidth * random.nextDouble(0.75, 1.25);
        double x = points[0];
        double y = points[1];
        for (int span = 0; span < last; span++) {
            for (int piece = 1; piece <= PIECES; piece++) {
                double t = (double) piece / PIECES;
                double nextX = onCurve(points, span, last, t, 0);
                double nextY = onCurve(points, span, last, t, 1);
                double progress = (span + t) / last;
                canvas.line(x, y, nextX, nextY, startWidth + (endWidth - startWidth) * progress);
                x = nextX;
                y = nextY;
            }
        }
    }

    /** Returns one coordinate of the uniform Catmull-Rom spline between points {@code span} and {@code span + 1}. */
    private static double onCurve(double[] points, int span, int last, double t, int axis) {
        double p0 = points[2 * Math.max(0, span - 1) + axis];
        double p1 = points[2 * span + axis];
        double p2 = points[2 * (span + 1) + axis];
        double p3 = points[2 * Math.min(last, span + 2) + axis];
        double linear = p2 - p0;
        double square = 2 * p0 - 5 * p1 + 4 * p2 - p3;
        double cubic = 3 * (p1 - p2) + p3 - p0;
        return p1 + 0.5 * t * (linear + t * (square + t * cubic));
    }
}
