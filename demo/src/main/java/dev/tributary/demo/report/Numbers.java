package dev.tributary.demo.report;

import java.util.Locale;

/** Numbers as people read them, the same in every locale. One that is not finite is a dash. */
public final class Numbers {

    /** Sign of a number that is not finite; ASCII, since it goes to terminals too. */
    public static final String NOT_KNOWN = "-";

    private static final String[] BYTE_UNITS = {"kB", "MB", "GB", "TB"};

    private Numbers() {}

    /** Returns a share in [0, 1] as a percentage: {@code 97.4 %}. */
    public static String percent(double share) {
        return Double.isFinite(share) ? decimal(100 * share, 1) + " %" : NOT_KNOWN;
    }

    /** Returns a number with a fixed count of decimals. */
    public static String decimal(double value, int decimals) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%." + decimals + "f", value) : NOT_KNOWN;
    }

    /** Returns a whole number with its thousands apart: {@code 431,080}. */
    public static String grouped(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** Returns a time: {@code 4.2 s} below a minute, else {@code 3 min 05 s}. */
    public static String duration(double seconds) {
        if (!Double.isFinite(seconds)) {
            return NOT_KNOWN;
        }
        long whole = Math.round(seconds);
        return whole < 60
                ? decimal(seconds, 1) + " s"
                : String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60);
    }

    /** Returns a count of bytes with a decimal unit: {@code 17.2 MB}. */
    public static String bytes(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        double value = bytes / 1000.0;
        int unit = 0;
        while (value >= 999.95 && unit < BYTE_UNITS.length - 1) {
            value /= 1000;
            unit++;
        }
        return decimal(value, 1) + " " + BYTE_UNITS[unit];
    }
}
