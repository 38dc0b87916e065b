package dev.tributary.aggregator.application;

import dev.tributary.schemas.FederationException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InconsistentGroupProtocolException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidGroupIdException;
import org.apache.kafka.common.errors.InvalidSessionTimeoutException;
import org.apache.kafka.common.errors.InvalidTxnTimeoutException;
import org.apache.kafka.common.errors.UnreleasedInstanceIdException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the death of a stream thread. Something that a person has to put right stops the instance; anything else
 * gets a new thread, which begins at the last commit, unless it dies again and again.
 */
final class StreamFailures implements StreamsUncaughtExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(StreamFailures.class);
    private static final int MOST_REPLACEMENTS = 10;
    private static final String GLOBAL_THREAD = "-GlobalStreamThread";

    /** Kafka Streams says so, and sends people to the tool that resets, which would lose the open round. */
    private static final String OTHER_PARTITIONS = "invalid partitions";

    private static final Duration WITHIN = Duration.ofMinutes(10);

    private final Clock clock;
    private final Deque<Instant> replacements = new ArrayDeque<>();
    private final AtomicReference<FederationException> fatal = new AtomicReference<>();

    StreamFailures(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized StreamThreadExceptionResponse handle(Throwable thrown) {
        Optional<FederationException> forPeople = findForPeople(thrown);
        if (forPeople.isPresent()) {
            fatal.compareAndSet(null, forPeople.get());
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        if (Thread.currentThread().getName().endsWith(GLOBAL_THREAD)) {
            // Kafka Streams cannot replace this one, and would stop without a word of ours.
            fatal.compareAndSet(
                    null,
                    new FederationException(
                            "the rounds topic must be readable to its end, was not: " + deepest(thrown)
                                    + "; was it truncated or created anew?",
                            thrown));
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        Instant now = clock.instant();
        while (!replacements.isEmpty() && replacements.peekFirst().isBefore(now.minus(WITHIN))) {
            replacements.removeFirst();
        }
        if (thrown instanceof Error || replacements.size() >= MOST_REPLACEMENTS) {
            fatal.compareAndSet(
                    null,
                    new FederationException(
                            "a stream thread died for the " + (replacements.size() + 1) + ". time within "
                                    + WITHIN.toMinutes() + " minutes: " + thrown,
                            thrown));
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        replacements.addLast(now);
        LOG.warn("a stream thread died and is replaced; it goes on from the last commit", thrown);
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    private static String deepest(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    private static Optional<FederationException> findForPeople(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof FederationException forPeople) {
                return Optional.of(forPeople);
            }
            if (cause instanceof AuthorizationException) {
                // An ACL that was taken away does not come back by trying again.
                return Optional.of(new FederationException(
                        "this principal must have the ACLs of: tributary topics acls, but " + cause.getMessage(),
                        cause));
            }
            if (isConfiguration(cause)) {
                // Neither does a setting change by itself, here or at the broker.
                return Optional.of(new FederationException(
                        "the Kafka properties of --kafka-config must suit the cluster, do not: " + firstLine(cause),
                        thrown));
            }
            if (cause instanceof StreamsException
                    && String.valueOf(cause.getMessage()).contains(OTHER_PARTITIONS)) {
                return Optional.of(new FederationException(
                        "the number of partitions of each topic must stay as it was, has changed: "
                                + firstLine(cause).replaceAll(" Use '.*", "")
                                + "; see: tributary topics check",
                        thrown));
            }
        }
        return Optional.empty();
    }

    private static boolean isConfiguration(Throwable cause) {
        return cause instanceof ConfigException
                || cause instanceof InvalidConfigurationException
                || cause instanceof InvalidSessionTimeoutException
                || cause instanceof InvalidTxnTimeoutException
                || cause instanceof InconsistentGroupProtocolException
                || cause instanceof InvalidGroupIdException
                || cause instanceof UnreleasedInstanceIdException
                || cause instanceof UnsupportedVersionException;
    }

    private static String firstLine(Throwable cause) {
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("no reason given");
    }

    /** Takes a failure that was found outside of the stream threads; the first one stays. */
    void accept(FederationException failure) {
        fatal.compareAndSet(null, failure);
    }

    /** Why the instance stopped, if it did so by itself. */
    Optional<FederationException> fatal() {
        return Optional.ofNullable(fatal.get());
    }
}
