package dev.tributary.e2e.harness;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Tells how many records the clients have written: what a test goes by that wants to strike in the middle of work. */
public final class UpdateTraffic {

    private final TopicLog log;

    UpdateTraffic(TopicLog log) {
        this.log = log;
    }

    /** Waits until so many more records stand on the updates topic. */
    public void awaitMore(long records) {
        long from = log.length();
        await().atMost(TestFederation.PATIENCE)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> log.length() >= from + records);
    }

    /** Partitions that hold a record. */
    public Set<Integer> partitionsUsed() {
        return log.takeNew().stream().map(ConsumerRecord::partition).collect(Collectors.toSet());
    }
}
