package dev.tributary.client.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.ModelUpdate;
import dev.tributary.schemas.avro.PayloadChunk;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.framing.UndecodableRecordException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

class UpdatePublisherTest {

    private static final String TOPIC = "fl.digits.updates";

    private final EncodedUpdate update = UpdateFixtures.update(700);
    private final FlakyProducer first = new FlakyProducer();
    private final FlakyProducer second = new FlakyProducer();
    private final Deque<FlakyProducer> producers = new ArrayDeque<>(List.of(first, second));
    private final UpdatePublisher publisher =
            new UpdatePublisher(producers::removeFirst, TOPIC, UpdateFixtures.CLIENT, new RecordFraming());

    @Test
    void shouldSendManifestThenChunksInOrderWhenPublished() {
        publisher.publish(update);

        assertThat(first.history()).hasSize(3).allSatisfy(record -> {
            assertThat(record.topic()).isEqualTo(TOPIC);
            assertThat(record.key()).isEqualTo(UpdateFixtures.CLIENT.value());
        });
        assertThat(names(first)).containsExactly("manifest", "chunk 1", "chunk 2");
    }

    @Test
    void shouldSendTheSeedFirstWhenAnUpdateIsMasked() {
        OutgoingUpdate masked = new SeededUpdate(update);

        assertThat(publisher.publish(masked).topic()).as("the manifest's place").isEqualTo(TOPIC);

        assertThat(first.history())
                .extracting(ProducerRecord::topic)
                .containsExactly("fl.digits.seeds", TOPIC, TOPIC, TOPIC);
        assertThat(first.history())
                .allSatisfy(record -> assertThat(record.key()).isEqualTo(UpdateFixtures.CLIENT.value()));
    }

    @Test
    void shouldSendNothingElseWhenTheSeedIsRefusedAtOnce() {
        first.failing(0, new TimeoutException("no metadata"));

        assertThatThrownBy(() -> publisher.publish(new SeededUpdate(update))).isInstanceOf(TimeoutException.class);

        assertThat(first.sends()).isEqualTo(1);
    }

    @Test
    void shouldSendTheSameSeedAgainWhenAChunkWasNotAcknowledged() {
        OutgoingUpdate masked = new SeededUpdate(update);
        first.failing(2, new TimeoutException("1 record expired"));
        assertThatThrownBy(() -> publisher.publish(masked)).isInstanceOf(TimeoutException.class);

        publisher.publish(masked);

        List<ProducerRecord<String, byte[]>> seeds = first.history().stream()
                .filter(record -> record.topic().endsWith(".seeds"))
                .toList();
        assertThat(seeds).hasSize(2);
        assertThat(seeds.get(0).value()).isEqualTo(seeds.get(1).value());
    }

    /** An update in the clear with a record ahead of it, as a masked one has its seed. */
    private record SeededUpdate(EncodedUpdate update) implements OutgoingUpdate {

        @Override
        public Optional<Preface> preface() {
            return Optional.of(new Preface("fl.digits.seeds", update.manifest()));
        }

        @Override
        public String updateId() {
            return update.updateId();
        }

        @Override
        public long baseVersion() {
            return update.baseVersion();
        }

        @Override
        public long payloadBytes() {
            return update.payloadBytes();
        }

        @Override
        public int recordCount() {
            return update.recordCount();
        }

        @Override
        public byte[] record(int index, RecordFraming framing) {
            return update.record(index, framing);
        }

        @Override
        public void arrived() {
            update.arrived();
        }
    }

    @Test
    void shouldSendAllUnderTheSameIdWhenAnAttemptTimesOut() {
        first.failing(1, new TimeoutException("1 record expired"));
        assertThatThrownBy(() -> publisher.publish(update)).isInstanceOf(TimeoutException.class);

        publisher.publish(update);

        assertThat(names(first)).containsExactly("manifest", "manifest", "chunk 1", "chunk 2");
        assertThat(first.history())
                .allSatisfy(record -> assertThat(idOf(record)).isEqualTo(update.updateId()));
    }

    @Test
    void shouldKeepTheProducerWhenTheFailureIsRetriable() {
        // Its epoch fences what the failed attempt still has under way.
        first.failing(0, new NotEnoughReplicasException("2 of 3"));

        assertThatThrownBy(() -> publisher.publish(update)).isInstanceOf(NotEnoughReplicasException.class);

        assertThat(first.closed()).isFalse();
        assertThat(producers).containsExactly(second);
    }

    @Test
    void shouldSendNoChunkWhenTheManifestIsRefusedAtOnce() {
        first.failing(0, new TimeoutException("no metadata"));

        assertThatThrownBy(() -> publisher.publish(update)).isInstanceOf(TimeoutException.class);

        assertThat(first.sends()).isEqualTo(1);
    }

    @Test
    void shouldTakeAnotherProducerWhenOneDoesNotSurviveTheFailure() {
        first.failing(0, new TopicAuthorizationException("not allowed"));
        assertThatThrownBy(() -> publisher.publish(update)).isInstanceOf(TopicAuthorizationException.class);

        publisher.publish(update);

        assertThat(first.closed()).isTrue();
        assertThat(names(second)).containsExactly("manifest", "chunk 1", "chunk 2");
    }

    @Test
    void shouldSayWhatToDoWhenARecordIsTooLarge() {
        first.sendException = new RecordTooLargeException("1 MiB");

        assertThatThrownBy(() -> publisher.publish(update))
                .isInstanceOf(FederationException.class)
                .hasMessageContaining("must not be lowered while clients run: 1 MiB");
    }

    @Test
    void shouldRefuseToPublishWhenClosed() {
        publisher.close();

        assertThatThrownBy(() -> publisher.publish(update))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("publisher is closed");
        assertThat(first.closed()).isTrue();
        assertThat(second.sends()).isZero();
    }

    private static List<String> names(FlakyProducer producer) {
        return producer.history().stream()
                .map(UpdatePublisherTest::decode)
                .map(record ->
                        record instanceof PayloadChunk ? "chunk " + ((PayloadChunk) record).getIndex() : "manifest")
                .toList();
    }

    private static String idOf(ProducerRecord<String, byte[]> sent) {
        SpecificRecord record = decode(sent);
        return record instanceof PayloadChunk
                ? ((PayloadChunk) record).getPayloadId()
                : ((ModelUpdate) record).getUpdateId();
    }

    private static SpecificRecord decode(ProducerRecord<String, byte[]> sent) {
        try {
            return new RecordFraming().decode(sent.value());
        } catch (UndecodableRecordException e) {
            throw new AssertionError(e);
        }
    }
}
