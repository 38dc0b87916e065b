package dev.tributary.arithmetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StalenessFactorTest {

    @ParameterizedTest
    @CsvSource({
        "0.5,0,1",
        "0.5,3,0.5",
        "0.5,8,0.3333333333333333",
        "0.5,99,0.1",
        "1,4,0.2",
        "2,1,0.25",
        "10,1,9.765625E-4"
    })
    void shouldBePowerOfOnePlusStalenessWhenExponentIsGiven(double exponent, long staleness, double factor) {
        assertThat(new StalenessFactor(exponent).of(staleness)).isEqualTo(factor, within(1e-15));
    }

    @Test
    void shouldBeExactlyOneWhenUpdateIsFreshOrExponentIsZero() {
        assertThat(new StalenessFactor(0.7).of(0)).isEqualTo(1.0);
        assertThat(new StalenessFactor(0).of(1000)).isEqualTo(1.0);
    }

    @Test
    void shouldFallWhenStalenessGrows() {
        StalenessFactor factor = new StalenessFactor(0.5);
        for (long staleness = 0; staleness < 1000; staleness++) {
            assertThat(factor.of(staleness + 1)).isPositive().isLessThan(factor.of(staleness));
        }
    }
}
