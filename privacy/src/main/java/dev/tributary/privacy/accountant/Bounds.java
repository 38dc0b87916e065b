package dev.tributary.privacy.accountant;

/** Bounds that arguments of the accountant have in common. */
final class Bounds {

    private static final double LEAST_DELTA = 1e-200;

    private Bounds() {}

    static void delta(double delta) {
        if (!(delta >= LEAST_DELTA && delta < 1)) {
            throw new IllegalArgumentException("privacyDelta must be 1e-200 or more and below 1, was " + delta);
        }
    }

    static void positive(String name, double value) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + " must be finite and above 0, was " + value);
        }
    }

    static void notNegative(String name, double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + " must be finite and 0 or more, was " + value);
        }
    }
}
