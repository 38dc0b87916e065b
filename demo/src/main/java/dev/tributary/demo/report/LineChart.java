package dev.tributary.demo.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/**
 * Curves over model versions as one inline SVG element: axes with ticks and titles, a legend with the last values, and
 * a tooltip at each point. Colours come from the page's style sheet.
 */
final class LineChart {

    private static final int WIDTH = 560;
    private static final int HEIGHT = 320;
    private static final int LEFT = 58;
    private static final int RIGHT = WIDTH - 16;
    private static final int TOP = 40;
    private static final int BOTTOM = HEIGHT - 46;
    private static final int MOST_X_TICKS = 10;
    /** Above this many points a dot for each would hide the curve. */
    private static final int MOST_DOTS = 60;

    private final String title;
    private final String valueTitle;
    private final Axis versions;
    private final Axis values;
    private final DoubleFunction<String> tickLabel;
    private final DoubleFunction<String> valueLabel;
    private final List<Series> series;

    /**
     * Makes a chart of at least one known point.
     *
     * @param title      name of the chart for screen readers
     * @param valueTitle title of the vertical axis, with its unit
     * @param values     vertical axis
     * @param tickLabel  writes a tick of the vertical axis
     * @param valueLabel writes a value in the legend and the tooltips
     * @param series     the curves, each of the same versions; those without a known point are left out
     */
    LineChart(
            String title,
            String valueTitle,
            Axis values,
            DoubleFunction<String> tickLabel,
            DoubleFunction<String> valueLabel,
            List<Series> series) {
        this.title = title;
        this.valueTitle = valueTitle;
        this.values = values;
        this.tickLabel = tickLabel;
        this.valueLabel = valueLabel;
        this.series = series.stream().filter(s -> !s.knownPoints().isEmpty()).toList();
        List<Series.Point> points = this.series.get(0).points();
        this.versions = Axis.counting(
                points.get(0).version(), points.get(points.size() - 1).version(), MOST_X_TICKS);
    }

    /** Returns the chart as an {@code svg} element. */
    String render() {
        StringBuilder svg = new StringBuilder();
        append(svg, "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n", WIDTH, HEIGHT, Html.escape(title));
        appendVersionAxis(svg);
        appendValueAxis(svg);
        appendLegend(svg);
        for (Series curve : series) {
            appendCurve(svg, curve);
            appendDots(svg, curve);
        }
        return svg.append("</svg>\n").toString();
    }

    private void appendVersionAxis(StringBuilder svg) {
        for (double tick : versions.ticks()) {
            append(
                    svg,
                    "<text class=\"tick\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%.0f</text>\n",
                    x(tick),
                    BOTTOM + 18,
                    tick);
        }
        append(
                svg,
                "<text class=\"axis\" x=\"%d\" y=\"%d\" text-anchor=\"middle\">model version</text>\n",
                (LEFT + RIGHT) / 2,
                HEIGHT - 8);
    }

    private void appendValueAxis(StringBuilder svg) {
        for (double tick : values.ticks()) {
            boolean base = tick == values.min();
            append(
                    svg,
                    "<line class=\"%s\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>\n",
                    base ? "base" : "grid",
                    LEFT,
                    RIGHT,
                    y(tick),
                    y(tick));
            append(
                    svg,
                    "<text class=\"tick\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>\n",
                    LEFT - 8,
                    y(tick) + 4,
                    Html.escape(tickLabel.apply(tick)));
        }
        int middle = (TOP + BOTTOM) / 2;
        append(
                svg,
                "<text class=\"axis\" transform=\"translate(14 %d) rotate(-90)\" text-anchor=\"middle\">%s</text>\n",
                middle,
                Html.escape(valueTitle));
    }

    private void appendLegend(StringBuilder svg) {
        int step = (RIGHT - LEFT) / Math.max(2, series.size());
        for (int i = 0; i < series.size(); i++) {
            Series curve = series.get(i);
            List<Series.Point> known = curve.knownPoints();
            int left = LEFT + i * step;
            append(
                    svg,
                    "<line class=\"curve %s\" x1=\"%d\" x2=\"%d\" y1=\"16\" y2=\"16\"/>\n",
                    curve.style(),
                    left,
                    left + 22);
            append(
                    svg,
                    "<text class=\"legend\" x=\"%d\" y=\"20\">%s <tspan class=\"last\">%s</tspan></text>\n",
                    left + 30,
                    Html.escape(curve.name()),
                    Html.escape(valueLabel.apply(known.get(known.size() - 1).value())));
        }
    }

    private void appendCurve(StringBuilder svg, Series curve) {
        for (List<Series.Point> run : unbrokenRuns(curve.points())) {
            StringBuilder path = new StringBuilder();
            for (Series.Point point : run) {
                append(path, "%s%.1f %.1f", path.isEmpty() ? "M" : " L", x(point.version()), y(point.value()));
            }
            append(svg, "<path class=\"curve %s\" d=\"%s\"/>\n", curve.style(), path);
        }
    }

    private void appendDots(StringBuilder svg, Series curve) {
        List<Series.Point> known = curve.knownPoints();
        // A single point has no line to be seen by.
        String style = known.size() > MOST_DOTS ? "hidden-dot" : "dot";
        for (Series.Point point : known) {
            append(
                    svg,
                    "<circle class=\"%s %s\" cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\"><title>version %d: %s %s</title></circle>\n",
                    style,
                    curve.style(),
                    x(point.version()),
                    y(point.value()),
                    point.version(),
                    Html.escape(curve.name()),
                    Html.escape(valueLabel.apply(point.value())));
        }
    }

    private static List<List<Series.Point>> unbrokenRuns(List<Series.Point> points) {
        List<List<Series.Point>> runs = new ArrayList<>();
        List<Series.Point> run = new ArrayList<>();
        for (Series.Point point : points) {
            if (point.isKnown()) {
                run.add(point);
            } else if (!run.isEmpty()) {
                runs.add(run);
                run = new ArrayList<>();
            }
        }
        if (!run.isEmpty()) {
            runs.add(run);
        }
        return runs;
    }

    private double x(double version) {
        return LEFT + 12 + versions.position(version) * (RIGHT - LEFT - 24);
    }

    private double y(double value) {
        return BOTTOM - values.position(value) * (BOTTOM - TOP);
    }

    private static void append(StringBuilder target, String format, Object... arguments) {
        target.append(String.format(Locale.ROOT, format, arguments));
    }
}
