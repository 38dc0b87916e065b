package dev.tributary.privacy.quantisation;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The words of an update: one a parameter, then the extra ones in their order.
 *
 * <p>With noise every word must lie inside one L2 ball of radius B, since the noise is measured by it: the delta then
 * keeps the rest beside the extra words, {@code √(B² − Σ scale²)}. Without noise each has B for itself.
 *
 * @param quantisation   how parameters become integers
 * @param parameterCount d, 1 or more
 * @param extras         words beside the delta, each kind at most once
 * @param joint          whether all words share one ball, as noise asks for
 */
public record UpdateWords(Quantisation quantisation, int parameterCount, List<ExtraWord> extras, boolean joint) {

    /**
     * @throws IllegalArgumentException if an argument is outside its bound, or if extra words leave less than half of B
     */
    public UpdateWords {
        extras = List.copyOf(extras);
        if (parameterCount < 1 || parameterCount > Integer.MAX_VALUE - ExtraKind.values().length) {
            throw new IllegalArgumentException("parameterCount must be 1 or more, was " + parameterCount);
        }
        Set<ExtraKind> kinds = EnumSet.noneOf(ExtraKind.class);
        for (ExtraWord extra : extras) {
            if (!kinds.add(extra.kind())) {
                throw new IllegalArgumentException("extras must name a kind once, was " + extra.kind() + " twice");
            }
            if (extra.scale() >= quantisation.wordSize().limit()) {
                throw new IllegalArgumentException("scale of " + extra.kind() + " must be below "
                        + quantisation.wordSize().limit() + ", was " + extra.scale());
            }
        }
        if (joint && deltaBound(quantisation, extras, true) < quantisation.bound() / 2.0) {
            throw new IllegalArgumentException("scales of extra words must leave half of the bound "
                    + quantisation.bound() + " to the delta, were "
                    + extras.stream().map(ExtraWord::scale).toList());
        }
    }

    /**
     * Counts the words.
     *
     * @return parameters and extra words
     */
    public int length() {
        return parameterCount + extras.size();
    }

    /**
     * Gives the largest L2 norm of the delta's words.
     *
     * @return B, or {@code ⌊√(B² − Σ scale²)⌋} in a joint ball
     */
    public int deltaBound() {
        return deltaBound(quantisation, extras, joint);
    }

    /**
     * Finds the place of an extra word.
     *
     * @param kind its meaning
     * @return its index among all words, or −1 if updates do not tell it
     */
    public int indexOf(ExtraKind kind) {
        for (int i = 0; i < extras.size(); i++) {
            if (extras.get(i).kind() == kind) {
                return parameterCount + i;
            }
        }
        return -1;
    }

    /**
     * Gives the largest absolute value of a word.
     *
     * @param index its index
     * @return 1 or more
     */
    public int limitOf(int index) {
        return index < parameterCount
                ? Math.min(quantisation.coordinateLimit(), deltaBound())
                : extras.get(index - parameterCount).scale();
    }

    /**
     * Gives the largest absolute value of any word.
     *
     * @return 1 or more
     */
    public int largestLimit() {
        int largest = limitOf(0);
        for (ExtraWord extra : extras) {
            largest = Math.max(largest, extra.scale());
        }
        return largest;
    }

    private static int deltaBound(Quantisation quantisation, List<ExtraWord> extras, boolean joint) {
        long bound = quantisation.bound();
        if (!joint) {
            return quantisation.bound();
        }
        long left = bound * bound;
        for (ExtraWord extra : extras) {
            left -= (long) extra.scale() * extra.scale();
        }
        if (left <= 0) {
            return 0;
        }
        long root = (long) Math.sqrt((double) left);
        // The root of a double may be one too large for a long above 2^53.
        return (int) (root * root > left ? root - 1 : root);
    }
}
