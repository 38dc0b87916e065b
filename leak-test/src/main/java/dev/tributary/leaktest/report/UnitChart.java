package dev.tributary.leaktest.report;

import dev.tributary.leaktest.attacks.CurvePoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Curves or bars as one inline SVG element, both axes with five ticks from 0. Colours come from the page. */
final class UnitChart {

    private static final int WIDTH = 460;
    private static final int HEIGHT = 320;
    private static final int LEFT = 52;
    private static final int RIGHT = WIDTH - 14;
    private static final int TOP = 34;
    private static final int BOTTOM = HEIGHT - 44;
    private static final int TICKS = 4;

    private final String along;
    private final String up;
    private final double mostAlong;
    private final double mostUp;
    private final List<String> drawn = new ArrayList<>();
    private int curves;

    UnitChart(String along, String up, double mostAlong, double mostUp) {
        this.along = along;
        this.up = up;
        this.mostAlong = mostAlong;
        this.mostUp = mostUp;
    }

    /** Adds a curve under a name. */
    UnitChart curve(String name, List<CurvePoint> points) {
        StringBuilder path = new StringBuilder();
        for (CurvePoint point : points) {
            path.append(
                    String.format(Locale.ROOT, "%s%.1f %.1f", path.isEmpty() ? "M" : " L", x(point.x()), y(point.y())));
        }
        String style = "c" + curves;
        int left = LEFT + curves * (RIGHT - LEFT) / 3;
        drawn.add(String.format(Locale.ROOT, "<path class=\"%s\" d=\"%s\"/>%n", style, path));
        drawn.add(String.format(
                Locale.ROOT,
                "<path class=\"%s\" d=\"M%d 16 h20\"/><text x=\"%d\" y=\"20\">%s</text>%n",
                style,
                left,
                left + 26,
                name));
        curves++;
        return this;
    }

    String render() {
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(Locale.ROOT, "<svg viewBox=\"0 0 %d %d\" role=\"img\">%n", WIDTH, HEIGHT));
        for (int i = 0; i <= TICKS; i++) {
            double tickUp = mostUp * i / TICKS;
            double tickAlong = mostAlong * i / TICKS;
            svg.append(String.format(
                    Locale.ROOT,
                    "<path class=\"grid\" d=\"M%d %.1f H%d\"/><text text-anchor=\"end\" x=\"%d\" y=\"%.1f\">%s</text>%n",
                    LEFT,
                    y(tickUp),
                    RIGHT,
                    LEFT - 6,
                    y(tickUp) + 4,
                    label(tickUp)));
            svg.append(String.format(
                    Locale.ROOT,
                    "<text text-anchor=\"middle\" x=\"%.1f\" y=\"%d\">%s</text>%n",
                    x(tickAlong),
                    BOTTOM + 17,
                    label(tickAlong)));
        }
        svg.append(String.format(
                Locale.ROOT,
                "<text text-anchor=\"middle\" x=\"%d\" y=\"%d\">%s</text>%n"
                        + "<text text-anchor=\"middle\" transform=\"translate(12 %d) rotate(-90)\">%s</text>%n",
                (LEFT + RIGHT) / 2,
                HEIGHT - 8,
                along,
                (TOP + BOTTOM) / 2,
                up));
        drawn.forEach(svg::append);
        return svg.append("</svg>\n").toString();
    }

    private static String label(double tick) {
        return tick == Math.rint(tick)
                ? String.format(Locale.ROOT, "%.0f", tick)
                : String.format(Locale.ROOT, "%.2f", tick);
    }

    private double x(double value) {
        return LEFT + value / mostAlong * (RIGHT - LEFT);
    }

    private double y(double value) {
        return BOTTOM - value / mostUp * (BOTTOM - TOP);
    }
}
