package dev.tributary.log.cluster;

import dev.tributary.schemas.FederationException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Says a failure of Kafka's client in one line a person can act on.
 *
 * @param bootstrapServers where the cluster was looked for
 * @param timeout          how long it was waited for
 */
record ClusterFailures(String bootstrapServers, Duration timeout) {

    /**
     * Waits for an answer.
     *
     * @param future comes from Kafka's client
     * @param what   its subject, such as {@code topic fl.digits.model}
     * @throws FederationException if there is none in time, or a failure, which is then its cause
     */
    <T> T await(KafkaFuture<T> future, String what) {
        try {
            return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw explain(e.getCause(), what);
        } catch (TimeoutException e) {
            throw explain(e, what);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FederationException("interrupted while waiting for the cluster", e);
        }
    }

    private FederationException explain(Throwable cause, String what) {
        if (cause instanceof UnknownTopicOrPartitionException) {
            return new FederationException(
                    what + " must exist on " + bootstrapServers + "; create it with: tributary topics apply", cause);
        }
        if (cause instanceof SslAuthenticationException) {
            return new FederationException(
                    "no TLS connection to bootstrap.servers " + bootstrapServers + ": " + rootMessage(cause)
                            + "; see ssl.truststore.location and ssl.keystore.location of --kafka-config",
                    cause);
        }
        if (cause instanceof AuthenticationException) {
            return new FederationException(
                    "cluster " + bootstrapServers + " refused the credentials of --kafka-config: " + rootMessage(cause),
                    cause);
        }
        if (cause instanceof AuthorizationException) {
            return new FederationException(
                    what + " may not be used by this principal: " + withoutStop(rootMessage(cause))
                            + "; its ACLs are printed by: tributary topics acls",
                    cause);
        }
        if (cause instanceof TimeoutException || cause instanceof org.apache.kafka.common.errors.TimeoutException) {
            return new FederationException(
                    "bootstrap.servers " + bootstrapServers + " did not answer within " + timeout.toSeconds()
                            + " s; is a broker listening there?",
                    cause);
        }
        return new FederationException(what + " on " + bootstrapServers + ": " + rootMessage(cause), cause);
    }

    /** Kafka's refusals end in a full stop; ours go on. */
    private static String withoutStop(String message) {
        return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
    }

    /** Why a client could not even be made: the innermost message, and which settings it is about if that can be seen. */
    static String whyNoClient(Throwable e) {
        if (root(e) instanceof FileSystemException) {
            return rootMessage(e);
        }
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (message.contains("SSL keystore") || message.contains("SSL truststore")) {
                // The innermost one speaks of blocks and padding when a password is wrong, and names no file.
                return message.lines().findFirst().orElseThrow()
                        + "; see location, password and type of ssl.keystore and ssl.truststore in --kafka-config";
            }
            if (message.contains("token endpoint")) {
                return rootMessage(e) + "; see sasl.oauthbearer and sasl.jaas.config in --kafka-config";
            }
        }
        return rootMessage(e);
    }

    /** First line of the innermost message. */
    static String rootMessage(Throwable e) {
        Throwable root = root(e);
        if (root instanceof FileSystemException file) {
            // Its message is the bare path.
            return "file " + file.getFile() + " must exist and be readable";
        }
        return String.valueOf(root.getMessage()).lines().findFirst().orElse("unknown");
    }

    private static Throwable root(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
