package dev.tributary.demo.federation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.client.training.LocalTrainer;
import dev.tributary.client.training.LocalUpdate;
import dev.tributary.schemas.avro.Provenance;
import dev.tributary.schemas.globalmodel.GlobalModel;
import dev.tributary.schemas.globalmodel.ModelDefinition;
import dev.tributary.schemas.layout.ParameterLayout;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PacedTrainerTest {

    private static final LocalUpdate UPDATE = new LocalUpdate(new float[1], 1, Map.of());
    private static final LocalTrainer AT_ONCE = model -> UPDATE;

    private static final GlobalModel MODEL = new GlobalModel(
            0,
            new ModelDefinition("test", ""),
            ParameterLayout.flat(1),
            new float[1],
            Provenance.newBuilder()
                    .setBaseVersion(-1)
                    .setStrategy("initial")
                    .setSettings(Map.of())
                    .setUpdateCount(0)
                    .setExampleCount(0)
                    .setCodeVersion("test")
                    .setCreatedAtMs(0)
                    .build());

    @Test
    void shouldTakeItsTimeWhenTrainingTakesNone() {
        long startedAt = System.nanoTime();

        LocalUpdate update = new PacedTrainer(AT_ONCE, Duration.ofMillis(150)).train(MODEL);

        assertThat(update).isSameAs(UPDATE);
        assertThat(Duration.ofNanos(System.nanoTime() - startedAt)).isGreaterThanOrEqualTo(Duration.ofMillis(150));
    }

    @Test
    void shouldGiveUpAtOnceWhenToldToStop() {
        long startedAt = System.nanoTime();

        assertThat(new PacedTrainer(AT_ONCE, Duration.ofHours(1)).train(MODEL, () -> true))
                .isEmpty();

        assertThat(Duration.ofNanos(System.nanoTime() - startedAt)).isLessThan(Duration.ofMinutes(1));
    }
}
