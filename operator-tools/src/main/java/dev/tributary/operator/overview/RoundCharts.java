package dev.tributary.operator.overview;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The course of a federation as small charts.
 *
 * @param width most characters of a line, at least 20
 */
public record RoundCharts(int width) {

    private static final int HEIGHT = 6;

    /**
     * Draws the figures that there are: accuracy, loss, updates of each round.
     *
     * @param lines the rounds, the oldest first
     * @return charts, each behind an empty line; empty if there are fewer than two rounds
     */
    public String draw(List<RoundLine> lines) {
        if (lines.size() < 2) {
            return "";
        }
        return chart("accuracy", lines, line -> line.metric("accuracy"))
                + chart("loss", lines, line -> line.metric("loss"))
                + chart("updates", lines, line -> line.result().getUpdateCount());
    }

    private String chart(String title, List<RoundLine> lines, ToDoubleFunction<RoundLine> value) {
        List<Double> values = lines.stream().map(value::applyAsDouble).toList();
        String chart =
                new TextChart(width, HEIGHT).draw(title, lines.get(0).result().getVersion(), values);
        return chart.isEmpty() ? "" : "\n" + chart;
    }
}
