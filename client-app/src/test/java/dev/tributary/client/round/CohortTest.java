package dev.tributary.client.round;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.client.update.ClientId;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CohortTest {

    private static final ClientId CLIENT = new ClientId("0123456789abcdef0123456789abcdef");

    /** Draws as Python's hashlib gives them; the same ones stand in protocol.md. */
    @ParameterizedTest
    @CsvSource({"0, 14082127856838609262", "1, 7461796567631907241", "4, 1697449642867845375"})
    void shouldDrawWhatOtherLanguagesDrawWhenVersionIs(long version, String draw) {
        double u = Double.parseDouble(draw) / 0x1p64;

        assertThat(Cohort.includes(CLIENT, version, Math.nextUp(u))).isTrue();
        assertThat(Cohort.includes(CLIENT, version, Math.nextDown(u))).isFalse();
    }

    @Test
    void shouldIncludeAllOrNoneWhenRateIsAtItsBounds() {
        for (int version = 0; version < 100; version++) {
            assertThat(Cohort.includes(CLIENT, version, 1)).isTrue();
            assertThat(Cohort.includes(CLIENT, version, 2)).isTrue();
            assertThat(Cohort.includes(CLIENT, version, 0)).isFalse();
            assertThat(Cohort.includes(CLIENT, version, -1)).isFalse();
            assertThat(Cohort.includes(CLIENT, version, Double.NaN)).isFalse();
        }
    }

    @Test
    void shouldOnlyAddClientsWhenRateIsRaised() {
        for (int number = 0; number < 200; number++) {
            ClientId client = new ClientId("client-" + number);
            if (Cohort.includes(client, 7, 0.2)) {
                assertThat(Cohort.includes(client, 7, 0.3)).isTrue();
            }
        }
    }

    /**
     * Of 10,000 clients at a rate of 0.1 the cohort is binomial with a deviation of 30: outside 1,000 ± 180 (six of them)
     * a fair draw falls with a probability of 2e-9. The clients are fixed, so the test never changes its mind.
     */
    @Test
    void shouldIncludeAsManyAsTheRateSaysWhenClientsAreMany() {
        for (long version : new long[] {0, 1, 1_000_000}) {
            long cohort = IntStream.range(0, 10_000)
                    .filter(number -> Cohort.includes(new ClientId("client-" + number), version, 0.1))
                    .count();

            assertThat(cohort).isBetween(820L, 1180L);
        }
    }
}
