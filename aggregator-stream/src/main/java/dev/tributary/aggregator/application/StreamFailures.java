package dev.tributary.aggregator.application;

import dev.tributary.schemas.FederationException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when a stream thread dies. Something that a person has to put right stops the instance; anything else
 * gets a new thread, which begins at the last commit, unless it dies again and again.
 */
final class StreamFailures implements StreamsUncaughtExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(StreamFailures.class);
    private static final int MOST_REPLACEMENTS = 10;
    private static final String GLOBAL_THREAD = "-GlobalStreamThread";
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
        }
        return Optional.empty();
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
