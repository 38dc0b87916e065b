package dev.tributary.console.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.schemas.FederationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where readers of a feed go on. */
class FeedTest {

    private final Feed feed = new Feed(7);

    private void add(int events) {
        for (int i = 0; i < events; i++) {
            feed.add("published", i, i, "text " + i);
        }
    }

    @Test
    void shouldGiveTheNewestWhenAReaderIsNew() {
        add(80);

        Feed.Batch batch = feed.after("");

        assertThat(batch.isGap()).isFalse();
        assertThat(batch.events()).hasSize(50).last().extracting(FeedEvent::id).isEqualTo("7-80");
        assertThat(batch.place()).isEqualTo("7-80");
    }

    @Test
    void shouldGoOnWithoutGapOrRepeatWhenAReaderComesBack() {
        add(80);
        String place = feed.after("").place();
        add(3);

        Feed.Batch batch = feed.after(place);

        assertThat(batch.isGap()).isFalse();
        assertThat(batch.events()).extracting(FeedEvent::id).containsExactly("7-81", "7-82", "7-83");
        assertThat(feed.after(batch.place()).events()).isEmpty();
    }

    @Test
    void shouldGiveNothingWhenNothingHappened() {
        assertThat(feed.after("").events()).isEmpty();
        assertThat(feed.after(feed.after("").place())).isEqualTo(new Feed.Batch(false, java.util.List.of(), "7-0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"6-3", "7-99999", "7-1", "7--1", "7-x", "nonsense", "7-999999999999999999999"})
    void shouldSayThatThereIsAGapWhenAPlaceIsNotHeld(String place) {
        add(Feed.MOST + 10);

        Feed.Batch batch = feed.after(place);

        assertThat(batch.isGap()).isTrue();
        assertThat(batch.events()).hasSize(50);
    }

    @Test
    void shouldCallListenersUntilTheyLeaveWhenSomethingHappens() {
        AtomicInteger calls = new AtomicInteger();
        Runnable listener = calls::incrementAndGet;
        feed.addListener(listener);
        add(2);
        feed.removeListener(listener);
        add(1);

        assertThat(calls).hasValue(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 2, 100_001})
    void shouldRefuseAThresholdWhenItIsOutOfBounds(int least) {
        assertThatThrownBy(() -> new SmallGroups(least))
                .isInstanceOf(FederationException.class)
                .hasMessageStartingWith("--smallest-group must be 3 to 100000, was " + least + ";");
    }
}
