package dev.tributary.client.data.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Distributions behind the partitions, each against its exact mean.
 *
 * <p>Seeds are fixed, so a run is repeatable; with another seed a right implementation fails one comparison with a
 * probability of at most {@link #FALSE_REJECTION}.
 */
@Tag("statistical")
class PartitionSchemeStatisticalTest {

    private static final double FALSE_REJECTION = 1e-9;
    private static final int CLASSES = 10;

    @ParameterizedTest(name = "alpha {0}")
    @ValueSource(doubles = {0.01, 0.1, 0.5, 1, 3, 100})
    void shouldHaveMomentsOfDirichletDistributionWhenSampled(double alpha) {
        int draws = 40_000;
        RandomGenerator random = new SplittableRandom(2019);
        double[] concentrations = new double[CLASSES];
        Arrays.fill(concentrations, alpha);
        double[][] samples = new double[draws][];
        Arrays.setAll(samples, i -> DirichletSampler.draw(concentrations, random));

        double tolerance = tolerance(draws);
        // E[q₀] = 1/C and E[Σ q²] = (α + 1)/(Cα + 1).
        assertThat(mean(draws, i -> samples[i][0])).isCloseTo(1.0 / CLASSES, within(tolerance));
        assertThat(mean(draws, i -> sumOfSquares(samples[i])))
                .isCloseTo((alpha + 1) / (CLASSES * alpha + 1), within(tolerance));
    }

    @Test
    void shouldHaveMeanOfEachConcentrationWhenTheyDiffer() {
        int draws = 40_000;
        RandomGenerator random = new SplittableRandom(7);
        double[] concentrations = {0.2, 0, 3, 0.8};

        double[][] samples = new double[draws][];
        Arrays.setAll(samples, i -> DirichletSampler.draw(concentrations, random));

        for (int c = 0; c < concentrations.length; c++) {
            int component = c;
            assertThat(mean(draws, i -> samples[i][component]))
                    .isCloseTo(concentrations[c] / 4, within(tolerance(draws)));
        }
    }

    @Test
    void shouldGiveEachLabelItsShareWhenIid() {
        int perClient = 2_000;
        int[] labels = IntStream.range(0, 10 * perClient).map(i -> i % CLASSES).toArray();

        List<int[]> parts = PartitionScheme.iid().partition(labels, CLASSES, 10, new SplittableRandom(5));

        // Hoeffding's bound holds for sampling without replacement too. 100 comparisons share the probability.
        double tolerance = Math.sqrt(Math.log(2 * 100 / FALSE_REJECTION) / (2 * perClient));
        for (int[] part : parts) {
            assertThat(Arrays.stream(shares(part, labels)).boxed())
                    .allSatisfy(share -> assertThat(share).isCloseTo(0.1, within(tolerance)));
        }
    }

    @Test
    void shouldConcentrateLabelsMoreWhenAlphaIsSmaller() {
        int[] labels = IntStream.range(0, 20_000).map(i -> i % CLASSES).toArray();

        double[] concentration = Arrays.stream(new double[] {100, 1, 0.1, 0.01})
                .map(alpha -> meanSumOfSquares(alpha, labels))
                .toArray();

        assertThat(concentration).isSorted();
        // Of 100 clients: nearly uniform (0.1) at one end, one or two labels each (0.5 to 1) at the other.
        assertThat(concentration[0]).isBetween(0.1, 0.12);
        assertThat(concentration[3]).isGreaterThan(0.5);
    }

    private static double meanSumOfSquares(double alpha, int[] labels) {
        List<int[]> parts = PartitionScheme.dirichlet(alpha).partition(labels, CLASSES, 100, new SplittableRandom(3));
        return parts.stream()
                .mapToDouble(part -> sumOfSquares(shares(part, labels)))
                .average()
                .orElseThrow();
    }

    private static double[] shares(int[] part, int[] labels) {
        double[] shares = new double[CLASSES];
        for (int index : part) {
            shares[labels[index]] += 1.0 / part.length;
        }
        return shares;
    }

    private static double sumOfSquares(double[] values) {
        return Arrays.stream(values).map(value -> value * value).sum();
    }

    private static double mean(int count, IntToDoubleFunction value) {
        return IntStream.range(0, count).mapToDouble(value).average().orElseThrow();
    }

    /** Hoeffding: {@code count} values in [0, 1] have a mean farther than this from its expectation with p ≤ the bound. */
    private static double tolerance(int count) {
        return Math.sqrt(Math.log(2 / FALSE_REJECTION) / (2 * count));
    }
}
