package dev.tributary.log.cluster;

import dev.tributary.schemas.FederationException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every few seconds whether the federation's topics are still those of the start. A topic that was deleted and
 * created anew has the same name and another id; offsets in it mean nothing that they meant before, and a consumer that
 * goes on at its old offset would pass over records without a word. Partitions that are added split what one order
 * must hold. Says, too, when the cluster stops answering.
 */
public final class TopicWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TopicWatch.class);

    private static final Duration INTERVAL = Duration.ofSeconds(2);
    private static final Duration TIMEOUT = Duration.ofSeconds(8);

    /** A broker that has just come back may not know all topics for a moment. */
    private static final int MISSES_TO_BELIEVE = 3;

    private final Map<String, Object> kafkaConfig;
    private final List<String> topics;
    private final Set<String> growing;
    private final Consumer<FederationException> onLoss;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "topic-watch");
        thread.setDaemon(true);
        return thread;
    });

    // Of the watching thread alone.
    private final Map<String, Uuid> ids = new HashMap<>();
    private final Map<String, Integer> counts = new HashMap<>();
    private final Map<String, Integer> misses = new HashMap<>();
    private Cluster cluster;
    private boolean isSilent;

    private TopicWatch(
            Map<String, Object> kafkaConfig,
            List<String> topics,
            Set<String> growing,
            Consumer<FederationException> onLoss) {
        this.kafkaConfig = Map.copyOf(kafkaConfig);
        this.topics = List.copyOf(topics);
        this.growing = Set.copyOf(growing);
        this.onLoss = onLoss;
    }

    /**
     * Begins to watch.
     *
     * @param kafkaConfig how to reach the cluster, by Kafka's names
     * @param topics      names of topics that exist
     * @param growing     names of those that may get more partitions
     * @param onLoss      told once, on the watching thread, when a topic is no longer the one that it was
     * @return the watch, to be closed by the caller
     */
    public static TopicWatch start(
            Map<String, Object> kafkaConfig,
            List<String> topics,
            Set<String> growing,
            Consumer<FederationException> onLoss) {
        TopicWatch watch = new TopicWatch(kafkaConfig, topics, growing, onLoss);
        watch.executor.scheduleWithFixedDelay(watch::look, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        return watch;
    }

    private void look() {
        try {
            if (cluster == null) {
                cluster = Cluster.connect(kafkaConfig, TIMEOUT);
            }
            Map<String, TopicDescription> found = cluster.findTopics(topics);
            if (isSilent) {
                isSilent = false;
                LOG.info("the cluster answers again");
            }
            topics.forEach(topic -> compare(topic, found.get(topic)));
        } catch (FederationException e) {
            if (!isSilent && !executor.isShutdown()) {
                isSilent = true;
                LOG.warn("waiting for the cluster; nothing is lost meanwhile: {}", e.getMessage());
            }
        } catch (TopicLost e) {
            executor.shutdown();
            onLoss.accept(new FederationException(e.getMessage(), e));
        } catch (RuntimeException e) {
            // A task that throws is not run again.
            LOG.debug("topics could not be looked at", e);
        }
    }

    private void compare(String topic, TopicDescription found) {
        if (found == null) {
            if (misses.merge(topic, 1, Integer::sum) >= MISSES_TO_BELIEVE) {
                throw new TopicLost("topic " + topic + " must stay while the federation runs, was deleted; "
                        + "what it held is gone: begin a federation of another name from the newest model");
            }
            return;
        }
        misses.remove(topic);
        Uuid before = ids.putIfAbsent(topic, found.topicId());
        if (before != null && !before.equals(found.topicId())) {
            throw new TopicLost("topic " + topic + " must stay the one with id " + before
                    + " while the federation runs, was created anew with id " + found.topicId()
                    + "; what it held is gone: begin a federation of another name from the newest model");
        }
        compareCount(topic, found.partitions().size());
    }

    /** With more partitions keys go to other places than those that this instance, and what it remembers, is about. */
    private void compareCount(String topic, int found) {
        Integer before = counts.putIfAbsent(topic, found);
        if (before != null && before != found && !growing.contains(topic)) {
            throw new TopicLost("topic " + topic + " must keep " + before
                    + " partitions while the federation lives, has "
                    + found + "; nothing is lost, but partitions cannot be taken away: begin a federation of another"
                    + " name from the newest model");
        }
    }

    private static final class TopicLost extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TopicLost(String message) {
            super(message);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
        // On its own thread, which may be in the middle of a look; a daemon's end need not be waited for.
        new Thread(this::closeCluster, "topic-watch-close").start();
    }

    private void closeCluster() {
        try {
            if (executor.awaitTermination(TIMEOUT.toSeconds(), TimeUnit.SECONDS) && cluster != null) {
                cluster.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
