package dev.tributary.arithmetic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FinitenessTest {

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void shouldFindFirstIndexWhenValueIsNotFinite(float value) {
        float[] values = {0, Float.MAX_VALUE, value, 1, Float.NaN};

        assertThat(Finiteness.firstNonFinite(values)).hasValue(2);
    }

    @Test
    void shouldFindIndexWhenValueIsBeyondFirstBlock() {
        float[] values = new float[2 * Blocks.LENGTH + 3];
        values[2 * Blocks.LENGTH + 2] = Float.NaN;

        assertThat(Finiteness.firstNonFinite(values)).hasValue(2 * Blocks.LENGTH + 2);
    }

    @Test
    void shouldFindNothingWhenAllValuesAreFinite() {
        assertThat(Finiteness.firstNonFinite(new float[] {-Float.MAX_VALUE, -0f, Float.MIN_VALUE}))
                .isEmpty();
        assertThat(Finiteness.firstNonFinite(new float[0])).isEmpty();
    }
}
