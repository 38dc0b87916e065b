package dev.tributary.leaktest.report;

import dev.tributary.leaktest.trial.LeakTestResults;
import java.util.List;
import java.util.Set;

/** How far the area of a guesser strays from a half. */
final class WordChance {

    private WordChance() {}

    /**
     * Standard error of the mean area: that of one user with m typed words and n others has the variance
     * {@code (m + n + 1) / (12·m·n)} if all orders are as likely (Mann and Whitney 1947).
     */
    static double standardError(LeakTestResults results) {
        List<Set<Integer>> truth = results.population().truth();
        int words = results.population().vocabulary().size() - 1;
        double variance = 0;
        for (Set<Integer> typed : truth) {
            double others = words - (double) typed.size();
            variance += (words + 1.0) / (12 * typed.size() * others);
        }
        return Math.sqrt(variance) / truth.size();
    }
}
