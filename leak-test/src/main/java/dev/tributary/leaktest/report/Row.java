package dev.tributary.leaktest.report;

import dev.tributary.leaktest.attacks.Column;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Builds a {@link Finding}, column by column. */
final class Row {

    private final String test;
    private final String figure;
    private final Map<Column, Finding.Cell> cells = new EnumMap<>(Column.class);

    Row(String test, String figure) {
        this.test = test;
        this.figure = figure;
    }

    /** Adds a figure that has to be at least the bar. */
    Row atLeast(Column column, double value, String shown, double bar, String why) {
        return put(column, value, shown, "at least " + number(bar) + why, value >= bar);
    }

    /** Adds a figure that has to be at most the bar. */
    Row atMost(Column column, double value, String shown, double bar, String why) {
        return put(column, value, shown, "at most " + number(bar) + why, value <= bar);
    }

    /** Adds a figure that is only reported. */
    Row reported(Column column, double value, String shown) {
        cells.put(column, Finding.Cell.reported(value, shown));
        return this;
    }

    private Row put(Column column, double value, String shown, String expected, boolean holds) {
        cells.put(column, new Finding.Cell(value, shown, expected, holds));
        return this;
    }

    Finding finding() {
        return new Finding(test, figure, cells);
    }

    /** A number in as few digits as tell it: whole, or with three decimals. */
    static String number(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.3f", value);
    }
}
