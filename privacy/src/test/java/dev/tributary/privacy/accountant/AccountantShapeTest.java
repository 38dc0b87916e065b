package dev.tributary.privacy.accountant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** How the accountant's functions run: monotone, finite at extremes, refusing what lies outside. */
class AccountantShapeTest {

    private static final double[] WIDE = {1e-12, 1e-9, 1e-6, 1e-3, 0.03, 0.2, 0.5, 1, 2, 5, 30, 1e3, 1e6};
    private static final double[] DELTAS = {1e-200, 1e-50, 1e-12, 1e-9, 1e-6, 1e-3, 0.1, 0.5, 0.9};
    private static final double[] SIGMAS = {0.02, 0.1, 0.3, 0.5, 0.9, 1, 1.3, 2, 5, 20, 300, 1e4};
    private static final double[] ORDERS = {1.01, 1.1, 1.5, 1.99, 2, 2.01, 3, 7.5, 16, 31.9, 32, 100, 1000, 1e5};

    @Test
    void shouldRiseWithRhoAndFallWithDeltaWhenConverted() {
        assertRises(rho -> ZeroConcentrated.epsilon(rho, 1e-5), WIDE);
        assertFalls(delta -> ZeroConcentrated.epsilon(0.5, delta), DELTAS);
        assertRises(rho -> ZeroConcentrated.delta(rho, 1), WIDE);
        assertFalls(epsilon -> ZeroConcentrated.delta(0.5, epsilon), WIDE);
        assertRises(epsilon -> ZeroConcentrated.rho(epsilon, 1e-5), WIDE);
        assertRises(delta -> ZeroConcentrated.rho(1, delta), DELTAS);
    }

    @Test
    void shouldFallWithSigmaAndDeltaWhenGaussian() {
        assertFalls(sigma -> AnalyticGaussian.epsilon(sigma, 1e-5), SIGMAS);
        assertFalls(delta -> AnalyticGaussian.epsilon(1, delta), DELTAS);
        assertFalls(epsilon -> AnalyticGaussian.sigma(epsilon, 1e-5), 0.01, 0.1, 1, 10, 100, 1e4);
        assertFalls(delta -> AnalyticGaussian.sigma(1, delta), DELTAS);
        assertFalls(sigma -> AnalyticGaussian.delta(sigma, 1), SIGMAS);
        assertFalls(epsilon -> AnalyticGaussian.delta(1, epsilon), WIDE);
    }

    @Test
    void shouldRiseWithSamplingAndOrderAndFallWithSigmaWhenSubsampled() {
        assertRises(q -> new SubsampledGaussian(q, 1).rdp(2.5), 0, 1e-9, 1e-6, 1e-3, 0.1, 0.5, 0.999, 1);
        assertRises(q -> new SubsampledGaussian(q, 1).rdp(20), 0, 1e-9, 1e-6, 1e-3, 0.1, 0.5, 0.999, 1);
        assertFalls(sigma -> new SubsampledGaussian(0.1, sigma).rdp(2.5), SIGMAS);
        assertFalls(sigma -> new SubsampledGaussian(0.1, sigma).rdp(20), SIGMAS);
        for (double q : new double[] {1e-6, 0.01, 0.3, 0.9}) {
            assertRises(order -> new SubsampledGaussian(q, 1.5).rdp(order), ORDERS);
        }
        assertRises(steps -> new SubsampledGaussian(0.01, 1).epsilon((long) steps, 1e-5), 0, 1, 10, 1e3, 1e6, 1e9);
        assertFalls(delta -> new SubsampledGaussian(0.01, 1).epsilon(100, delta), DELTAS);
    }

    @Test
    void shouldMeetWhenOrdersAreNearAnInteger() {
        for (int order : new int[] {2, 3, 17, 64}) {
            SubsampledGaussian step = new SubsampledGaussian(0.07, 0.9);
            assertThat(step.rdp(order + 1e-9)).isCloseTo(step.rdp(order), within(1e-7 * step.rdp(order)));
        }
    }

    @Test
    void shouldAgreeWithTheSquareOfSamplingWhenItIsRare() {
        // For q → 0: RDP(α) = α/2·q²·(e^(1/σ²) − 1)
        double expected = 2.5 / 2 * 1e-16 * Math.expm1(1);

        assertThat(new SubsampledGaussian(1e-8, 1).rdp(2.5)).isCloseTo(expected, within(1e-6 * expected));
    }

    @Test
    void shouldStayFiniteWhenArgumentsAreExtreme() {
        assertThat(ZeroConcentrated.epsilon(1e15, 1e-200)).isFinite().isGreaterThan(1e15);
        assertThat(ZeroConcentrated.epsilon(1e-300, 1e-5)).isBetween(0.0, 1e-100);
        assertThat(ZeroConcentrated.epsilon(0, 1e-5)).isZero();
        assertThat(new SubsampledGaussian(0.5, 0.01).rdp(1e6)).isFinite().isPositive();
        assertThat(new SubsampledGaussian(0.5, 0.02).rdp(1.5)).isFinite().isPositive();
        assertThat(new SubsampledGaussian(1e-12, 1e6).rdp(1.01)).isFinite().isNotNegative();
        assertThat(new SubsampledGaussian(0.01, 1).epsilon(1_000_000_000_000L, 1e-200))
                .isFinite();
        assertThat(AnalyticGaussian.epsilon(1e9, 1e-5)).isZero();
        assertThat(AnalyticGaussian.epsilon(1e-3, 1e-5)).isFinite();
        assertThat(AnalyticGaussian.delta(1e-6, 1)).isEqualTo(1);
    }

    @Test
    void shouldNeverBePassedByTheExactValueWhenBothAreGiven() {
        for (double rho : new double[] {1e-4, 0.01, 0.3, 1, 10, 300}) {
            for (double delta : new double[] {1e-12, 1e-6, 1e-3}) {
                assertThat(AnalyticGaussian.epsilon(1 / Math.sqrt(2 * rho), delta))
                        .isLessThanOrEqualTo(ZeroConcentrated.epsilon(rho, delta));
            }
        }
    }

    @Test
    void shouldNeverPassTheLimitWhenInverted() {
        for (double epsilon : new double[] {1e-6, 0.1, 1, 8, 100}) {
            assertThat(ZeroConcentrated.epsilon(ZeroConcentrated.rho(epsilon, 1e-6), 1e-6))
                    .isLessThanOrEqualTo(epsilon);
            assertThat(AnalyticGaussian.epsilon(
                            AnalyticGaussian.sigma(Math.max(0.01, epsilon), 1e-6) * (1 + 1e-12), 1e-6))
                    .isLessThanOrEqualTo(Math.max(0.01, epsilon));
        }
    }

    @Test
    void shouldNameBoundAndValueWhenAnArgumentIsOutside() {
        assertThatThrownBy(() -> ZeroConcentrated.epsilon(-1, 1e-5))
                .hasMessage("rho must be finite and 0 or more, was -1.0");
        assertThatThrownBy(() -> ZeroConcentrated.epsilon(Double.NaN, 1e-5)).hasMessageEndingWith("was NaN");
        assertThatThrownBy(() -> ZeroConcentrated.epsilon(1, 0))
                .hasMessage("privacyDelta must be 1e-200 or more and below 1, was 0.0");
        assertThatThrownBy(() -> ZeroConcentrated.epsilon(1, 1)).hasMessageEndingWith("was 1.0");
        assertThatThrownBy(() -> ZeroConcentrated.rho(0, 1e-5))
                .hasMessage("epsilon must be finite and above 0, was 0.0");
        assertThatThrownBy(() -> AnalyticGaussian.delta(0, 1)).hasMessage("sigma must be 1e-6 to 1e9, was 0.0");
        assertThatThrownBy(() -> AnalyticGaussian.sigma(1e-12, 1e-200)).hasMessageContaining("within reach");
        assertThatThrownBy(() -> new SubsampledGaussian(1.1, 1)).hasMessage("q must be 0 to 1, was 1.1");
        assertThatThrownBy(() -> new SubsampledGaussian(0.1, 0)).hasMessage("sigma must be 0.01 to 1e6, was 0.0");
        assertThatThrownBy(() -> new SubsampledGaussian(0.1, 1).rdp(1)).hasMessageEndingWith("was 1.0");
        assertThatThrownBy(() -> new SubsampledGaussian(0.1, 1).epsilon(-1, 1e-5))
                .hasMessageEndingWith("was -1");
        assertThatThrownBy(() -> RenyiConversion.epsilon(2, -1, 1e-5)).hasMessage("rdp must be 0 or more, was -1.0");
        assertThatThrownBy(() -> RenyiConversion.epsilon(1, 1, 1e-5)).hasMessageContaining("order less 1");
    }

    private static void assertRises(DoubleUnaryOperator function, double... arguments) {
        for (int i = 1; i < arguments.length; i++) {
            double before = function.applyAsDouble(arguments[i - 1]);
            assertThat(function.applyAsDouble(arguments[i]))
                    .as("from %s to %s", arguments[i - 1], arguments[i])
                    .isGreaterThanOrEqualTo(before * (1 - 1e-12));
        }
    }

    private static void assertFalls(DoubleUnaryOperator function, double... arguments) {
        assertRises(argument -> -function.applyAsDouble(argument), arguments);
    }
}
