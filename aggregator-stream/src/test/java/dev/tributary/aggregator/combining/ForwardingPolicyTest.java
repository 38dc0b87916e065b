package dev.tributary.aggregator.combining;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ForwardingPolicyTest {

    private static final Duration INTERVAL = Duration.ofMillis(200);
    private static final Duration DEADLINE = Duration.ofMinutes(1);

    private final ForwardingPolicy small = ForwardingPolicy.of(INTERVAL, DEADLINE, 54_314);
    private final ForwardingPolicy large = ForwardingPolicy.of(INTERVAL, DEADLINE, 1_663_370);

    @Test
    void shouldForwardSmallModelByTheSettingAloneWhenUpdatesKeepComing() {
        assertThat(small.isDue(1_199, 1_000, 1_199)).isFalse();
        assertThat(small.isDue(1_200, 1_000, 1_199)).isTrue();
    }

    @Test
    void shouldWaitWithLargeModelWhenUpdatesKeepComing() {
        assertThat(large.isDue(2_000, 1_000, 1_999)).isFalse();
        assertThat(large.isDue(4_326, 1_000, 4_325)).isTrue();
    }

    @Test
    void shouldForwardLargeModelByTheSettingWhenUpdatesStop() {
        assertThat(large.isDue(1_399, 1_000, 1_200)).isFalse();
        assertThat(large.isDue(1_400, 1_000, 1_200)).isTrue();
    }

    @Test
    void shouldWaitForTheSettingWhenNothingFollowedTheFirstUpdate() {
        assertThat(large.isDue(1_199, 1_000, 1_000)).isFalse();
        assertThat(large.isDue(1_200, 1_000, 1_000)).isTrue();
    }

    @Test
    void shouldWaitForAQuarterOfTheDeadlineAtMostWhenTheModelIsHuge() {
        ForwardingPolicy huge = ForwardingPolicy.of(INTERVAL, DEADLINE, 100_000_000);
        assertThat(huge.longestWait()).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void shouldKeepTheSettingWhenItIsLongerThanTheRest() {
        ForwardingPolicy patient = ForwardingPolicy.of(Duration.ofHours(1), DEADLINE, 1_663_370);
        assertThat(patient.longestWait()).isEqualTo(Duration.ofHours(1));
    }
}
