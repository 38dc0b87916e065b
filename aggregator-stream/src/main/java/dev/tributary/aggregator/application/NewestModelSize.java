package dev.tributary.aggregator.application;

import dev.tributary.log.reading.CommittedReader;
import dev.tributary.log.reading.Fetching;
import dev.tributary.log.reading.Patience;
import dev.tributary.log.reading.TailLook;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.RoundResult;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.framing.UndecodableRecordException;
import dev.tributary.schemas.topic.RecordKeys;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks up how long the model is, in the last records of the rounds topic: the model itself may not fit. */
final class NewestModelSize {

    private static final Logger LOG = LoggerFactory.getLogger(NewestModelSize.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** A round's result is the last record of its transaction. */
    private static final long LOOK_BACK = 16;

    private NewestModelSize() {}

    /** The number of parameters, or empty if there is no model yet, or nothing was found in a few seconds. */
    static OptionalInt find(Map<String, Object> kafkaConfig, String roundsTopic, RecordFraming framing) {
        try (CommittedReader reader = CommittedReader.open(kafkaConfig, Fetching.PRESENT)) {
            return reader.newest(
                            new TopicPartition(roundsTopic, 0),
                            LOOK_BACK,
                            Patience.inAll(TIMEOUT),
                            () -> new ResultLook(framing))
                    .map(OptionalInt::of)
                    .orElseGet(OptionalInt::empty);
        } catch (KafkaException | FederationException e) {
            // Whatever it is: the start itself will meet it again, and say it.
            LOG.debug("the model's size is not known", e);
            return OptionalInt.empty();
        }
    }

    /** Keeps the length that the last result in the tail names. */
    private static final class ResultLook implements TailLook<Integer> {

        private final RecordFraming framing;
        private OptionalInt parameters = OptionalInt.empty();

        private ResultLook(RecordFraming framing) {
            this.framing = framing;
        }

        @Override
        public void accept(ConsumerRecord<String, byte[]> record) {
            if (record.value() != null && RecordKeys.isRound(record.key())) {
                parameters = NewestModelSize.parameters(framing, record.value());
            }
        }

        @Override
        public Optional<Integer> found() {
            return parameters.isPresent() ? Optional.of(parameters.getAsInt()) : Optional.empty();
        }
    }

    private static OptionalInt parameters(RecordFraming framing, byte[] value) {
        try {
            return OptionalInt.of(
                    Math.toIntExact(framing.decode(value, RoundResult.class).getParameterCount()));
        } catch (UndecodableRecordException | ArithmeticException e) {
            LOG.debug("a round's result cannot be read", e);
            return OptionalInt.empty();
        }
    }
}
