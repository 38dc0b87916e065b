package dev.tributary.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.schemas.FederationException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TopicSizingTest {

    private static final Duration DAY = Duration.ofDays(1);
    private static final int MIB = 1024 * 1024;

    @Test
    void shouldAcceptTheLeast() {
        TopicSizing least = new TopicSizing(Duration.ofMillis(1), Duration.ofMillis(1), MIB);

        assertThat(least.modelSegmentBytes()).isEqualTo(MIB);
    }

    @Test
    void shouldRefuseWhenNothingWouldBeKept() {
        assertThatThrownBy(() -> new TopicSizing(Duration.ZERO, DAY, MIB))
                .isInstanceOf(FederationException.class)
                .hasMessage("retention of updates must be at least 1 ms, was PT0S");
        assertThatThrownBy(() -> new TopicSizing(DAY, Duration.ofNanos(1), MIB))
                .isInstanceOf(FederationException.class)
                .hasMessageStartingWith("retention of partials must be at least 1 ms");
    }

    @Test
    void shouldRefuseWhenKafkaWouldRefuseTheSegment() {
        assertThatThrownBy(() -> new TopicSizing(DAY, DAY, MIB - 1))
                .isInstanceOf(FederationException.class)
                .hasMessage("segment.bytes of the model topic must be at least 1048576, was 1048575");
    }
}
