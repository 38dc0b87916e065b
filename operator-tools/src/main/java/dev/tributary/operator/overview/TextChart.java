package dev.tributary.operator.overview;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A small chart of text: one column for each version, or for several when there are more than fit. ASCII, so that no
 * locale spoils it.
 *
 * @param width  most characters of a line, at least 20
 * @param height lines of the plot, at least 2
 */
public record TextChart(int width, int height) {

    private static final int LABEL = 10;
    private static final int LEAST_WIDTH = 20;
    private static final int LEAST_HEIGHT = 2;

    /** Checks the bounds named above. */
    public TextChart {
        if (width < LEAST_WIDTH || height < LEAST_HEIGHT) {
            throw new IllegalArgumentException("chart must be at least " + LEAST_WIDTH + " wide and " + LEAST_HEIGHT
                    + " high, was " + width + " and " + height);
        }
    }

    /**
     * Draws a chart.
     *
     * @param title name of the figure
     * @param from  version of the first value
     * @param given one value for each version; NaN where there is none
     * @return its lines, each ended by a line feed; empty if no value is finite
     */
    public String draw(String title, long from, List<Double> given) {
        double[] columns = columns(given);
        double least = Arrays.stream(columns).filter(Double::isFinite).min().orElse(Double.NaN);
        double greatest = Arrays.stream(columns).filter(Double::isFinite).max().orElse(Double.NaN);
        if (Double.isNaN(least)) {
            return "";
        }
        StringBuilder text = new StringBuilder(title).append('\n');
        for (int row = height - 1; row >= 0; row--) {
            String label =
                    row == height - 1 ? Numbers.significant(greatest) : row == 0 ? Numbers.significant(least) : "";
            text.append(String.format(Locale.ROOT, "%" + (LABEL - 2) + "s |", label));
            for (double value : columns) {
                text.append(Double.isFinite(value) && rowOf(value, least, greatest) == row ? '*' : ' ');
            }
            strip(text).append('\n');
        }
        long to = from + given.size() - 1;
        text.append(" ".repeat(LABEL - 2))
                .append(" +")
                .append("-".repeat(columns.length))
                .append('\n');
        return strip(text.append(" ".repeat(LABEL)).append(axis(from, to, columns.length)))
                .append('\n')
                .toString();
    }

    private int rowOf(double value, double least, double greatest) {
        return greatest == least ? 0 : (int) Math.round((value - least) / (greatest - least) * (height - 1));
    }

    private static String axis(long from, long to, int length) {
        String first = String.valueOf(from);
        String last = String.valueOf(to);
        int gap = length - first.length() - last.length();
        return gap < 1 ? (from == to ? first : first + ".." + last) : first + " ".repeat(gap) + last;
    }

    private static StringBuilder strip(StringBuilder text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == ' ') {
            end--;
        }
        text.setLength(end);
        return text;
    }

    /** Means over as many neighbours as are needed for the columns to fit. */
    private double[] columns(List<Double> values) {
        int most = width - LABEL;
        int length = Math.min(most, values.size());
        double[] columns = new double[length];
        for (int column = 0; column < length; column++) {
            int begin = (int) ((long) column * values.size() / length);
            int end = (int) ((long) (column + 1) * values.size() / length);
            columns[column] = values.subList(begin, end).stream()
                    .mapToDouble(Double::doubleValue)
                    .filter(Double::isFinite)
                    .average()
                    .orElse(Double.NaN);
        }
        return columns;
    }
}
