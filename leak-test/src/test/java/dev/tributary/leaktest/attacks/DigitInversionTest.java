package dev.tributary.leaktest.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.client.data.SplitMix64;
import dev.tributary.leaktest.network.DigitNetwork;
import java.util.List;
import org.junit.jupiter.api.Test;

class DigitInversionTest {

    private static float[] picture(long seed) {
        SplitMix64 random = new SplitMix64(seed);
        float[] picture = new float[DigitNetwork.PIXELS];
        for (int i = 0; i < picture.length; i++) {
            picture[i] = (float) random.nextDouble();
        }
        return picture;
    }

    @Test
    void shouldGiveThePictureBackWhenItsUpdateIsClear() {
        // Given
        float[] picture = picture(1);
        float[] delta = new DigitNetwork(7).delta(picture, 3, 0.1f);

        // When
        DigitInversion inverted = DigitInversion.attack(List.of(delta), List.of(picture));

        // Then
        assertThat(inverted.likeness()).isCloseTo(1, within(1e-6));
        assertThat(inverted.pictures().get(0)).containsExactly(picture, within(1e-5f));
    }

    @Test
    void shouldGiveNoPictureWhenNothingMoved() {
        DigitInversion inverted =
                DigitInversion.attack(List.of(new float[DigitNetwork.layout().parameterCount()]), List.of(picture(1)));

        assertThat(inverted.pictures().get(0)).containsOnly(0);
        assertThat(inverted.likeness()).isZero();
    }
}
