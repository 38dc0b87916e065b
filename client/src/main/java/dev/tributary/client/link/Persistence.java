package dev.tributary.client.link;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does a thing with Kafka until it succeeds or the client is told to stop, however long the broker is away. Backs off
 * between attempts.
 *
 * <p>Missing permissions are no reason to give up either: they are granted, and certificates renewed, while clients
 * run.
 */
public final class Persistence {

    private static final Logger LOG = LoggerFactory.getLogger(Persistence.class);

    private final Backoff backoff;
    private final StopSignal stop;
    private final RetryListener listener;

    /** Hears of attempts that failed. */
    @FunctionalInterface
    public interface RetryListener {

        /**
         * An attempt failed and is made again.
         *
         * @param deed   the attempt's name
         * @param reason one line for a person
         * @param delay  time until the next attempt
         */
        void onRetry(String deed, String reason, Duration delay);
    }

    /**
     * @param backoff  pauses between attempts; used by the calling thread of {@link #untilDone} alone
     * @param stop     ends attempts and pauses
     * @param listener hears of each attempt that failed
     */
    public Persistence(Backoff backoff, StopSignal stop, RetryListener listener) {
        this.backoff = backoff;
        this.stop = stop;
        this.listener = listener;
    }

    /**
     * Makes attempts until one succeeds.
     *
     * @param deed    the attempt's name, for the log
     * @param attempt throws a {@link KafkaException} when it fails; any other exception is passed on, unless the client
     *                is to stop, when whatever was closed under the attempt is of no interest
     * @return the attempt's result, or empty if the client is to stop
     */
    public <T> Optional<T> untilDone(String deed, Supplier<T> attempt) {
        while (!stop.isRequested()) {
            try {
                T result = attempt.get();
                backoff.reset();
                return Optional.of(result);
            } catch (WakeupException | InterruptException e) {
                LOG.debug("{}: interrupted", deed);
            } catch (KafkaException e) {
                pause(deed, e);
            } catch (IllegalStateException e) {
                if (!stop.isRequested()) {
                    throw e;
                }
            }
        }
        return Optional.empty();
    }

    private void pause(String deed, KafkaException failure) {
        if (stop.isRequested()) {
            return;
        }
        Duration delay = backoff.nextDelay();
        String reason = reasonOf(failure);
        LOG.warn("{} failed and is tried again in {} ms: reason={}", deed, delay.toMillis(), reason);
        LOG.debug("{} failed", deed, failure);
        listener.onRetry(deed, reason, delay);
        stop.sleep(delay);
    }

    private static String reasonOf(KafkaException failure) {
        String text = failure.getClass().getSimpleName() + ": " + failure.getMessage();
        if (failure instanceof AuthorizationException) {
            return text + " (an ACL of this principal is missing)";
        }
        if (failure instanceof AuthenticationException) {
            return text + " (the cluster refuses the credentials of --kafka-config)";
        }
        return text;
    }
}
