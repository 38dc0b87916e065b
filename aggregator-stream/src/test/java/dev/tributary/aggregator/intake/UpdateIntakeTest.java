package dev.tributary.aggregator.intake;

import static dev.tributary.aggregator.harness.UpdateFixtures.chunk;
import static dev.tributary.aggregator.harness.UpdateFixtures.update;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.aggregator.harness.UpdateFixtures;
import dev.tributary.aggregator.rejection.RejectionReason;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.api.Test;

/** What an intake remembers of what strangers send: bounded, whatever they send. */
class UpdateIntakeTest {

    private static final int MAX_HELD_BYTES = 30_000;

    private final IntakeHarness harness = new IntakeHarness(MAX_HELD_BYTES, 4);

    private HeldUpdates held() {
        return harness.intake().held();
    }

    @Test
    void shouldRefuseOnceAndRememberLittleWhenIdIsLong() {
        harness.publishNextVersion();
        UpdateFixtures longId = update().id("u".repeat(100_000)).chunkBytes(4);
        UpdateFixtures longClient = update().from("c".repeat(100_000)).chunkBytes(4);

        longId.records().forEach(harness::accept);
        longClient.records().forEach(harness::accept);

        assertThat(held().size()).isZero();
        assertThat(harness.outcomes().rejected()).isEqualTo(Map.of(RejectionReason.MALFORMED_MANIFEST, 2));
    }

    @Test
    void shouldHoldNoMoreThanADigestWhenIdIsLong() {
        harness.publishNextVersion();
        String id = "u".repeat(100_000);
        harness.accept(update().id(id).chunkBytes(4).record());

        assertThat(held().find("client-1", id))
                .map(HeldUpdate::updateId)
                .hasValueSatisfying(
                        remembered -> assertThat(remembered).hasSize(55).startsWith("sha256/"));
        assertThat(harness.restarted().held().bytes()).isEqualTo(held().bytes());
    }

    @Test
    void shouldHoldNothingWhenFingerprintIsLongAndNoModelIsKnown() {
        harness.accept(update().chunkBytes(4)
                .manifest(manifest -> manifest.setLayoutFingerprint("f".repeat(100_000)))
                .record());

        assertThat(harness.outcomes().rejected()).containsOnlyKeys(RejectionReason.LAYOUT_MISMATCH);
        assertThat(held().leastWorth()).containsInstanceOf(RefusedUpdate.PassedOver.class);
    }

    @Test
    void shouldCountWhatTinyChunksCostWhenManyCome() {
        harness.publishNextVersion();
        harness.accept(update().chunkBytes(1).record());
        for (int i = 1; i < 10; i++) {
            harness.accept(chunk("client-1", "client-1-v0", i, ByteBuffer.wrap(new byte[1])));
        }

        assertThat(held().bytes()).isEqualTo(HeldUpdate.ENTRY_BYTES + 10 * (1 + HeldUpdate.CHUNK_BYTES));
    }

    @Test
    void shouldForgetFirstAttemptWhenClientBeginsAnew() {
        harness.publishNextVersion();
        List<KeyValue<String, byte[]>> records = update().chunkBytes(4).records();
        records.subList(0, 3).forEach(harness::accept);
        records.forEach(harness::accept);

        assertThat(harness.outcomes().admitted()).hasSize(1);
        assertThat(held().size()).isZero();
        assertThat(held().values()).isEmpty();
        harness.pass(60_000);
        harness.intake().expire();
        assertThat(harness.outcomes().rejected()).isEmpty();
    }

    @Test
    void shouldMakeRoomByRefusingTheOldestWhenTooMuchIsHeld() {
        harness.publishNextVersion();
        for (int i = 0; i < 8; i++) {
            harness.accept(update().from("client-" + i).chunkBytes(4).record());
        }

        assertThat(held().bytes()).isLessThanOrEqualTo(MAX_HELD_BYTES);
        assertThat(harness.outcomes().rejected()).containsOnlyKeys(RejectionReason.TOO_MUCH_HELD);
        assertThat(held().find("client-7", "client-7-v0")).isPresent();
        assertThat(held().find("client-0", "client-0-v0").stream())
                .filteredOn(UnderWay.class::isInstance)
                .isEmpty();
    }
}
