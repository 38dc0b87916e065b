package dev.tributary.aggregator.evaluation.judging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparableGroupTest {

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "3, 3", "4, 4", "8, 8", "9, 8", "20, 16", "64, 32", "1000, 61", "4096, 64"})
    void shouldNeedAllOfAFewAndAPartOfManyWhenTheyStandForAGroup(long group, long least) {
        assertThat(ComparableGroup.least(group)).isEqualTo(least);
    }

    @Test
    void shouldKeepTheStandardErrorWithinAnEighthOfTheSpreadWhenItIsTheLeastPart() {
        for (long group = 1; group <= 4096; group++) {
            long least = ComparableGroup.least(group);
            assertThat(1.0 / least - 1.0 / group).as("group of %d", group).isLessThanOrEqualTo(1 / 64.0 + 1e-15);
            assertThat(least == 1 ? 1 : 1.0 / (least - 1) - 1.0 / group)
                    .as("one less of a group of %d", group)
                    .isGreaterThan(1 / 64.0);
        }
    }

    @ParameterizedTest
    @CsvSource({"3, 4, false", "4, 3, false", "4, 4, true", "8, 9, true", "9, 8, true", "15, 20, false", "100, 64, true"
    })
    void shouldCompareGroupsWhenTheSmallerStandsForTheLarger(long one, long other, boolean comparable) {
        assertThat(ComparableGroup.areComparable(one, other)).isEqualTo(comparable);
    }
}
