package dev.tributary.aggregator.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RefusalLogTest {

    private final RefusalLog log = new RefusalLog();

    @Test
    void shouldNameTheFirstOfEachReasonWhenSeveralCome() {
        assertThat(log.admit(RefusalReason.MALFORMED, 0)).hasValue(0);
        assertThat(log.admit(RefusalReason.OLD_VERSION, 1)).hasValue(0);
        assertThat(log.admit(RefusalReason.MALFORMED, 2)).isEmpty();
    }

    @Test
    void shouldSayHowManyWereLeftOutWhenAMinuteHasPassed() {
        log.admit(RefusalReason.MALFORMED, 1000);
        for (int i = 0; i < 7; i++) {
            assertThat(log.admit(RefusalReason.MALFORMED, 60_999)).isEmpty();
        }

        assertThat(log.admit(RefusalReason.MALFORMED, 61_000)).hasValue(7);
        assertThat(log.admit(RefusalReason.MALFORMED, 121_000)).hasValue(0);
    }
}
