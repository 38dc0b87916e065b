package dev.tributary.leaktest.report;

import dev.tributary.leaktest.attacks.Column;
import java.util.Map;

/**
 * One row of the table: a figure in three columns, each beside what is expected of it.
 *
 * @param test   the attack
 * @param figure name of the measurement, with its unit
 * @param cells  by column; a column that the attack does not touch has none
 */
public record Finding(String test, String figure, Map<Column, Cell> cells) {

    /**
     * One figure.
     *
     * @param value    the figure
     * @param shown    the figure for people
     * @param expected the bar that it has to meet, in words, with the probability that a good federation misses it; empty if it
     *                 is only reported
     * @param holds    whether it meets the bar; true if there is none
     */
    public record Cell(double value, String shown, String expected, boolean holds) {

        /**
         * Makes a figure without a bar.
         *
         * @param value the figure
         * @param shown the figure for people
         * @return the cell
         */
        public static Cell reported(double value, String shown) {
            return new Cell(value, shown, "", true);
        }
    }

    /**
     * Tells whether every figure meets its bar.
     *
     * @return true if all do
     */
    public boolean holds() {
        return cells.values().stream().allMatch(Cell::holds);
    }
}
