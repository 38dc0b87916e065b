package dev.tributary.privacy.attack;

import java.util.Arrays;
import java.util.List;

/**
 * Re-identification: the attacker holds every user's own model and one leaked artefact a user, and names for each
 * artefact the user whose model has the largest cosine with it. Guessing finds one of them, however many there are.
 */
public final class ModelMatching {

    private ModelMatching() {}

    /**
     * Compares every artefact with every model.
     *
     * @param models    one vector a user, all of one length; not changed
     * @param artefacts leaked vectors of that length; not changed
     * @return one row an artefact: its cosine with each model
     * @throws IllegalArgumentException if lengths differ
     */
    public static double[][] cosines(List<float[]> models, List<float[]> artefacts) {
        return artefacts.stream()
                .parallel()
                .map(artefact -> models.stream()
                        .mapToDouble(model -> cosine(model, artefact))
                        .toArray())
                .toArray(double[][]::new);
    }

    /**
     * Matches artefacts to models.
     *
     * @param models    one vector a user, all of one length; not changed
     * @param artefacts leaked vectors of that length; not changed
     * @return for each artefact the index of its best model, the lowest among equals
     * @throws IllegalArgumentException if there are no models, or lengths differ
     */
    public static List<Integer> match(List<float[]> models, List<float[]> artefacts) {
        if (models.isEmpty()) {
            throw new IllegalArgumentException("models must be 1 or more, were none");
        }
        return match(cosines(models, artefacts));
    }

    /**
     * Matches artefacts to models whose cosines are known.
     *
     * @param cosines as {@link #cosines} gives them; not changed
     * @return for each artefact the index of its best model, the lowest among equals
     */
    public static List<Integer> match(double[][] cosines) {
        return Arrays.stream(cosines).map(ModelMatching::largest).toList();
    }

    private static int largest(double[] row) {
        int best = 0;
        for (int i = 1; i < row.length; i++) {
            best = row[i] > row[best] ? i : best;
        }
        return best;
    }

    /**
     * Counts artefacts that were matched to their owner.
     *
     * @param matches as {@link #match} gives them, artefact i being of user i
     * @return 0 to their count
     */
    public static int hits(List<Integer> matches) {
        int hits = 0;
        for (int i = 0; i < matches.size(); i++) {
            hits += matches.get(i) == i ? 1 : 0;
        }
        return hits;
    }

    /**
     * Computes the cosine of two vectors.
     *
     * @param a one; not changed
     * @param b the other, as long; not changed
     * @return −1 to 1; 0 if either is zero or has elements that are not finite
     * @throws IllegalArgumentException if lengths differ
     */
    public static double cosine(float[] a, float[] b) {
        if (a.length != b.length) {
            throw new IllegalArgumentException("vectors must have one length, had " + a.length + " and " + b.length);
        }
        double product = 0;
        double squaresOfA = 0;
        double squaresOfB = 0;
        for (int i = 0; i < a.length; i++) {
            product += (double) a[i] * b[i];
            squaresOfA += (double) a[i] * a[i];
            squaresOfB += (double) b[i] * b[i];
        }
        double cosine = product / Math.sqrt(squaresOfA) / Math.sqrt(squaresOfB);
        return Double.isFinite(cosine) ? Math.max(-1, Math.min(1, cosine)) : 0;
    }
}
