package dev.tributary.aggregator.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.aggregator.harness.MemoryStores;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

class LastRefusedTest {

    private final KeyValueStore<String, byte[]> store = MemoryStores.add(MemoryStores.context(0), "admission");
    private final LastRefused last = new LastRefused(store);

    @Test
    void shouldKnowWhatWasRefusedWhenReadFromTheStoreAgain() {
        last.put("client-1", "a");
        last.put(null, "n");
        last.put("client-1", "b");

        LastRefused again = new LastRefused(store);

        assertThat(again.size()).isEqualTo(2);
        assertThat(again.is("client-1", "b")).isTrue();
        assertThat(again.is("client-1", "a")).isFalse();
        assertThat(again.is(null, "n")).isTrue();
    }

    @Test
    void shouldForgetTheSameOneNextWhenReadFromTheStoreAgain() {
        last.put("client-1", "a");
        last.put("client-2", "a");
        last.put("client-1", "b");

        LastRefused again = new LastRefused(store);
        for (int client = 3; client <= LastRefused.MOST_CLIENTS + 1; client++) {
            again.put("client-" + client, "u");
        }

        assertThat(again.is("client-2", "a")).isFalse();
        assertThat(again.is("client-1", "b")).isTrue();
        assertThat(new LastRefused(store).size()).isEqualTo(LastRefused.MOST_CLIENTS);
    }

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
