package dev.tributary.privacy.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The sampler against exact probabilities; {@link Statistics} says with which probability of rejecting a right one. */
@Tag("statistical")
class DiscreteGaussianStatisticalTest {

    private static final int DRAWS = 400_000;

    static Stream<Arguments> small() {
        return Stream.of(
                Arguments.of(DiscreteGaussian.ofSigma(1), 1.0),
                Arguments.of(DiscreteGaussian.ofSigma(2), 4.0),
                Arguments.of(DiscreteGaussian.ofSigma(4), 16.0),
                Arguments.of(DiscreteGaussian.ofSigma(3), 9.0),
                Arguments.of(DiscreteGaussian.ofVariance(1, 4), 0.25),
                Arguments.of(DiscreteGaussian.ofVariance(9, 4), 2.25),
                Arguments.of(DiscreteGaussian.ofVariance(50, 3), 50.0 / 3));
    }

    static Stream<Arguments> large() {
        return Stream.of(
                Arguments.of(DiscreteGaussian.ofSigma(1 << 20)),
                Arguments.of(DiscreteGaussian.ofSigma(1 << 28)),
                Arguments.of(DiscreteGaussian.ofSigma(12_345_678)),
                Arguments.of(DiscreteGaussian.ofVariance(1_000_003, 7)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("small")
    void shouldFollowExactProbabilitiesWhenSigmaIsSmall(DiscreteGaussian distribution, double variance) {
        // Given
        int reach = (int) Math.ceil(3.5 * Math.sqrt(variance));
        double[] probabilities = Statistics.discreteGaussian(variance, reach);
        long[] counts = new long[probabilities.length];
        long beyond = 0;
        BitStream bits = bits(1);

        // When
        for (int i = 0; i < DRAWS; i++) {
            long value = distribution.sample(bits);
            if (Math.abs(value) <= reach) {
                counts[(int) value + reach]++;
            } else {
                beyond++;
            }
        }

        // Then χ² over the cells and one for both tails
        double inside = 0;
        double chiSquare = 0;
        for (int i = 0; i < counts.length; i++) {
            double expected = DRAWS * probabilities[i];
            inside += probabilities[i];
            chiSquare += Math.pow(counts[i] - expected, 2) / expected;
        }
        double expectedBeyond = DRAWS * (1 - inside);
        if (expectedBeyond >= 5) {
            chiSquare += Math.pow(beyond - expectedBeyond, 2) / expectedBeyond;
        } else {
            assertThat(beyond).isLessThan(40);
        }
        assertThat(chiSquare).isLessThan(Statistics.ofChiSquare(counts.length));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("large")
    void shouldHaveTheMomentsOfAGaussianWhenSigmaIsLarge(DiscreteGaussian distribution) {
        // Given
        double sigma = distribution.sigma();
        BitStream bits = bits(2);
        int draws = DRAWS / 2;

        // When
        double sum = 0;
        double squares = 0;
        double fourths = 0;
        long odd = 0;
        for (int i = 0; i < draws; i++) {
            long value = distribution.sample(bits);
            double standard = value / sigma;
            sum += standard;
            squares += standard * standard;
            fourths += Math.pow(standard, 4);
            odd += value & 1;
            assertThat(Math.abs(standard)).isLessThan(10);
        }

        // Then, the lattice too: odd and even values are as likely
        double variance = squares / draws;
        assertThat(sum / draws).isCloseTo(0, within(Statistics.ofMean(1, draws)));
        assertThat(variance).isCloseTo(1, within(Statistics.ofVariance(1, draws)));
        assertThat(fourths / draws / (variance * variance)).isCloseTo(3, within(Statistics.ofKurtosis(draws)));
        assertThat((double) odd / draws).isCloseTo(0.5, within(Statistics.ofMean(0.5, draws)));
    }

    @Test
    void shouldFillTheQuantilesOfAGaussianWhenSigmaIsLarge() {
        // Given sixteen cells as likely as each other under a continuous Gaussian, which σ = 2^20 is near enough to
        double[] edges = {
            -1.534120544,
            -1.150349380,
            -0.887146559,
            -0.674489750,
            -0.488776411,
            -0.318639364,
            -0.157310685,
            0,
            0.157310685,
            0.318639364,
            0.488776411,
            0.674489750,
            0.887146559,
            1.150349380,
            1.534120544
        };
        long[] counts = new long[16];
        DiscreteGaussian distribution = DiscreteGaussian.ofSigma(1 << 20);
        BitStream bits = bits(3);

        // When
        for (int i = 0; i < DRAWS; i++) {
            double standard = distribution.sample(bits) / 0x1p20;
            int cell = 0;
            while (cell < edges.length && standard >= edges[cell]) {
                cell++;
            }
            counts[cell]++;
        }

        // Then
        double expected = DRAWS / 16.0;
        double chiSquare = 0;
        for (long count : counts) {
            chiSquare += Math.pow(count - expected, 2) / expected;
        }
        assertThat(chiSquare).isLessThan(Statistics.ofChiSquare(15));
    }

    @Test
    void shouldBeTrueAsOftenAsTheExponentialSaysWhenDrawn() {
        BitStream bits = bits(4);
        long one = 0;
        long fraction = 0;
        long any = 0;
        for (int i = 0; i < DRAWS; i++) {
            one += ExpBernoulli.one(bits) ? 1 : 0;
            fraction += ExpBernoulli.fraction(bits, 3, 7) ? 1 : 0;
            any += ExpBernoulli.any(bits, java.math.BigInteger.valueOf(17), java.math.BigInteger.valueOf(7)) ? 1 : 0;
        }

        double tolerance = Statistics.ofMean(0.5, DRAWS);
        assertThat((double) one / DRAWS).isCloseTo(Math.exp(-1), within(tolerance));
        assertThat((double) fraction / DRAWS).isCloseTo(Math.exp(-3 / 7.0), within(tolerance));
        assertThat((double) any / DRAWS).isCloseTo(Math.exp(-17 / 7.0), within(tolerance));
    }

    @Test
    void shouldCatchAWrongSamplerWhenZeroComesTwiceAsOften() {
        // The power of the χ² above: what forgetting to reject −0 would do to σ = 1 (P(0) = 0.3989 becomes 0.57)
        double[] right = Statistics.discreteGaussian(1, 4);
        double wrongZero = 2 * right[4] / (1 + right[4]);
        double chiSquare = Math.pow(DRAWS * (wrongZero - right[4]), 2) / (DRAWS * right[4]);

        assertThat(chiSquare).isGreaterThan(100 * Statistics.ofChiSquare(9));
    }

    private static BitStream bits(int seed) {
        byte[] key = new byte[32];
        key[0] = (byte) seed;
        return new BitStream(key);
    }
}
