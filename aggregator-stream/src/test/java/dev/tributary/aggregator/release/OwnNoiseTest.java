package dev.tributary.aggregator.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.masking.mask.Secret;
import dev.tributary.privacy.words.WordSize;
import dev.tributary.privacy.words.WordSum;
import dev.tributary.schemas.masked.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class OwnNoiseTest {

    private static final int WORDS = 10_000;
    private static final int SIGMA = 1024;

    private final OwnNoise noise = new OwnNoise(Secret.owning(new byte[32]));

    private static Digest list(String name) {
        return Digest.hash(name.getBytes(StandardCharsets.UTF_8));
    }

    private int[] drawn(int sigma, Digest list) {
        WordSum sum = WordSum.zero(WordSize.BITS_32, WORDS);
        noise.addTo(sum, sigma, list);
        return sum.toValues();
    }

    @Test
    void shouldDrawTheSameNoiseWhenTheListIsTheSame() {
        assertThat(drawn(SIGMA, list("a"))).isEqualTo(drawn(SIGMA, list("a")));
    }

    /**
     * The correlation of independent draws has a deviation of 1/√n = 0.01. Keys are fixed, so this fails always or never;
     * over keys, 6 deviations are passed with a probability of 2e-9.
     */
    @Test
    void shouldDrawUnrelatedNoiseWhenListOrSigmaIsAnother() {
        int[] first = drawn(SIGMA, list("a"));

        assertThat(correlation(first, drawn(SIGMA, list("b")))).isBetween(-0.06, 0.06);
        assertThat(correlation(first, drawn(2 * SIGMA, list("a")))).isBetween(-0.06, 0.06);
    }

    /** The deviation of an estimate from n draws is σ/√(2n), 0.7 %: five of them are passed with a probability of 6e-7. */
    @Test
    void shouldHaveTheDeviationThatWasAskedFor() {
        double variance = Arrays.stream(drawn(SIGMA, list("a")))
                .asDoubleStream()
                .map(x -> x * x)
                .average()
                .orElseThrow();

        assertThat(Math.sqrt(variance) / SIGMA).isBetween(0.965, 1.035);
    }

    @Test
    void shouldShowNothingOfItsKey() {
        assertThat(noise).hasToString("OwnNoise[]");
    }

    private static double correlation(int[] a, int[] b) {
        double products = 0;
        double squaresOfA = 0;
        double squaresOfB = 0;
        for (int i = 0; i < a.length; i++) {
            products += (double) a[i] * b[i];
            squaresOfA += (double) a[i] * a[i];
            squaresOfB += (double) b[i] * b[i];
        }
        return products / Math.sqrt(squaresOfA * squaresOfB);
    }
}
