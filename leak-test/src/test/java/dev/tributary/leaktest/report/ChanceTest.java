package dev.tributary.leaktest.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ChanceTest {

    @Test
    void shouldBoundABinomialWhenItsTailIsKnown() {
        // 1 of 2 coins: more than 1 with 1/4, more than 0 with 3/4.
        assertThat(Chance.most(2, 0.5, 0.25)).isEqualTo(1);
        assertThat(Chance.most(2, 0.5, 0.2)).isEqualTo(2);
        assertThat(Chance.most(2, 0.5, 0.75)).isZero();
    }

    @Test
    void shouldBoundFivePercentOfTwoHundredWhenOneRunInTenThousandMayPass() {
        // The mean is 10, the deviation 3.1.
        assertThat(Chance.most(200, 0.05, 1e-4)).isBetween(21, 25);
    }
}
