package dev.tributary.aggregator.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.aggregator.operations.RestoreMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class RestoreProgressTest {

    private static final TopicPartition FIRST = new TopicPartition("fl.test.aggregator-admission-changelog", 0);
    private static final TopicPartition SECOND = new TopicPartition("fl.test.aggregator-admission-changelog", 1);
    private static final TopicPartition UPDATES = new TopicPartition("fl.test.updates", 0);

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final RestoreProgress progress = new RestoreProgress(new RestoreMetrics(registry, "test"));

    private double remaining(String source) {
        return registry.get("tributary.restore.remaining")
                .tag("source", source)
                .gauge()
                .value();
    }

    @Test
    void shouldShowWhatIsLeftWhenStoresAreRestored() {
        progress.onRestoreStart(FIRST, "admission", 100, 300);
        progress.onRestoreStart(SECOND, "admission", 0, 50);
        assertThat(remaining("changelog")).isEqualTo(250);

        progress.onBatchRestored(FIRST, "admission", 199, 100);
        assertThat(remaining("changelog")).isEqualTo(150);

        progress.onRestoreEnd(FIRST, "admission", 200);
        progress.onRestoreSuspended(SECOND, "admission", 0);
        assertThat(remaining("changelog")).isZero();
    }

    @Test
    void shouldShowInputApartFromChangelogsWhenItIsReadAgain() {
        progress.remaining(UPDATES, 40);
        assertThat(remaining("input")).isEqualTo(40);
        assertThat(remaining("changelog")).isZero();

        progress.remaining(UPDATES, 0);
        assertThat(remaining("input")).isZero();
    }
}
