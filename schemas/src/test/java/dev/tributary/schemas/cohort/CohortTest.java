package dev.tributary.schemas.cohort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CohortTest {

    /** The places come from Python: int.from_bytes(sha256(b"a/0").digest()[:8], "big") / 2**64. */
    @ParameterizedTest
    @CsvSource({
        "a, 0, 0.8434072376743958",
        "a, 1, 0.46560970971150173",
        "client-7, 12, 0.9608966063230371",
        "0f3a9c, 123456789012, 0.011137526274534479"
    })
    void shouldPlaceAClientAsTheProtocolSays(String clientId, long version, double place) {
        assertThat(Cohort.place(clientId, version)).isCloseTo(place, within(1e-15));
        assertThat(Cohort.includes(clientId, version, place - 1e-9)).isFalse();
        assertThat(Cohort.includes(clientId, version, place + 1e-9)).isTrue();
    }

    /** A place of a thousand clients deviates by more than 5 standard deviations once in 1.7 million runs; seedless. */
    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.3, 0.9})
    void shouldTakeThePartOfTheClientsThatTheRateSays(double rate) {
        long taken = IntStream.range(0, 10_000)
                .filter(client -> Cohort.includes("client-" + client, 7, rate))
                .count();

        assertThat((double) taken).isCloseTo(10_000 * rate, within(5 * Math.sqrt(10_000 * rate * (1 - rate))));
    }

    @Test
    void shouldKeepACohortWhenTheRateRises() {
        assertThat(IntStream.range(0, 1000).mapToObj(client -> "client-" + client))
                .allSatisfy(client -> assertThat(!Cohort.includes(client, 3, 0.2) || Cohort.includes(client, 3, 0.4))
                        .isTrue());
    }

    @Test
    void shouldTakeEverybodyAtTheFullRate() {
        assertThat(IntStream.range(0, 1000).mapToObj(client -> "client-" + client))
                .allMatch(client -> Cohort.includes(client, 1, 1));
    }
}
