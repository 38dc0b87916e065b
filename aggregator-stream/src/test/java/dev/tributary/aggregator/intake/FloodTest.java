package dev.tributary.aggregator.intake;

import static dev.tributary.aggregator.harness.UpdateFixtures.chunk;
import static dev.tributary.aggregator.harness.UpdateFixtures.update;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.aggregator.harness.AggregatorHarness;
import dev.tributary.aggregator.rejection.RejectionLimit;
import dev.tributary.aggregator.rejection.RejectionReason;
import dev.tributary.schemas.avro.Rejection;
import io.micrometer.core.instrument.Counter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.api.Test;

/** Floods: what is remembered and written stays bounded, and an honest update that is under way still counts. */
class FloodTest {

    private static final int FLOOD = 20_000;
    private static final long MAX_HELD_BYTES = 1 << 20;

    private final IntakeHarness harness = new IntakeHarness(MAX_HELD_BYTES, 4);

    private HeldUpdates held() {
        return harness.intake().held();
    }

    private static KeyValue<String, byte[]> stray(String client, int number) {
        return chunk(client, "stray-" + number, 1 + number % 7, ByteBuffer.wrap(new byte[100]));
    }

    @Test
    void shouldRememberFewWhenOneClientFloodsWithStrayChunks() {
        harness.publishNextVersion();
        List<KeyValue<String, byte[]>> honest =
                update().from("honest").chunkBytes(4).records();
        honest.subList(0, 2).forEach(harness::accept);
        for (int i = 0; i < FLOOD; i++) {
            harness.accept(stray("flooder", i));
        }
        honest.subList(2, honest.size()).forEach(harness::accept);

        assertThat(held().size()).isEqualTo(HeldRoom.PASSED_OVER_PER_CLIENT);
        assertThat(harness.outcomes().admitted()).containsExactly("honest-v0");
        assertThat(harness.outcomes().rejected()).containsEntry(RejectionReason.MISSING_CHUNKS, FLOOD);
    }

    @Test
    void shouldKeepHonestUpdateWhenStrayChunksComeUnderNewClientIds() {
        harness.publishNextVersion();
        List<KeyValue<String, byte[]>> honest =
                update().from("honest").chunkBytes(4).records();
        honest.subList(0, 2).forEach(harness::accept);
        for (int i = 0; i < FLOOD; i++) {
            harness.accept(stray("flooder-" + i, i));
            assertThat(held().bytes()).isLessThanOrEqualTo(MAX_HELD_BYTES);
        }
        honest.subList(2, honest.size()).forEach(harness::accept);

        assertThat(harness.outcomes().admitted()).containsExactly("honest-v0");
        assertThat(harness.restarted().held().bytes()).isEqualTo(held().bytes());
    }

    @Test
    void shouldHoldTwoWhenUpdatesOfOneClientWaitForAVersion() {
        harness.publishNextVersion();
        for (int i = 0; i < 1000; i++) {
            harness.accept(update().id("early-" + i).base(1 + i % 16).record());
        }

        assertThat(held().ofClient("client-1", UnderWay.Deferred.class)).hasSize(HeldRoom.UNDER_WAY_PER_CLIENT);
        assertThat(harness.outcomes().rejected()).containsEntry(RejectionReason.TOO_MUCH_HELD, 998);
        harness.publishNextVersion();
        assertThat(harness.restarted().held().size()).isEqualTo(held().size());
    }

    @Test
    void shouldForgetAdmittedUpdatesWhenTheyCouldOnlyComeAgainAsStale() {
        for (int version = 0; version < 20; version++) {
            harness.publishNextVersion();
            for (int client = 0; client < 100; client++) {
                harness.accept(update().from("new-" + version + "-" + client)
                        .base(version)
                        .record());
            }
        }

        assertThat(harness.outcomes().admitted()).hasSize(2000);
        assertThat(harness.remembered()).isEqualTo((IntakeHarness.MAX_STALENESS + 1) * 100);
    }

    @Test
    void shouldCountAllAndWriteFewWhenClientIsRefusedAgainAndAgain() {
        try (AggregatorHarness aggregator = AggregatorHarness.with("round: {goal: 1000}")) {
            for (int i = 0; i < 5_000; i++) {
                aggregator.pipe(KeyValue.pair("flooder", new byte[] {1, 2, 3}));
            }
            aggregator.advanceWallClock(Duration.ofSeconds(2));
            aggregator.pipe(KeyValue.pair("flooder", new byte[] {1, 2, 3}));

            List<Rejection> told = aggregator.rejections();
            assertThat(told).hasSize(RejectionLimit.BURST + 1);
            assertThat(told.get(RejectionLimit.BURST).getDetail())
                    .contains("and 4900 rejections of this client left out");
            assertThat(aggregator.registry().find("tributary.updates.rejected").counters().stream()
                            .mapToDouble(Counter::count)
                            .sum())
                    .isEqualTo(5001);
        }
    }
}
