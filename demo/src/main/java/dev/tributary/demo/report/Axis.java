package dev.tributary.demo.report;

import java.util.ArrayList;
import java.util.List;

/**
 * One axis of a chart: from {@code min} to {@code max} in steps of 1, 2 or 5 times a power of ten.
 *
 * @param min  value at the axis's beginning
 * @param max  value at its end, above {@code min}
 * @param step distance of neighbouring ticks, above 0
 */
record Axis(double min, double max, double step) {

    /** Keeps a tick that rounding puts a hair beyond the end. */
    private static final double SLACK = 1e-9;

    /**
     * Returns an axis that covers a range and begins and ends at a tick.
     *
     * @param low       least value
     * @param high      greatest value; if not above {@code low}, the axis is one step long
     * @param mostTicks steps at most
     */
    static Axis covering(double low, double high, int mostTicks) {
        double step = niceStep((high > low ? high - low : 1) / mostTicks);
        double min = Math.floor(low / step + SLACK) * step;
        double max = Math.ceil(high / step - SLACK) * step;
        return new Axis(min, max > min ? max : min + step, step);
    }

    /**
     * Returns an axis of whole numbers that begins at {@code first} and ends at {@code last}; of a single number, with
     * half a step to both sides.
     */
    static Axis counting(long first, long last, int mostTicks) {
        double step = Math.max(1, niceStep((double) (last - first) / mostTicks));
        return last > first ? new Axis(first, last, step) : new Axis(first - 0.5, first + 0.5, step);
    }

    /** Returns the multiples of the step that lie on the axis, ascending. */
    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        long first = (long) Math.ceil(min / step - SLACK);
        long last = (long) Math.floor(max / step + SLACK);
        for (long i = first; i <= last; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    /** Returns how many decimals tell neighbouring ticks apart. */
    int decimals() {
        return (int) Math.max(0, Math.ceil(-Math.log10(step) - SLACK));
    }

    /** Returns where a value lies: 0 at {@code min}, 1 at {@code max}. */
    double position(double value) {
        return (value - min) / (max - min);
    }

    private static double niceStep(double least) {
        if (!(least > 0)) {
            return 1;
        }
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        for (double factor : new double[] {1, 2, 5}) {
            if (factor * power >= least * (1 - SLACK)) {
                return factor * power;
            }
        }
        return 10 * power;
    }
}
