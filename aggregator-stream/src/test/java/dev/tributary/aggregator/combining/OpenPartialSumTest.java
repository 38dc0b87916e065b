package dev.tributary.aggregator.combining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.aggregator.harness.Records;
import dev.tributary.aggregator.harness.SideWorks;
import dev.tributary.aggregator.harness.UpdateFixtures;
import dev.tributary.aggregator.sidework.SideThread;
import dev.tributary.aggregator.sidework.SideWork;
import dev.tributary.arithmetic.FloatVector;
import dev.tributary.arithmetic.WeightedSum;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.ModelUpdate;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Additions beside the stream thread: their order and their result are those of additions on it. */
class OpenPartialSumTest {

    private static final int PARAMETERS = 10_000;

    private static ModelUpdate inSeveralChunks() {
        return (ModelUpdate) Records.decode(UpdateFixtures.update()
                .chunkBytes(1)
                .manifest(update -> update.setPayloadBytes(8 << 20))
                .records()
                .get(0)
                .value);
    }

    private static float[] delta(SplittableRandom random) {
        float[] delta = new float[PARAMETERS];
        for (int i = 0; i < delta.length; i++) {
            delta[i] = (float) random.nextDouble(-1, 1);
        }
        return delta;
    }

    @Test
    void shouldHaveTheBitsOfOneThreadWhenAnotherOneAdds() {
        try (SideWork beside = new SideThread("add", 0)) {
            OpenPartialSum partial = new OpenPartialSum(0, 1, beside);
            WeightedSum expected = new WeightedSum(PARAMETERS);
            SplittableRandom random = new SplittableRandom(3);
            for (int turn = 0; turn < 3; turn++) {
                for (int i = 0; i < 100; i++) {
                    float[] delta = delta(random);
                    expected.add(delta, 1 + i / 7.0);
                    partial.add(inSeveralChunks(), FloatVector.of(delta), 1, 0, 1 + i / 7.0, i, 0);
                }
                assertThat(partial.values()).containsExactly(expected.values());
                partial.reset();
                expected.reset();
            }
        }
    }

    @Test
    void shouldLetOnlyOneAdditionWait() {
        SideWorks.Lazy beside = new SideWorks.Lazy();
        OpenPartialSum partial = new OpenPartialSum(0, 1, beside);
        partial.add(inSeveralChunks(), FloatVector.of(new float[] {1}), 1, 0, 2, 0, 0);
        assertThat(partial.size()).isOne();
        assertThat(beside.waiting()).isOne();

        partial.add(inSeveralChunks(), FloatVector.of(new float[] {10}), 1, 0, 2, 0, 0);

        assertThat(beside.waiting()).isOne();
        assertThat(partial.values()).containsExactly(22);
    }

    @Test
    void shouldTellTheCallerWhenAnAdditionFailed() {
        OpenPartialSum partial = new OpenPartialSum(0, 1, new SideWorks.Lazy());
        partial.add(inSeveralChunks(), FloatVector.of(new float[] {1}), 1, 0, 2, 0, 0);
        partial.add(inSeveralChunks(), FloatVector.of(new float[] {1, 2}), 1, 0, 2, 0, 0);

        assertThatThrownBy(partial::whole)
                .isInstanceOf(FederationException.class)
                .hasMessageContaining("delta must have 1 values, had 2");
    }
}
