package dev.tributary.demo.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.client.training.LocalUpdate;
import dev.tributary.client.update.ClientId;
import dev.tributary.client.update.EncodedUpdate;
import dev.tributary.client.update.UpdateEncoder;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.schemas.codec.PayloadCodecs;
import dev.tributary.schemas.layout.ParameterLayout;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SimulatedAggregatorTest {

    private static final ParameterLayout LAYOUT = ParameterLayout.flat(1);

    @Test
    void shouldLetStalenessShortenTheStepWhenNormalizationIsExamples() {
        // (10·1 + 40·4·½) / 50
        assertThat(step("examples")).containsExactly(1.8f);
    }

    @Test
    void shouldOnlyShiftInfluenceWhenNormalizationIsWeights() {
        // (10·1 + 40·4·½) / 30
        assertThat(step("weights")).containsExactly(3f);
    }

    @Test
    void shouldAddNothingWhenDeltaIsTooLong() {
        // Given
        SimulatedAggregator aggregator = new SimulatedAggregator(settings("weights"), 1);

        // When
        boolean isAdmitted = aggregator.admit(update(0, 1, 1001), 0);

        // Then
        assertThat(isAdmitted).isFalse();
        assertThat(aggregator.close(new float[] {5}, 1)).containsExactly(5f);
    }

    /** One fresh update with 10 examples and one of age 3, which counts half, with 40. */
    private static float[] step(String normalization) {
        SimulatedAggregator aggregator = new SimulatedAggregator(settings(normalization), 1);
        aggregator.admit(update(3, 10, 1), 3);
        aggregator.admit(update(0, 40, 4), 3);
        return aggregator.close(new float[] {0}, 4);
    }

    private static FederationSettings settings(String normalization) {
        return FederationSettings.parse(
                "{federation: compare, privacy: {masking: off}, round: {normalization: " + normalization + "}}");
    }

    private static EncodedUpdate update(long baseVersion, long examples, float delta) {
        UpdateEncoder encoder =
                new UpdateEncoder(new ClientId("client-1"), PayloadCodecs.FLOAT32, 1000, new SplittableRandom(1));
        return encoder.encode(baseVersion, LAYOUT, new LocalUpdate(new float[] {delta}, examples, Map.of()));
    }
}
