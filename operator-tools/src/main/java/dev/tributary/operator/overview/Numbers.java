package dev.tributary.operator.overview;

import java.util.Locale;

/** Numbers as people read them, the same in every locale. One that is not finite is a dash. */
final class Numbers {

    private Numbers() {}

    /** With a fixed count of decimals. */
    static String shown(double value, int decimals) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%." + decimals + "f", value) : "-";
    }

    /** With four significant digits. */
    static String significant(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.4g", value) : "-";
    }
}
