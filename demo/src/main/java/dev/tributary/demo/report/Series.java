package dev.tributary.demo.report;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One curve of a chart.
 *
 * @param name   how the legend calls it
 * @param style  class of the curve in the page's style sheet
 * @param points by ascending version; a point whose value is not finite leaves a gap; copied
 */
record Series(String name, String style, List<Point> points) {

    Series {
        points = List.copyOf(points);
    }

    /** Returns the curve of one number of each version. */
    static Series of(String name, String style, List<VersionReport> versions, ToDoubleFunction<VersionReport> value) {
        return new Series(
                name,
                style,
                versions.stream()
                        .map(version -> new Point(version.version(), value.applyAsDouble(version)))
                        .toList());
    }

    /** Returns the points whose value is known. */
    List<Point> knownPoints() {
        return points.stream().filter(Point::isKnown).toList();
    }

    /**
     * A value of one version.
     *
     * @param version model version
     * @param value   NaN or infinite if not known
     */
    record Point(long version, double value) {

        boolean isKnown() {
            return Double.isFinite(value);
        }
    }
}
