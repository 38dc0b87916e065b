package dev.tributary.demo.report;

import java.util.List;
import java.util.Locale;

/**
 * Curves of a share over time as an SVG file of its own. A value holds until the next one, so the curves are steps.
 *
 * @param title   name of the chart for screen readers
 * @param seconds length of the horizontal axis, above 0
 * @param curves  one to four; copied
 */
public record TimeChart(String title, double seconds, List<Curve> curves) {

    private static final int WIDTH = 720;
    private static final int HEIGHT = 360;
    private static final int LEFT = 64;
    private static final int RIGHT = WIDTH - 20;
    private static final int TOP = 44;
    private static final int BOTTOM = HEIGHT - 50;
    private static final int MOST_X_TICKS = 10;
    private static final List<String> COLOURS = List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7");

    private static final Axis SHARES = new Axis(0, 1, 0.2);

    /** Copies the curves. */
    public TimeChart {
        curves = List.copyOf(curves);
        if (curves.isEmpty() || curves.size() > COLOURS.size()) {
            throw new IllegalArgumentException("curves must be 1 to " + COLOURS.size() + ", were " + curves.size());
        }
    }

    /**
     * One curve.
     *
     * @param name   how the legend calls it
     * @param points by ascending time, at least one; copied
     */
    public record Curve(String name, List<Point> points) {

        /** Copies the points. */
        public Curve {
            points = List.copyOf(points);
        }
    }

    /**
     * A value from a moment on.
     *
     * @param seconds the moment, 0 to the axis's length
     * @param share   0 to 1
     */
    public record Point(double seconds, double share) {}

    /**
     * Draws the chart.
     *
     * @return an SVG document on a white ground, so that it can be read on pages of any colour
     */
    public String render() {
        StringBuilder svg = new StringBuilder();
        append(
                svg,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\""
                        + " aria-label=\"%s\" font-family=\"sans-serif\" font-size=\"13\" fill=\"#333\">\n",
                WIDTH,
                HEIGHT,
                WIDTH,
                HEIGHT,
                Html.escape(title));
        append(svg, "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>\n", WIDTH, HEIGHT);
        appendAxes(svg);
        for (int i = 0; i < curves.size(); i++) {
            appendLegend(svg, i);
            appendCurve(svg, i);
        }
        return svg.append("</svg>\n").toString();
    }

    private void appendAxes(StringBuilder svg) {
        for (double tick : SHARES.ticks()) {
            append(
                    svg,
                    "<path stroke=\"%s\" d=\"M%d %.1fH%d\"/>"
                            + "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.0f %%</text>\n",
                    tick == 0 ? "#333" : "#ddd",
                    LEFT,
                    y(tick),
                    RIGHT,
                    LEFT - 8,
                    y(tick) + 4,
                    100 * tick);
        }
        Axis times = times();
        for (double tick : times.ticks()) {
            append(svg, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%.0f</text>\n", x(tick), BOTTOM + 20, tick);
        }
        append(
                svg,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">seconds</text>\n"
                        + "<text transform=\"translate(16 %d) rotate(-90)\" text-anchor=\"middle\">test accuracy</text>\n",
                (LEFT + RIGHT) / 2,
                HEIGHT - 10,
                (TOP + BOTTOM) / 2);
    }

    private Axis times() {
        return Axis.counting(0, (long) Math.max(1, Math.ceil(seconds)), MOST_X_TICKS);
    }

    private void appendLegend(StringBuilder svg, int index) {
        int left = LEFT + index * (RIGHT - LEFT) / Math.max(2, curves.size());
        append(
                svg,
                "<path stroke=\"%s\" stroke-width=\"3\" d=\"M%d 20h24\"/><text x=\"%d\" y=\"25\">%s</text>\n",
                COLOURS.get(index),
                left,
                left + 32,
                Html.escape(curves.get(index).name()));
    }

    private void appendCurve(StringBuilder svg, int index) {
        StringBuilder path = new StringBuilder();
        for (Point point : curves.get(index).points()) {
            if (path.isEmpty()) {
                append(path, "M%.1f %.1f", x(point.seconds()), y(point.share()));
            } else {
                append(path, "H%.1fV%.1f", x(point.seconds()), y(point.share()));
            }
        }
        append(path, "H%.1f", x(seconds));
        append(svg, "<path fill=\"none\" stroke=\"%s\" stroke-width=\"2\" d=\"%s\"/>\n", COLOURS.get(index), path);
    }

    private double x(double time) {
        return LEFT + times().position(time) * (RIGHT - LEFT);
    }

    private static double y(double share) {
        return BOTTOM - SHARES.position(share) * (BOTTOM - TOP);
    }

    private static void append(StringBuilder target, String format, Object... arguments) {
        target.append(String.format(Locale.ROOT, format, arguments));
    }
}
