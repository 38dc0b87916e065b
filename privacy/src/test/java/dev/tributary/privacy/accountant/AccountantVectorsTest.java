package dev.tributary.privacy.accountant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The accountant against values that vectors/accountant/make_vectors.py computed by other formulas, in decimals. */
class AccountantVectorsTest {

    private static final double RELATIVE = 1e-9;

    static Stream<JsonNode> rdp() {
        return vectors("rdp");
    }

    static Stream<JsonNode> gaussianEpsilon() {
        return vectors("gaussianEpsilon");
    }

    static Stream<JsonNode> gaussianSigma() {
        return vectors("gaussianSigma");
    }

    static Stream<JsonNode> gaussianDelta() {
        return vectors("gaussianDelta");
    }

    static Stream<JsonNode> zcdpEpsilon() {
        return vectors("zcdpEpsilon");
    }

    static Stream<JsonNode> subsampledEpsilon() {
        return vectors("subsampledEpsilon");
    }

    @ParameterizedTest(name = "q, sigma, order, rdp {0}")
    @MethodSource("rdp")
    void shouldGiveTheDivergenceWhenSubsampled(JsonNode v) {
        assertNear(new SubsampledGaussian(at(v, 0), at(v, 1)).rdp(at(v, 2)), at(v, 3));
    }

    @ParameterizedTest(name = "sigma, delta, epsilon {0}")
    @MethodSource("gaussianEpsilon")
    void shouldGiveEpsilonWhenSigmaIsGiven(JsonNode v) {
        assertNear(AnalyticGaussian.epsilon(at(v, 0), at(v, 1)), at(v, 2));
    }

    @ParameterizedTest(name = "epsilon, delta, sigma {0}")
    @MethodSource("gaussianSigma")
    void shouldGiveSigmaWhenEpsilonIsGiven(JsonNode v) {
        assertNear(AnalyticGaussian.sigma(at(v, 0), at(v, 1)), at(v, 2));
    }

    @ParameterizedTest(name = "sigma, epsilon, delta {0}")
    @MethodSource("gaussianDelta")
    void shouldGiveDeltaWhenSigmaAndEpsilonAreGiven(JsonNode v) {
        assertNear(AnalyticGaussian.delta(at(v, 0), at(v, 1)), at(v, 2));
    }

    @ParameterizedTest(name = "rho, delta, epsilon {0}")
    @MethodSource("zcdpEpsilon")
    void shouldConvertBothWaysWhenRhoIsGiven(JsonNode v) {
        assertNear(ZeroConcentrated.epsilon(at(v, 0), at(v, 1)), at(v, 2));
        assertNear(ZeroConcentrated.rho(at(v, 2), at(v, 1)), at(v, 0));
        assertThat(ZeroConcentrated.delta(at(v, 0), at(v, 2))).isCloseTo(at(v, 1), within(1e-6 * at(v, 1)));
    }

    @ParameterizedTest(name = "q, sigma, steps, delta, epsilon over a grid {0}")
    @MethodSource("subsampledEpsilon")
    void shouldBeAtMostTheBestOfAGridWhenMinimisedOverRealOrders(JsonNode v) {
        double epsilon =
                new SubsampledGaussian(at(v, 0), at(v, 1)).epsilon(v.get(2).asLong(), at(v, 3));

        assertThat(epsilon).isBetween(at(v, 4) * 0.999, at(v, 4) * (1 + RELATIVE));
    }

    @Test
    void shouldGiveTheValuesOfTheDesignWhenAsked() {
        assertNear(new SubsampledGaussian(0.1, 1).rdp(2), 0.0170368632362);
        assertNear(new SubsampledGaussian(0.01, 1).rdp(32), 11.246275937);
        assertNear(new SubsampledGaussian(0.2, 0.5).rdp(1.8), 0.787076197145);
        assertNear(new SubsampledGaussian(0.05, 2).rdp(64), 4.95671920962);
        // 3.6171 is the best of orders in steps of 0.1, which is 6.6; real orders reach a little lower.
        assertThat(new SubsampledGaussian(1, 4).epsilon(10, 1e-5)).isBetween(3.61696, 3.6171);
        assertThat(AnalyticGaussian.epsilon(4 / Math.sqrt(10), 1e-5)).isCloseTo(3.3414, within(5e-5));
        assertThat(ZeroConcentrated.epsilon(0.81, 1e-10)).isCloseTo(8.9222, within(5e-5));
        assertThat(AnalyticGaussian.sigma(1, 1e-5)).isCloseTo(3.730632, within(5e-7));
    }

    private static void assertNear(double actual, double expected) {
        assertThat(actual).isCloseTo(expected, within(RELATIVE * Math.abs(expected)));
    }

    private static double at(JsonNode vector, int index) {
        return vector.get(index).asDouble();
    }

    private static Stream<JsonNode> vectors(String name) {
        try (InputStream in = AccountantVectorsTest.class.getResourceAsStream("/vectors/accountant/good_values.json")) {
            JsonNode vectors = new ObjectMapper().readTree(in).get(name);
            return StreamSupport.stream(vectors.spliterator(), false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
