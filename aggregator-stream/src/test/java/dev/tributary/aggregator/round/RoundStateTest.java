package dev.tributary.aggregator.round;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.aggregator.harness.MemoryStores;
import java.util.Map;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

class RoundStateTest {

    private final KeyValueStore<String, byte[]> store = MemoryStores.add(MemoryStores.context(0), "round");

    @Test
    void shouldBeAbsentWhenNothingWasSaved() {
        assertThat(RoundState.load(store)).isEmpty();
    }

    @Test
    void shouldBeTheSameWhenSavedAndLoaded() {
        RoundState state = new RoundState(
                Long.MAX_VALUE, 1L << 40, -5, Integer.MAX_VALUE, 77, 99, 5, 6, Map.of(0, 1L, 999, Long.MAX_VALUE));
        state.save(store);

        assertThat(RoundState.load(store)).contains(state);
    }

    @Test
    void shouldReplaceWhatWasSavedWhenSavedAgain() {
        RoundState.opened(0, 1000, 500).save(store);
        RoundState next = RoundState.opened(0, 1000, 500).processed(3, 8);
        next.save(store);

        assertThat(RoundState.load(store)).contains(next);
    }

    @Test
    void shouldBeOverdueWhenDeadlineIsReached() {
        RoundState state = RoundState.opened(0, 1000, 500);

        assertThat(state.isOverdue(1499)).isFalse();
        assertThat(state.isOverdue(1500)).isTrue();
    }

    @Test
    void shouldCountExtensionsOfThisRoundOnlyWhenNextOpens() {
        RoundState extended = RoundState.opened(4, 1000, 500).extended(1600, 500);
        assertThat(extended.deadlineAtMs()).isEqualTo(2100);
        assertThat(extended.extensions()).isEqualTo(1);
        assertThat(extended.openedAtMs()).isEqualTo(1000);

        RoundState next = extended.processed(7, 9)
                .commanded(2, 4)
                .closed(10, Map.of(1, 3L))
                .next(2000, 500);
        assertThat(next).isEqualTo(new RoundState(5, 2000, 2500, 0, 10, 9, 2, 4, Map.of(1, 3L)));
    }
}
