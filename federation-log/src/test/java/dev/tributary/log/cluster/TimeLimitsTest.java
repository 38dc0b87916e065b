package dev.tributary.log.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TimeLimitsTest {

    private static final Duration OURS = Duration.ofSeconds(8);

    @Test
    void shouldKeepOursWhenTheUserSetsNone() {
        assertThat(TimeLimits.lengthened(OURS, Map.of())).isEqualTo(OURS);
    }

    @Test
    void shouldTakeTheUsersWhenItIsLonger() {
        assertThat(TimeLimits.lengthened(OURS, Map.of("default.api.timeout.ms", "60000")))
                .isEqualTo(Duration.ofSeconds(60));
        assertThat(TimeLimits.lengthened(OURS, Map.of("request.timeout.ms", " 9000 ", "default.api.timeout.ms", 1)))
                .isEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void shouldKeepOursWhenTheUsersIsShorter() {
        assertThat(TimeLimits.lengthened(OURS, Map.of("request.timeout.ms", "7999")))
                .isEqualTo(OURS);
    }

    @Test
    void shouldLeaveAValueThatIsNoTimeToKafka() {
        assertThat(TimeLimits.lengthened(OURS, Map.of("request.timeout.ms", "soon", "default.api.timeout.ms", "-1")))
                .isEqualTo(OURS);
    }
}
