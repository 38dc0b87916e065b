package dev.tributary.privacy.accountant;

import java.util.function.DoubleFunction;
import java.util.function.DoubleUnaryOperator;

/** One-dimensional searches. Each value met is a valid bound, so a search that ends early is never untruthful. */
final class Search {

    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;
    private static final int NARROWINGS = 80;
    private static final int HALVINGS = 200;

    private Search() {}

    /**
     * Finds the least value of a function with one valley: over a grid, then by golden section beside its best place.
     *
     * @param function of the logarithm of an order less 1
     * @param low      least argument
     * @param high     largest argument
     * @param step     of the grid
     */
    static double minimum(DoubleUnaryOperator function, double low, double high, double step) {
        double best = low;
        double least = function.applyAsDouble(low);
        for (double at = low + step; at <= high; at += step) {
            double value = function.applyAsDouble(at);
            if (value < least) {
                least = value;
                best = at;
            } else if (at > best + 4 * step && value > least) {
                break;
            }
        }
        return Math.min(least, valley(function, Math.max(low, best - step), Math.min(high, best + step)));
    }

    private static double valley(DoubleUnaryOperator function, double from, double to) {
        double low = from;
        double high = to;
        double a = high - GOLDEN * (high - low);
        double b = low + GOLDEN * (high - low);
        double atA = function.applyAsDouble(a);
        double atB = function.applyAsDouble(b);
        for (int i = 0; i < NARROWINGS && b > a; i++) {
            if (atA < atB) {
                high = b;
                b = a;
                atB = atA;
                a = high - GOLDEN * (high - low);
                atA = function.applyAsDouble(a);
            } else {
                low = a;
                a = b;
                atA = atB;
                b = low + GOLDEN * (high - low);
                atB = function.applyAsDouble(b);
            }
        }
        return Math.min(atA, atB);
    }

    /**
     * Finds the border between arguments for which a claim holds and those for which it does not.
     *
     * @param holds   false up to the border, true from it on
     * @param failing an argument for which it does not hold
     * @param holding one for which it does, on either side of the other
     * @return the argument nearest to the border for which it holds
     */
    static double border(DoubleFunction<Boolean> holds, double failing, double holding) {
        double bad = failing;
        double good = holding;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = bad + (good - bad) / 2;
            if (middle == bad || middle == good) {
                break;
            }
            if (holds.apply(middle)) {
                good = middle;
            } else {
                bad = middle;
            }
        }
        return good;
    }
}
