package dev.tributary.aggregator.round;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.aggregation.ServerState;
import dev.tributary.aggregator.harness.MemoryStores;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VectorStoreTest {

    private static final int PARAMETERS = 10;

    private final Locale usual = Locale.getDefault();
    private final KeyValueStore<String, byte[]> store = MemoryStores.add(MemoryStores.context(0), "round");

    @AfterEach
    void speakAsUsual() {
        Locale.setDefault(usual);
    }

    private VectorStore withFloatsPerPart(int floats) {
        return new VectorStore(store, floats * Float.BYTES);
    }

    private static ServerState state(float... first) {
        ServerState state = new ServerState(PARAMETERS);
        float[] vector = state.vector("fedAdam.firstMoment", 0.5f);
        System.arraycopy(first, 0, vector, 0, first.length);
        return state;
    }

    private List<String> keys() {
        List<String> keys = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> entries = store.all()) {
            entries.forEachRemaining(entry -> keys.add(entry.key));
        }
        return keys;
    }

    @Test
    void shouldGiveTheSameVectorsWhenTheyAreInParts() {
        withFloatsPerPart(3).save(state(1, 2, 3, Float.NaN, -0.0f, Float.MIN_VALUE));

        assertThat(keys()).hasSize(4);
        assertThat(withFloatsPerPart(3).load(PARAMETERS).vectors())
                .hasEntrySatisfying("fedAdam.firstMoment", vector -> assertThat(vector)
                        .containsExactly(1, 2, 3, Float.NaN, -0.0f, Float.MIN_VALUE, 0.5f, 0.5f, 0.5f, 0.5f));
    }

    @Test
    void shouldDeletePartsBeyondTheNewCountWhenMoreFitsIntoOne() {
        withFloatsPerPart(2).save(state(1));
        assertThat(keys()).hasSize(5);

        withFloatsPerPart(6).save(state(7));

        assertThat(keys()).containsExactly("vector/fedAdam.firstMoment/000000", "vector/fedAdam.firstMoment/000001");
        assertThat(withFloatsPerPart(6).load(PARAMETERS).vectors().get("fedAdam.firstMoment"))
                .startsWith(7)
                .hasSize(PARAMETERS);
    }

    @Test
    void shouldDeleteVectorsWhenTheyAreGone() {
        store.put("round-state", new byte[1]);
        withFloatsPerPart(2).save(state(1));
        withFloatsPerPart(2).save(new ServerState(PARAMETERS));

        assertThat(keys()).containsExactly("round-state");
        assertThat(withFloatsPerPart(2).load(PARAMETERS).vectors()).isEmpty();
    }

    @Test
    void shouldWriteTheSameKeysWhenTheLanguageHasOtherDigits() {
        Locale.setDefault(new Locale("ar", "EG"));
        withFloatsPerPart(2).save(state(1));
        Locale.setDefault(Locale.ROOT);
        withFloatsPerPart(2).save(state(9));

        assertThat(keys()).hasSize(5).contains("vector/fedAdam.firstMoment/000004");
    }
}
