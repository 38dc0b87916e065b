package dev.tributary.privacy.attack;

import java.util.HashSet;
import java.util.Set;

/**
 * How well a set was recovered.
 *
 * @param found   elements that the attacker names, 0 or more
 * @param correct those among them that are true
 * @param truth   elements that there are, 0 or more
 */
public record Recovery(int found, int correct, int truth) {

    /**
     * @throws IllegalArgumentException if the counts contradict each other
     */
    public Recovery {
        if (correct < 0 || correct > found || correct > truth) {
            throw new IllegalArgumentException("correct must be 0 to the lesser of found and truth, was " + correct
                    + " of " + found + " and " + truth);
        }
    }

    /**
     * Compares the named words with the true ones.
     *
     * @param named by the attacker
     * @param truth the real elements
     * @return the counts
     */
    public static Recovery of(Set<Integer> named, Set<Integer> truth) {
        Set<Integer> both = new HashSet<>(named);
        both.retainAll(truth);
        return new Recovery(named.size(), both.size(), truth.size());
    }

    /**
     * Tells the precision: the share of named words that are true.
     *
     * @return 0 to 1; 0 if nothing was named
     */
    public double precision() {
        return found == 0 ? 0 : (double) correct / found;
    }

    /**
     * Tells the recall: the share of true words that were named.
     *
     * @return 0 to 1; 0 if there is nothing
     */
    public double recall() {
        return truth == 0 ? 0 : (double) correct / truth;
    }

    /**
     * Gives the harmonic mean of both.
     *
     * @return 0 to 1
     */
    public double f1() {
        return found + truth == 0 ? 0 : 2.0 * correct / (found + truth);
    }
}
