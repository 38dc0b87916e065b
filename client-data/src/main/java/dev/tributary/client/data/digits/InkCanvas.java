package dev.tributary.client.data.digits;

import java.util.Arrays;

/**
 * A grey raster on which a round pen draws: coverage falls from 1 to 0 over one pixel at the rim of the line.
 *
 * <p>Coordinates are pixels; pixel (row, column) has its centre at y = row + 0.5, x = column + 0.5. Only additions,
 * multiplications, divisions and square roots are used, so that the raster is the same bits everywhere.
 *
 * <p>Not thread-safe.
 */
final class InkCanvas {

    private final int side;
    private final float[] coverage;

    InkCanvas(int side) {
        this.side = side;
        this.coverage = new float[side * side];
    }

    /** Makes the canvas blank. */
    void clear() {
        Arrays.fill(coverage, 0);
    }

    /** Returns the coverage of one pixel, in [0, 1], row-major. */
    float coverage(int pixel) {
        return coverage[pixel];
    }

    /**
     * Draws a straight line with round ends.
     *
     * @param halfWidth distance from the line's middle to where half the ink is left, in pixels, above 0
     */
    void line(double x0, double y0, double x1, double y1, double halfWidth) {
        double reach = halfWidth + 0.5;
        int top = clamp(Math.min(y0, y1) - reach - 0.5);
        int bottom = clamp(Math.max(y0, y1) + reach + 0.5);
        int left = clamp(Math.min(x0, x1) - reach - 0.5);
        int right = clamp(Math.max(x0, x1) + reach + 0.5);
        double dx = x1 - x0;
        double dy = y1 - y0;
        double squaredLength = dx * dx + dy * dy;
        double inverse = squaredLength > 0 ? 1 / squaredLength : 0;
        for (int row = top; row < bottom; row++) {
            double py = row + 0.5 - y0;
            for (int column = left; column < right; column++) {
                double px = column + 0.5 - x0;
                double along = Math.max(0, Math.min(1, (px * dx + py * dy) * inverse));
                double ox = px - along * dx;
                double oy = py - along * dy;
                double squaredDistance = ox * ox + oy * oy;
                if (squaredDistance < reach * reach) {
                    ink(row * side + column, (float) (reach - Math.sqrt(squaredDistance)));
                }
            }
        }
    }

    private void ink(int pixel, float amount) {
        coverage[pixel] = Math.max(coverage[pixel], Math.min(1, amount));
    }

    /** Rounds to the nearest pixel border on the canvas. */
    private int clamp(double position) {
        return (int) Math.max(0, Math.min(side, Math.rint(position)));
    }
}
