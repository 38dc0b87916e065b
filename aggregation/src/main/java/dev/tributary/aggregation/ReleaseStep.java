package dev.tributary.aggregation;

/**
 * The step between combining and the server step, in which the combined delta of a round becomes public. Noise is drawn
 * here and nowhere else, and it is accounted for where it is drawn.
 *
 * <p>A round is released once. A close that is tried again after a crash must release the same numbers, since a second
 * draw of noise over the same sum is a second release, and records of aborted transactions stay readable on the log. A
 * replay draws nothing: it takes the released delta as given.
 */
@FunctionalInterface
public interface ReleaseStep {

    /**
     * Releases.
     *
     * @param combined combined delta of a round; taken over, not to be used afterwards
     * @return the delta that may become public
     */
    ReleasedDelta release(CombinedDelta combined);
}
