package dev.tributary.federation.settings.evaluation;

/** Which way an evaluation metric gets better. */
public enum Direction {
    /** As for accuracy. */
    HIGHER(1),
    /** As for loss. */
    LOWER(-1);

    private final int sign;

    Direction(int sign) {
        this.sign = sign;
    }

    /**
     * Tells how much better one value is than another.
     *
     * @param value  a value, finite
     * @param before another, finite
     * @return above 0 if the value is better, below 0 if it is worse
     */
    public double gain(double value, double before) {
        return sign * (value - before);
    }
}
