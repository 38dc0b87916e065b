package dev.tributary.privacy.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.privacy.accountant.AnalyticGaussian;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OneShotAuditTest {

    private static final int DIMENSION = 10_000;
    private static final double DELTA = 1e-5;

    @ParameterizedTest(name = "sigma {0}")
    @ValueSource(doubles = {0.5, 1, 2, 4})
    void shouldComeNearButNotPassTheRealEpsilonWhenNoiseIsGaussian(double sigma) {
        // Given cosines of 5000 canaries of sensitivity 1 under noise of sigma; a quantile of 4.75 errs with 1e-6
        double[] cosines = cosines(1 / sigma, 5000);
        double real = AnalyticGaussian.epsilon(sigma, DELTA);

        // Then
        assertThat(OneShotAudit.epsilon(cosines, DIMENSION, DELTA, 4.75)).isBetween(0.6 * real, real);
    }

    @Test
    void shouldBeZeroWhenCanariesWereNotSent() {
        // A quantile of 4.75 is passed with 1e-6
        assertThat(OneShotAudit.epsilon(cosines(0, 5000), DIMENSION, DELTA, 4.75))
                .isZero();
        assertThat(OneShotAudit.epsilon(new double[] {-1, -1}, DIMENSION, DELTA, 0))
                .isZero();
    }

    @Test
    void shouldTellAViolationWhenThereIsLessNoiseThanStated() {
        // Given noise of 0.5 where 2 is stated
        double stated = AnalyticGaussian.epsilon(2, DELTA);

        assertThat(OneShotAudit.epsilon(cosines(2, 500), DIMENSION, DELTA, 4.75))
                .isGreaterThan(stated);
    }

    @Test
    void shouldRefuseWhenAnArgumentIsOutsideItsBound() {
        assertThatThrownBy(() -> OneShotAudit.epsilon(new double[1], 1, DELTA, 1))
                .hasMessageEndingWith("were 1, 1, 1.0");
        assertThatThrownBy(() -> OneShotAudit.epsilon(new double[2], 0, DELTA, 1))
                .hasMessageContaining("were 2, 0");
        assertThatThrownBy(() -> OneShotAudit.epsilon(new double[] {Double.NaN, 1}, 1, DELTA, 1))
                .hasMessage("cosines must be finite, their mean was NaN");
        assertThatThrownBy(() -> OneShotAudit.epsilon(new double[2], 1, 0, -1)).hasMessageContaining("-1.0");
    }

    private static double[] cosines(double distance, int count) {
        SplittableRandom random = new SplittableRandom(11);
        return DoubleStream.generate(() -> (distance + random.nextGaussian()) / Math.sqrt(DIMENSION))
                .limit(count)
                .toArray();
    }
}
