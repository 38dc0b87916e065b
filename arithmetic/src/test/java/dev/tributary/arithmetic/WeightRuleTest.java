package dev.tributary.arithmetic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeightRuleTest {

    @ParameterizedTest
    @CsvSource({
        "EXAMPLES, 40, 0, 40, 40.0",
        "EXAMPLES, 101, 0, 100, 100.0",
        "EXAMPLES, 40, 3, 40, 20.0",
        "EXAMPLES, 1000000000000, 3, 100, 50.0",
        "UNIFORM, 40, 0, 1, 1.0",
        "UNIFORM, 40, 3, 1, 0.5"
    })
    void shouldWeighByCapWeightingAndAgeWhenUpdateCounts(
            Weighting weighting, long exampleCount, long age, long counted, double factor) {
        WeightRule rule = new WeightRule(100, weighting, new StalenessFactor(0.5));

        assertThat(rule.of(exampleCount, age)).isEqualTo(new UpdateWeight(counted, factor));
    }

    @Test
    void shouldDivideByExamplesOrByFactorsWhenNormalizationSaysSo() {
        // Given
        WeightRule rule = new WeightRule(100, Weighting.EXAMPLES, new StalenessFactor(0.5));

        // When
        WeightTotal total = WeightTotal.NONE.plus(rule.of(10, 0)).plus(rule.of(40, 3));

        // Then
        assertThat(total.divisor(Normalization.EXAMPLES)).isEqualTo(50);
        assertThat(total.divisor(Normalization.WEIGHTS)).isEqualTo(30);
    }

    @Test
    void shouldCountEveryExampleWhenSumIsBeyondExactDoubles() {
        // Given: 2^53 + 1 is no double, so a divisor that were summed in doubles would lose the second update.
        WeightTotal total = WeightTotal.NONE.plus(new WeightTotal(1L << 53, 0));

        // When
        WeightTotal sum = total.plus(new UpdateWeight(1, 1)).plus(new UpdateWeight(1, 1));

        // Then
        assertThat(sum.countedExamples()).isEqualTo((1L << 53) + 2);
    }
}
