package dev.tributary.leaktest.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.client.data.SplitMix64;
import dev.tributary.leaktest.users.Typing;
import org.junit.jupiter.api.Test;

class WordNetworkTest {

    private static final WordShape SHAPE = new WordShape(7, 3);

    private static float[] parameters() {
        SplitMix64 random = new SplitMix64(5);
        float[] parameters = new float[SHAPE.parameterCount()];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = (float) random.nextDouble(-1, 1);
        }
        return parameters;
    }

    @Test
    void shouldStepAlongTheGradientWhenOneWordIsLearnt() {
        // Given: two places, of which the second alone is asked for.
        float[] from = parameters();
        int before = 0;
        int word = 4;
        float rate = 1e-3f;

        // When
        WordNetwork trained = new WordNetwork(SHAPE, from);
        trained.train(Typing.of(before, word, 0), rate);

        // Then: the step of both words together is the gradient of their loss, taken by differences, to first order.
        float[] delta = trained.parameters();
        for (int i = 0; i < from.length; i++) {
            float[] up = from.clone();
            float[] down = from.clone();
            up[i] += 0.01f;
            down[i] -= 0.01f;
            double slope = 2 * (loss(up, before, word) - loss(down, before, word)) / 0.02;
            assertThat((delta[i] - from[i]) / -rate).as("parameter %d", i).isCloseTo((float) slope, within(0.02f));
        }
    }

    private static double loss(float[] parameters, int before, int word) {
        return new WordNetwork(SHAPE, parameters).loss(Typing.of(before, word, 0));
    }

    @Test
    void shouldGiveBackItsParametersWhenNothingWasLearnt() {
        assertThat(new WordNetwork(SHAPE, parameters()).parameters()).isEqualTo(parameters());
    }

    @Test
    void shouldExpectEveryWordAlikeWhenItBegins() {
        WordNetwork network = new WordNetwork(SHAPE, WordNetwork.initial(SHAPE, 3));

        assertThat(network.losses(2, 0, 7)).containsOnly(network.losses(2, 0, 1)[0]);
        assertThat(network.losses(2, 0, 1)[0]).isCloseTo(Math.log(7), within(1e-5));
    }

    @Test
    void shouldStayFiniteWhenLogitsAreExtreme() {
        // Given
        float[] parameters = parameters();
        parameters[SHAPE.biasAt()] = 1e4f;

        // When
        WordNetwork network = new WordNetwork(SHAPE, parameters);

        // Then
        assertThat(network.loss(Typing.of(0, 1, 0))).isFinite().isGreaterThan(30);
    }

    @Test
    void shouldComputePowersToFourInAMillionWhenFast() {
        for (float x = 0; x > -86; x -= 0.0137f) {
            assertThat(FastExp.of(x)).isCloseTo((float) Math.exp(x), within((float) (5e-6 * Math.exp(x))));
        }
        assertThat(FastExp.of(Float.NEGATIVE_INFINITY)).isBetween(0f, 2e-38f);
    }

    @Test
    void shouldRefuseParametersWhenTheyAreOfAnotherShape() {
        assertThatThrownBy(() -> new WordNetwork(SHAPE, new float[3])).hasMessageContaining("must be 49, were 3");
    }
}
