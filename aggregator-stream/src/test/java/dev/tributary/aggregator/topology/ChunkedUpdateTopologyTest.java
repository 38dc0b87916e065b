package dev.tributary.aggregator.topology;

import static dev.tributary.aggregator.harness.UpdateFixtures.update;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.aggregator.harness.AggregatorHarness;
import dev.tributary.aggregator.harness.ModelFixtures;
import dev.tributary.schemas.avro.Rejection;
import dev.tributary.schemas.avro.UpdateMember;
import dev.tributary.schemas.globalmodel.GlobalModel;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.api.Test;

/** Updates of several records, updates that are ahead of the aggregator, and clients that begin anew. */
class ChunkedUpdateTopologyTest {

    private static final String HOLD = "admission: {holdTimeout: 30s}";

    @Test
    void shouldCountEachOnceWhenChunksOfClientsInterleave() {
        try (AggregatorHarness harness = AggregatorHarness.with("round: {goal: 2}")) {
            List<KeyValue<String, byte[]>> one =
                    update().from("client-1").delta(1, 2, 3, 4).chunkBytes(4).records();
            List<KeyValue<String, byte[]>> two =
                    update().from("client-2").delta(3, 2, 1, 0).chunkBytes(4).records();
            for (int i = 0; i < 4; i++) {
                harness.pipe(one.get(i));
                harness.pipe(two.get(i));
            }

            assertThat(harness.rejections()).isEmpty();
            assertThat(newestOf(harness)).containsExactly(2, 2, 2, 2);
        }
    }

    @Test
    void shouldCountOnceWhenClientBeginsSameUpdateAnew() {
        try (AggregatorHarness harness = AggregatorHarness.with("round: {goal: 1}", "combining: {interval: 1h}")) {
            List<KeyValue<String, byte[]>> records = update().chunkBytes(4).records();
            records.subList(0, 3).forEach(harness::pipe);
            records.forEach(harness::pipe);

            assertThat(harness.rejections()).isEmpty();
            assertThat(harness.members(1)).hasSize(1);
            assertThat(newestOf(harness)).containsExactly(1, 2, 3, 4);
        }
    }

    @Test
    void shouldRefuseOldestWhenClientBeginsAnewWithOtherIdsTwice() {
        try (AggregatorHarness harness = AggregatorHarness.with("round: {goal: 1}", HOLD)) {
            for (String id : List.of("first", "second", "third")) {
                update().id(id).chunkBytes(4).records().subList(0, 2).forEach(harness::pipe);
            }

            assertThat(harness.rejections()).singleElement().satisfies(rejection -> {
                assertThat(rejection.getReason()).isEqualTo("MISSING_CHUNKS");
                assertThat(rejection.getUpdateId()).isEqualTo("first");
            });
            harness.advanceWallClock(Duration.ofSeconds(30));
            assertThat(harness.rejections())
                    .extracting(Rejection::getReason)
                    .containsExactly("MISSING_CHUNKS", "MISSING_CHUNKS");
        }
    }

    @Test
    void shouldStaySilentWhenChunksOfRefusedUpdateKeepComing() {
        try (AggregatorHarness harness = AggregatorHarness.with("round: {goal: 1}")) {
            List<KeyValue<String, byte[]>> records =
                    update().examples(0).chunkBytes(1).records();
            assertThat(records).hasSize(16);
            records.forEach(harness::pipe);

            assertThat(harness.rejections())
                    .extracting(Rejection::getReason)
                    .containsExactly("EXAMPLE_COUNT_OUT_OF_RANGE");
        }
    }

    @Test
    void shouldExpireEachInItsTimeWhenAnOlderOneWasRefusedLater() {
        try (AggregatorHarness harness = AggregatorHarness.with("round: {goal: 1}", HOLD)) {
            // Given: client-1 began first, and is refused when client-2 has waited for 20 s
            List<KeyValue<String, byte[]>> refused =
                    update().from("client-1").chunkBytes(4).records();
            harness.pipe(refused.get(0));
            harness.pipe(update().from("client-2").chunkBytes(4).record());
            harness.advanceWallClock(Duration.ofSeconds(20));
            harness.pipe(refused.get(2));
            assertThat(harness.rejections()).extracting(Rejection::getReason).containsExactly("MISSING_CHUNKS");

            // When
            harness.advanceWallClock(Duration.ofSeconds(10));

            // Then
            assertThat(harness.rejections()).singleElement().satisfies(rejection -> assertThat(rejection.getClientId())
                    .isEqualTo("client-2"));
        }
    }

    @Test
    void shouldCountUpdateWhenItsBaseVersionIsPublishedLater() {
        try (AggregatorHarness harness = AggregatorHarness.with("round: {goal: 2}", HOLD)) {
            // Given
            harness.submit(update().from("ahead").base(1).delta(8, 8, 8, 8).chunkBytes(4));
            harness.submit(update().from("client-1"));
            assertThat(harness.rounds()).isEmpty();

            // When
            harness.submit(update().from("client-2"));
            harness.submit(update().from("client-3").base(1).delta(0, 0, 0, 0));

            // Then
            assertThat(harness.rejections()).isEmpty();
            assertThat(harness.members(2)).extracting(UpdateMember::getClientId).containsExactly("ahead", "client-3");
            assertThat(harness.members(2))
                    .extracting(UpdateMember::getStaleness)
                    .containsExactly(0L, 0L);
        }
    }

    @Test
    void shouldCountUpdateAtATickWhenNoRecordComesAfterItsBaseVersion() {
        try (AggregatorHarness harness = AggregatorHarness.with("round: {goal: 1, deadline: 1h}", HOLD)) {
            harness.submit(update().from("ahead").base(1));
            harness.submit(update().from("client-1").base(0));
            harness.advanceWallClock(Duration.ofMillis(200));
            harness.advanceWallClock(Duration.ofMillis(200));

            assertThat(harness.members(2)).extracting(UpdateMember::getClientId).containsExactly("ahead");
        }
    }

    @Test
    void shouldCountUpdateWhenItCameBeforeVersionZero() {
        try (AggregatorHarness harness = AggregatorHarness.empty(
                new ChunkSizes(1 << 20, 1 << 20), "round: {goal: 1}", "combining: {interval: 1h}", HOLD)) {
            // Given
            harness.submit(update().from("early").chunkBytes(8));
            harness.advanceWallClock(Duration.ofSeconds(10));
            assertThat(harness.rejections()).isEmpty();

            // When
            harness.publishInitial(ModelFixtures.initial(1, 1, 1, 1));
            harness.advanceWallClock(Duration.ofSeconds(1));

            // Then
            assertThat(newestOf(harness)).containsExactly(2, 3, 4, 5);
        }
    }

    @Test
    void shouldRefuseWrongLayoutWhenItCameBeforeVersionZero() {
        try (AggregatorHarness harness =
                AggregatorHarness.empty(new ChunkSizes(1 << 20, 1 << 20), "round: {goal: 1}", HOLD)) {
            harness.submit(update().from("early").delta(1, 2, 3).chunkBytes(8));
            harness.publishInitial(ModelFixtures.initial(1, 1, 1, 1));
            harness.advanceWallClock(Duration.ofSeconds(1));

            assertThat(harness.rejections()).extracting(Rejection::getReason).containsExactly("LAYOUT_MISMATCH");
        }
    }

    @Test
    void shouldContinueFromPublishedVersionWhenAggregatorIsNew() {
        try (AggregatorHarness harness = AggregatorHarness.with(
                new ChunkSizes(1 << 20, 1 << 20), ModelFixtures.version(41, 1, 1, 1, 1), "round: {goal: 1}")) {
            harness.submit(update().base(40));

            assertThat(harness.rounds().get(0).getVersion()).isEqualTo(42);
            assertThat(harness.members(42).get(0).getStaleness()).isEqualTo(1);
        }
    }

    private static float[] newestOf(AggregatorHarness harness) {
        List<GlobalModel> published = harness.publishedModels();
        return published.get(published.size() - 1).parameters();
    }
}
