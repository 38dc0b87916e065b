package dev.tributary.leaktest.attacks;

import dev.tributary.leaktest.network.WordNetwork;
import dev.tributary.leaktest.users.SecretPhrase;
import dev.tributary.leaktest.users.Vocabulary;
import dev.tributary.privacy.attack.CanaryExposure;
import java.util.List;

/**
 * Canaries: the attacker has the model, knows the word with which a user's secret begins, and ranks all pairs of secret words by
 * the model's loss ({@link CanaryExposure}).
 *
 * @param exposures of each user's secret, in bits
 */
public record SecretPhrases(List<Double> exposures) {

    /** Share of secrets that were never typed whose exposure stays below the bound. */
    private static final double SHARE = 0.95;

    /**
     * Attacks.
     *
     * @param network    the model
     * @param vocabulary words of all
     * @param secrets    the phrases that were typed
     * @return how exposed each is
     */
    public static SecretPhrases attack(WordNetwork network, Vocabulary vocabulary, List<SecretPhrase> secrets) {
        int first = vocabulary.firstSecretWord();
        int count = vocabulary.secretWords();
        double[][] second = new double[count][];
        for (int i = 0; i < count; i++) {
            second[i] = network.losses(first + i, first, count);
        }
        return new SecretPhrases(secrets.stream()
                .map(secret -> exposure(
                        network.losses(secret.key(), first, count),
                        second,
                        secret.first() - first,
                        secret.second() - first))
                .toList());
    }

    private static double exposure(double[] first, double[][] second, int own, int next) {
        double[] others = new double[first.length * first.length - 1];
        int at = 0;
        for (int i = 0; i < first.length; i++) {
            for (int j = 0; j < first.length; j++) {
                if (i != own || j != next) {
                    others[at++] = first[i] + second[i][j];
                }
            }
        }
        return CanaryExposure.of(first[own] + second[own][next], others);
    }

    /**
     * Gives the mean.
     *
     * @return bits; 1.44 of secrets that were never typed
     */
    public double mean() {
        return exposures.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }

    /**
     * Counts secrets above the bound that 95 % of never typed ones stay below: with a guarantee of ε the bound is ε·log2 e
     * higher, since it makes no rank likelier than e^ε times.
     *
     * @param epsilon ε, 0 for secrets that were never typed
     * @return 0 to all
     */
    public long above(double epsilon) {
        double bound = CanaryExposure.nullBound(SHARE) + epsilon / Math.log(2);
        return exposures.stream().filter(exposure -> exposure > bound).count();
    }
}
