package dev.tributary.client.watch;

import dev.tributary.client.link.ClientTimeouts;
import dev.tributary.client.link.KafkaProperties;
import dev.tributary.client.link.ModelSource;
import dev.tributary.client.link.ModelTopicSource;
import dev.tributary.client.link.Persistence;
import dev.tributary.client.link.StopSignal;
import dev.tributary.log.cluster.Cluster;
import dev.tributary.log.models.ModelReader;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.globalmodel.GlobalModel;
import dev.tributary.schemas.topic.FederationTopics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest version of a federation's model, kept up to date for whoever uses it and takes no part.
 *
 * <pre>{@code
 * try (ModelWatch watch = ModelWatch.builder().federation("digits").kafka("localhost:9092").open()) {
 *     watch.awaitNewerThan(-1, Duration.ofMinutes(1));
 *     float[] parameters = watch.newest().parameters();
 * }
 * }</pre>
 *
 * <p>A thread of its own reads the model topic, as a member of no group; permission to read the topic is all it needs. It
 * holds one version, and a second one while that arrives. A broker that goes away is waited for, and {@link #newest} goes
 * on giving the version at hand.
 *
 * <p>Every method may be called from any thread.
 */
public final class ModelWatch implements Supplier<GlobalModel>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ModelWatch.class);

    /** Longest single wait for a version; a wakeup ends it. */
    private static final Duration WAIT = Duration.ofSeconds(5);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final String federation;
    private final ModelSource models;
    private final Persistence persistence;
    private final StopSignal stop;
    private final Consumer<GlobalModel> onVersion;
    private final Thread reader;

    // Guarded by this.
    private GlobalModel newest;
    private RuntimeException failure;
    private boolean isOver;

    ModelWatch(
            String federation,
            ModelSource models,
            Persistence persistence,
            StopSignal stop,
            Consumer<GlobalModel> onVersion) {
        this.federation = federation;
        this.models = models;
        this.persistence = persistence;
        this.stop = stop;
        this.onVersion = onVersion;
        reader = new Thread(this::read, "model-watch-" + federation);
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Begins a watch.
     *
     * @return a builder with nothing but defaults
     */
    public static ModelWatchBuilder builder() {
        return new ModelWatchBuilder();
    }

    static ModelWatch open(
            Map<String, Object> kafka, FederationTopics topics, ClientTimeouts timeouts, Consumer<GlobalModel> heard) {
        try (Cluster cluster = Cluster.connect(kafka, timeouts.connect())) {
            cluster.requireTopics(List.of(topics.model()));
        }
        var stop = new StopSignal();
        var persistence =
                new Persistence(timeouts.newBackoff(RandomGenerator.getDefault()), stop, (deed, reason, delay) -> {});
        ModelSource models =
                KafkaProperties.explained(() -> new ModelTopicSource(() -> new ModelReader(kafka, topics.model())));
        return new ModelWatch(topics.federation(), models, persistence, stop, heard);
    }

    /**
     * Gives the newest version that has arrived, without waiting.
     *
     * @return the version; its arrays are shared with all callers and must not be changed
     * @throws FederationException if none has arrived yet, or the watch was closed before one did, or its thread ended by
     *                             an error, so that the version at hand would grow old unnoticed
     */
    public synchronized GlobalModel newest() {
        requireAlive();
        if (newest == null) {
            throw new FederationException("federation " + federation
                    + " must have a version of its model before it is used, had none yet; wait with awaitNewerThan");
        }
        return newest;
    }

    /** Gives the newest version, as {@link #newest} does. */
    @Override
    public GlobalModel get() {
        return newest();
    }

    /**
     * Waits for a version newer than the one at hand.
     *
     * @param version version at hand, or -1 for none
     * @param timeout longest time to wait
     * @return the newest version above it; empty if none came in that time, the watch was closed, or the thread was
     *     interrupted, which it then still is
     * @throws FederationException if the watch's thread ended by an error
     */
    public synchronized Optional<GlobalModel> awaitNewerThan(long version, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            while (!isOver && !isNewerThan(version)) {
                long millis = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
                if (millis <= 0) {
                    return Optional.empty();
                }
                wait(millis);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        requireAlive();
        return isNewerThan(version) ? Optional.of(newest) : Optional.empty();
    }

    private boolean isNewerThan(long version) {
        return newest != null && newest.version() > version;
    }

    private void requireAlive() {
        if (failure != null) {
            throw new FederationException(
                    "watch of federation " + federation + " has ended: " + failure.getMessage() + "; open another",
                    failure);
        }
    }

    private void read() {
        try {
            long version = -1;
            while (!stop.isRequested()) {
                long atHand = version;
                Optional<GlobalModel> newer = persistence
                        .untilDone("reading the model topic", () -> models.awaitNewerThan(atHand, WAIT))
                        .flatMap(found -> found);
                newer.ifPresent(this::take);
                version = newer.map(GlobalModel::version).orElse(version);
            }
            end(null);
        } catch (RuntimeException e) {
            LOG.error("watching the model has ended: federation={}", federation, e);
            end(e);
        } finally {
            models.close();
        }
    }

    private void take(GlobalModel model) {
        synchronized (this) {
            newest = model;
            notifyAll();
        }
        LOG.debug("model received: federation={} modelVersion={}", federation, model.version());
        try {
            onVersion.accept(model);
        } catch (RuntimeException e) {
            LOG.warn("listener failed: federation={} modelVersion={}", federation, model.version(), e);
        }
    }

    private synchronized void end(RuntimeException cause) {
        failure = cause;
        isOver = true;
        notifyAll();
    }

    /** Stops reading. The version at hand can still be had. Calling it again is allowed, and from the listener too. */
    @Override
    public void close() {
        stop.request();
        models.wakeup();
        if (Thread.currentThread() == reader) {
            return;
        }
        try {
            reader.join(CLOSE_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
