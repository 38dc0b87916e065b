package dev.tributary.client.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.schemas.FederationException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ColumnScalingTest {

    private static final TableRows TRAIN = rows(new float[][] {{1, 5}, {2, 5}, {Float.NaN, 5}, {3, 5}});

    @Test
    void shouldGiveMeanZeroAndDeviationOneWhenTheSameRowsAreScaled() {
        TableRows scaled = ColumnScaling.standardising(TRAIN).apply(TRAIN);

        assertThat(scaled.value(0, 0)).isEqualTo(-1f);
        assertThat(scaled.value(1, 0)).isZero();
        assertThat(scaled.value(3, 0)).isEqualTo(1f);
        assertThat(scaled.value(2, 0)).as("missing").isZero();
        assertThat(scaled.value(2, 1)).as("a column that does not vary").isZero();
    }

    @Test
    void shouldScaleOtherRowsByTheTrainingRowsWhenApplied() {
        TableRows scaled = ColumnScaling.standardising(TRAIN).apply(rows(new float[][] {{4, 7}}));

        assertThat(scaled.value(0, 0)).isEqualTo(2f);
        assertThat(scaled.value(0, 1)).isEqualTo(2f);
    }

    @Test
    void shouldChangeNothingButMissingValuesWhenOnlyFillingIn() {
        TableRows filled = ColumnScaling.fillingIn(TRAIN).apply(TRAIN);

        assertThat(filled.value(3, 0)).isEqualTo(3f);
        assertThat(filled.value(2, 0)).isEqualTo(2f);
    }

    @Test
    void shouldStayFiniteWhenValuesAreHuge() {
        TableRows huge = rows(new float[][] {{Float.MAX_VALUE, 0}, {-Float.MAX_VALUE, 0}});

        assertThat((double) ColumnScaling.standardising(huge).apply(huge).value(0, 0))
                .isCloseTo(Math.sqrt(0.5), within(1e-6));
    }

    @Test
    void shouldRefuseWhenAColumnHasNoValueAtAll() {
        TableRows empty = rows(new float[][] {{1, Float.NaN}, {2, Float.NaN}});

        assertThatExceptionOfType(FederationException.class)
                .isThrownBy(() -> ColumnScaling.standardising(empty))
                .withMessage(
                        "column 'b' must have a value in at least 1 row that is trained on, was 0; leave the column"
                                + " out");
    }

    private static TableRows rows(float[][] values) {
        return new TableRows(List.of("a", "b"), values, new boolean[values.length]);
    }
}
