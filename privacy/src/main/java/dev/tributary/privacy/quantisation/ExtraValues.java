package dev.tributary.privacy.quantisation;

/**
 * Numbers of a training that an update tells, where its words have a place for them.
 *
 * @param examples n, 1 or more
 * @param loss     mean training loss; NaN if unknown, which is told as 0
 * @param accuracy 0 to 1; NaN if unknown, which is told as 0
 */
public record ExtraValues(long examples, double loss, double accuracy) {

    /**
     * @throws IllegalArgumentException if there are no examples
     */
    public ExtraValues {
        if (examples < 1) {
            throw new IllegalArgumentException("examples must be 1 or more, was " + examples);
        }
    }
}
