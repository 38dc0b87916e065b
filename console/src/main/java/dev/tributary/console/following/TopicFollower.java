package dev.tributary.console.following;

import dev.tributary.log.reading.CommittedReader;
import dev.tributary.log.reading.Fetching;
import dev.tributary.schemas.FederationException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a topic from its beginning and follows it in a thread of its own, through whatever happens to the broker.
 *
 * <p>Thread-safe.
 */
final class TopicFollower implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TopicFollower.class);

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration LIMIT = Duration.ofSeconds(8);

    /** Silence after which the broker is asked whether there is anything. */
    private static final Duration SILENCE = Duration.ofSeconds(1);

    private static final Duration ANSWER = Duration.ofSeconds(2);
    private static final long PAUSE_MS = 1_000;
    private static final long STOP_MS = 5_000;

    private final Map<String, Object> kafkaConfig;
    private final String topic;
    private final TopicSink sink;
    private final Runnable onChange;
    private final Thread thread;
    private final CountDownLatch stop = new CountDownLatch(1);
    private volatile CommittedReader reader;
    private volatile boolean isConnected = true;
    private volatile boolean isCaughtUp;

    /**
     * @param kafkaConfig how to reach the cluster
     * @param topic       its name
     * @param sink        takes its records
     * @param onChange    called, by the thread of this follower, when the connection was lost or is there again
     */
    TopicFollower(Map<String, Object> kafkaConfig, String topic, TopicSink sink, Runnable onChange) {
        this.kafkaConfig = kafkaConfig;
        this.topic = topic;
        this.sink = sink;
        this.onChange = onChange;
        this.thread = new Thread(this::run, "follow-" + topic);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Whether the topic answered when it was last asked. */
    boolean isConnected() {
        return isConnected;
    }

    /** Whether all that it held when it was first read has been read. */
    boolean isCaughtUp() {
        return isCaughtUp;
    }

    private void run() {
        while (stop.getCount() > 0) {
            try (CommittedReader opened = CommittedReader.open(kafkaConfig, Fetching.USUAL)) {
                reader = opened;
                follow(opened);
            } catch (WakeupException e) {
                LOG.debug("topic={} is followed no more", topic);
            } catch (KafkaException | FederationException e) {
                LOG.warn("topic={} is read again from its beginning: reason={}", topic, e.getMessage());
                connected(false);
                pause();
            }
        }
    }

    private void follow(CommittedReader opened) {
        List<TopicPartition> partitions = opened.partitions(topic, LIMIT);
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (TopicPartition partition : partitions) {
            ends.put(partition, opened.range(partition, LIMIT).end());
        }
        opened.followFromBeginning(partitions);
        sink.begin();
        long heardAt = System.nanoTime() - SILENCE.toNanos();
        while (stop.getCount() > 0) {
            int records = opened.poll(POLL, sink::accept);
            // Silence alone would never tell it where records come all the time.
            isCaughtUp = isCaughtUp
                    || ends.entrySet().stream().allMatch(end -> opened.hasRead(end.getKey(), end.getValue(), ANSWER));
            long now = System.nanoTime();
            if (records > 0) {
                heardAt = now;
                sink.pause();
                connected(true);
            }
            if (now - heardAt >= SILENCE.toNanos()) {
                heardAt = now;
                ask(opened, partitions);
            }
        }
    }

    private void ask(CommittedReader opened, List<TopicPartition> partitions) {
        connected(partitions.stream()
                .allMatch(partition -> opened.behind(partition, ANSWER).isPresent()));
    }

    private void connected(boolean isNow) {
        if (isConnected != isNow) {
            isConnected = isNow;
            onChange.run();
        }
    }

    private void pause() {
        try {
            if (stop.await(PAUSE_MS, TimeUnit.MILLISECONDS)) {
                LOG.debug("topic={} is followed no more", topic);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop.countDown();
        }
    }

    @Override
    public void close() {
        stop.countDown();
        CommittedReader opened = reader;
        if (opened != null) {
            opened.wakeup();
        }
        try {
            thread.join(STOP_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
