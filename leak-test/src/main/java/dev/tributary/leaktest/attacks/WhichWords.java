package dev.tributary.leaktest.attacks;

import dev.tributary.leaktest.network.WordShape;
import dev.tributary.leaktest.users.Vocabulary;
import dev.tributary.privacy.attack.MovedRows;
import dev.tributary.privacy.attack.Recovery;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which words did you type: from one update the attacker lists the words whose row of the output matrix moved
 * ({@link MovedRows}).
 *
 * @param recoveries how well each user's words were found
 * @param named      the words that were named, user by user
 * @param curve      precision and recall over all users, for each length of a row that may count as moved
 * @param area       probability that a typed word's row moved further than another's, of the mean user; 0.5 for guessing
 */
public record WhichWords(List<Recovery> recoveries, List<Set<Integer>> named, List<CurvePoint> curve, double area) {

    /** A row moved if it moved more than this share of the one that moved most. */
    private static final double SHARE = 0.1;

    /**
     * Attacks.
     *
     * @param shape     shape of the network
     * @param artefacts one vector a user; not changed
     * @param truth     the words that each user typed
     * @return how well it went
     */
    public static WhichWords attack(WordShape shape, List<float[]> artefacts, List<Set<Integer>> truth) {
        List<Recovery> recoveries = new ArrayList<>();
        List<Set<Integer>> named = new ArrayList<>();
        RankedWords ranked = new RankedWords(shape);
        for (int user = 0; user < artefacts.size(); user++) {
            float[] rows = Arrays.copyOfRange(artefacts.get(user), shape.outputAt(), shape.biasAt());
            Set<Integer> moved = new TreeSet<>(MovedRows.find(rows, shape.width(), SHARE));
            // Everybody types the mark: it tells nothing.
            moved.remove(Vocabulary.MARK);
            named.add(moved);
            recoveries.add(Recovery.of(moved, truth.get(user)));
            ranked.add(rows, truth.get(user));
        }
        return new WhichWords(recoveries, named, ranked.curve(), ranked.area());
    }

    /**
     * Gives the mean over the users.
     *
     * @return F1, 0 to 1
     */
    public double f1() {
        return recoveries.stream().mapToDouble(Recovery::f1).average().orElse(0);
    }

    /**
     * Gives the best that guessing reaches: whoever knows nothing names every word, since each further one raises recall and
     * leaves precision as it is.
     *
     * @param shape shape of the network
     * @param truth the words that each user typed
     * @return mean F1 over the users
     */
    public static double guessing(WordShape shape, List<Set<Integer>> truth) {
        int words = shape.words() - 1;
        return truth.stream()
                .mapToDouble(typed -> new Recovery(words, typed.size(), typed.size()).f1())
                .average()
                .orElse(0);
    }
}
