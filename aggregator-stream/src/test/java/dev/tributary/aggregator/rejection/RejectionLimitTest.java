package dev.tributary.aggregator.rejection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RejectionLimitTest {

    private final RejectionLimit limit = new RejectionLimit();

    private long written(String clientId, int refusals, long nowMs) {
        long written = 0;
        for (int i = 0; i < refusals; i++) {
            written += limit.admit(clientId, nowMs).isPresent() ? 1 : 0;
        }
        return written;
    }

    @Test
    void shouldWriteBurstThenOneEachSecondWhenClientIsRefusedAgainAndAgain() {
        assertThat(written("client", 1000, 0)).isEqualTo(RejectionLimit.BURST);
        assertThat(written("client", 1000, 10_000)).isEqualTo(10 * RejectionLimit.PER_SECOND);
    }

    @Test
    void shouldSayHowManyWereLeftOutWhenNextOneIsWritten() {
        written("client", RejectionLimit.BURST + 7, 0);

        assertThat(limit.admit("client", 1000)).isEqualTo(OptionalLong.of(7));
        assertThat(limit.admit("client", 2000)).isEqualTo(OptionalLong.of(0));
    }

    @Test
    void shouldWriteRejectionsOfOthersWhenOneClientHasTooMany() {
        written("loud", 100_000, 0);

        assertThat(limit.admit("quiet", 0)).isPresent();
    }

    @Test
    void shouldBoundClientsAndRecordsWhenEachRefusalHasANewClientId() {
        long written = 0;
        for (int i = 0; i < 50_000; i++) {
            written += written("client-" + i, 1, 0);
        }

        assertThat(written).isEqualTo(RejectionLimit.TASK_BURST);
        assertThat(limit.size()).isEqualTo(RejectionLimit.MOST_CLIENTS);
    }

    @Test
    void shouldFillNothingWhenClockIsSetBack() {
        written("client", RejectionLimit.BURST, 1_000_000);

        assertThat(limit.admit("client", 0)).isEmpty();
        assertThat(limit.admit("client", 1000)).isPresent();
    }
}
