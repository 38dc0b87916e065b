package dev.tributary.benchmarks.pipeline;

import dev.tributary.log.models.ModelReader;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.globalmodel.GlobalModel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.errors.WakeupException;

/** Reads models as a client does, on a thread of its own, and notes when each arrived. */
final class VersionArrivals implements AutoCloseable {

    private static final Duration WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

    private final ModelReader reader;
    private final Map<Long, Long> arrivedAt = new ConcurrentHashMap<>();
    private final Thread thread = new Thread(this::read, "arrivals");
    private volatile boolean isStopping;

    VersionArrivals(Map<String, Object> kafka, String topic) {
        reader = new ModelReader(kafka, topic);
        thread.setDaemon(true);
        thread.start();
    }

    private void read() {
        long version = 0;
        try {
            while (!isStopping) {
                Optional<GlobalModel> model = reader.awaitNewerThan(version, WAIT);
                if (model.isPresent()) {
                    version = model.get().version();
                    arrivedAt.put(version, System.nanoTime());
                }
            }
        } catch (WakeupException e) {
            // Closing.
        }
    }

    /** Waits until a version has arrived; returns when, by {@link System#nanoTime}. */
    long awaitVersion(long version) {
        long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
        Long arrived = arrivedAt.get(version);
        while (arrived == null) {
            if (System.nanoTime() > deadline || !thread.isAlive()) {
                throw new FederationException(
                        "version " + version + " must come within " + LONGEST_WAIT.toSeconds() + " s, did not");
            }
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(200));
            arrived = arrivedAt.get(version);
        }
        return arrived;
    }

    @Override
    public void close() {
        isStopping = true;
        reader.wakeup();
        try {
            thread.join(WAIT.toMillis() * 5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        reader.close();
    }
}
