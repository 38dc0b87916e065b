package dev.tributary.aggregator.rejection;

import static dev.tributary.aggregator.harness.UpdateFixtures.update;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.aggregator.harness.AggregatorHarness;
import dev.tributary.schemas.avro.Rejection;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Through the whole topology, in both its forms. */
class RefusalNoticesTest {

    private static final String STRICT = "admission: {maxDeltaNorm: 0.001}";

    private AggregatorHarness harness;

    static Stream<String> partitions() {
        return Stream.of("topics: {updatePartitions: 1}", "topics: {updatePartitions: 4}");
    }

    @AfterEach
    void close() {
        harness.close();
    }

    @ParameterizedTest
    @MethodSource("partitions")
    void shouldTellOnTheModelTopicWhichUpdateWasRefusedWithoutWhose(String partitions) {
        // Given
        harness = AggregatorHarness.with(partitions, STRICT);

        // When
        harness.submit(update().from("client-1").id("large"));
        harness.advanceWallClock(RefusalNotices.INTERVAL);

        // Then
        assertThat(harness.rejections()).singleElement().satisfies(rejection -> {
            assertThat(rejection.getClientId()).isEqualTo("client-1");
            assertThat(rejection.getDetail()).isNotEmpty();
        });
        assertThat(harness.notices()).singleElement().satisfies(notice -> {
            assertThat(notice.getUpdateId()).isEqualTo("large");
            assertThat(notice.getReason()).isEqualTo("NORM_TOO_LARGE");
            assertThat(notice.getClientId()).isEmpty();
            assertThat(notice.getDetail()).isEmpty();
        });
        assertThat(harness.modelKeys()).contains("refusal/0/0");
    }

    @ParameterizedTest
    @MethodSource("partitions")
    void shouldTellOfFewWhenMuchIsRefused(String partitions) {
        // Given
        harness = AggregatorHarness.with(partitions, STRICT);

        // When: 40 updates of 20 clients at once, and one of another client later
        for (int i = 0; i < 40; i++) {
            harness.submit(update().from("client-" + i % 20).id("update-" + i));
        }
        harness.advanceWallClock(RefusalNotices.INTERVAL);
        harness.submit(update().from("client-0").id("again"));
        harness.submit(update().from("client-99").id("other"));
        harness.advanceWallClock(RefusalNotices.INTERVAL);

        // Then
        assertThat(harness.notices())
                .extracting(Rejection::getUpdateId)
                .hasSize(RefusalNotices.MOST_AT_ONCE + 1)
                .doesNotContain("again")
                .endsWith("other");
    }

    @ParameterizedTest
    @MethodSource("partitions")
    void shouldTellAClientAgainWhenTimeHasPassed(String partitions) {
        // Given
        harness = AggregatorHarness.with(partitions, STRICT);
        harness.submit(update().from("client-1").id("first"));
        harness.advanceWallClock(Duration.ofMillis(RefusalNotices.CLIENT_PAUSE_MS));

        // When
        harness.submit(update().from("client-1").id("second"));
        harness.advanceWallClock(RefusalNotices.INTERVAL);

        // Then
        assertThat(harness.notices()).extracting(Rejection::getUpdateId).containsExactly("first", "second");
    }

    @ParameterizedTest
    @MethodSource("partitions")
    void shouldSayNothingWhenAnUpdateCountsOrCameTwice(String partitions) {
        // Given
        harness = AggregatorHarness.with(partitions, "round: {goal: 10}");

        // When
        harness.submit(update().from("client-1").id("good"));
        harness.submit(update().from("client-1").id("good"));
        harness.advanceWallClock(RefusalNotices.INTERVAL);

        // Then
        assertThat(harness.rejections()).extracting(Rejection::getReason).containsExactly("DUPLICATE_UPDATE");
        assertThat(harness.notices()).isEmpty();
    }
}
