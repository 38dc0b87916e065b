package dev.tributary.client.update;

import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.framing.RecordFraming;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Sends updates, one attempt at a time.
 *
 * <p>An attempt that failed may have left some of its records on the topic, or all of them. The next attempt sends all
 * again under the same id, and through the same producer where that is possible: its idempotence then fences records
 * of the old attempt that are still under way, so that the two never mix.
 *
 * <p>One thread publishes; {@link #close} may be called from any.
 */
public final class UpdatePublisher implements AutoCloseable {

    private final Supplier<Producer<String, byte[]>> producers;
    private final String topic;
    private final ClientId clientId;
    private final RecordFraming framing;
    private Producer<String, byte[]> producer;
    private boolean isClosed;

    /**
     * @param producers makes an idempotent producer, at once and again after each failure that a producer does not
     *                  survive
     * @param topic     the federation's updates topic
     * @param clientId  key of every record
     * @param framing   used by this publisher alone
     */
    public UpdatePublisher(
            Supplier<Producer<String, byte[]>> producers, String topic, ClientId clientId, RecordFraming framing) {
        this.producers = producers;
        this.topic = topic;
        this.clientId = clientId;
        this.framing = framing;
        this.producer = producers.get();
    }

    /**
     * Sends all records of an update, in order, and waits until the broker has acknowledged each.
     *
     * @param update the update; a record that goes ahead of it is sent first
     * @return where its manifest stands
     * @throws KafkaException        if a record was not acknowledged; nothing of this attempt is under way any more,
     *                               the update may be on the topic all the same, and may be published again
     * @throws IllegalStateException if the publisher is closed, before or meanwhile
     */
    public RecordMetadata publish(OutgoingUpdate update) {
        try {
            RecordMetadata place = awaitAll(sendAll(update), update.preface().isPresent() ? 1 : 0);
            update.arrived();
            return place;
        } catch (RetriableException | InterruptException e) {
            throw e;
        } catch (RecordTooLargeException e) {
            renewProducer();
            throw new FederationException(
                    "max.message.bytes of the updates topic, or max.request.size of"
                            + " --kafka-config, must not be lowered while clients run: " + e.getMessage()
                            + "; start the client again",
                    e);
        } catch (KafkaException e) {
            renewProducer();
            throw e;
        }
    }

    /** Nothing waits for the record that goes ahead: it and the update's own are under way together. */
    private List<Future<RecordMetadata>> sendAll(OutgoingUpdate update) {
        Producer<String, byte[]> open = openProducer();
        List<Future<RecordMetadata>> acknowledgements = new ArrayList<>();
        update.preface()
                .ifPresent(ahead -> acknowledgements.add(send(open, ahead.topic(), framing.encode(ahead.record()))));
        for (int i = 0; i < update.recordCount() && !hasFailed(acknowledgements); i++) {
            acknowledgements.add(send(open, topic, update.record(i, framing)));
        }
        return acknowledgements;
    }

    /** Whether the newest record failed at once: the rest would only arrive as chunks without a beginning. */
    private static boolean hasFailed(List<Future<RecordMetadata>> acknowledgements) {
        if (acknowledgements.isEmpty()) {
            return false;
        }
        Future<RecordMetadata> newest = acknowledgements.get(acknowledgements.size() - 1);
        return newest.isDone() && failureOf(newest).isPresent();
    }

    private Future<RecordMetadata> send(Producer<String, byte[]> open, String to, byte[] value) {
        try {
            return open.send(new ProducerRecord<>(to, clientId.value(), value));
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Waits for all, those after a failed one too: the next attempt begins with nothing under way. */
    private static RecordMetadata awaitAll(List<Future<RecordMetadata>> acknowledgements, int manifest) {
        KafkaException first = null;
        for (Future<RecordMetadata> acknowledgement : acknowledgements) {
            KafkaException failure = failureOf(acknowledgement).orElse(null);
            first = first == null ? failure : first;
        }
        if (first != null) {
            throw first;
        }
        return resultOf(acknowledgements.get(manifest));
    }

    private static Optional<KafkaException> failureOf(Future<RecordMetadata> acknowledgement) {
        try {
            resultOf(acknowledgement);
            return Optional.empty();
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            return Optional.of(e);
        }
    }

    private static RecordMetadata resultOf(Future<RecordMetadata> acknowledgement) {
        try {
            return acknowledgement.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException
                    ? (KafkaException) e.getCause()
                    : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private synchronized Producer<String, byte[]> openProducer() {
        if (isClosed) {
            throw new IllegalStateException("publisher is closed");
        }
        if (producer == null) {
            producer = producers.get();
        }
        return producer;
    }

    private synchronized void renewProducer() {
        if (producer != null) {
            producer.close(Duration.ZERO);
            producer = null;
        }
    }

    /** Stops at once: an update that is not acknowledged is given up, and a thread in {@link #publish} gets an exception. */
    @Override
    public synchronized void close() {
        isClosed = true;
        renewProducer();
    }
}
