package dev.tributary.aggregator.admission;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LastRefusedTest {

    private final LastRefused last = new LastRefused();

    @Test
    void shouldKnowTheLastOfEachClientWhenSeveralWereRefused() {
        last.put("client-1", "a");
        last.put("client-2", "a");
        last.put("client-1", "b");

        assertThat(last.is("client-1", "b")).isTrue();
        assertThat(last.is("client-1", "a")).isFalse();
        assertThat(last.is("client-2", "a")).isTrue();
        assertThat(last.is("client-3", "a")).isFalse();
    }

    @Test
    void shouldKnowRecordsWithoutKeyWhenTheyWereRefused() {
        last.put(null, "a");

        assertThat(last.is(null, "a")).isTrue();
    }

    @Test
    void shouldForgetTheOldestWhenClientsAreMany() {
        for (int client = 0; client <= LastRefused.MOST_CLIENTS; client++) {
            last.put("client-" + client, "u".repeat(1000));
        }

        assertThat(last.size()).isEqualTo(LastRefused.MOST_CLIENTS);
        assertThat(last.is("client-0", "u".repeat(1000))).isFalse();
        assertThat(last.is("client-1", "u".repeat(1000))).isTrue();
    }
}
