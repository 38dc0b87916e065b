package dev.tributary.arithmetic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClippingTest {

    @Test
    void shouldKeepDirectionWhenDeltaIsLongerThanBound() {
        float[] delta = {3, -4};

        Clipping.clip(delta, 2.5);

        assertThat(delta).containsExactly(1.5f, -2f);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 5, 1e12})
    void shouldChangeNothingWhenBoundIsOffOrNotReached(double bound) {
        float[] delta = {3, -4};

        Clipping.clip(delta, bound);

        assertThat(delta).containsExactly(3f, -4f);
    }

    @Test
    void shouldGiveSameBitsWhenDeltaWasMeasuredBefore() {
        // Given
        float[] delta = {0.1f, 1e30f, -7f, Float.MIN_VALUE};
        float[] inPlace = delta.clone();

        // When
        Clipping.clip(inPlace, 0.3);

        // Then
        assertThat(MeasuredDelta.of(delta).clippedTo(0.3).toArray()).containsExactly(inPlace);
        assertThat(delta[0]).isEqualTo(0.1f);
    }
}
