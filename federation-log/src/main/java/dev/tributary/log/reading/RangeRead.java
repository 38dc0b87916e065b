package dev.tributary.log.reading;

import dev.tributary.schemas.FederationException;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * One pass from a consumer's position to an offset.
 *
 * @param consumer  stands in the partition; stays with the caller
 * @param partition the partition
 * @param end       offset after the last one to be read
 * @param patience  longest time to take
 */
record RangeRead(Consumer<String, byte[]> consumer, TopicPartition partition, long end, Patience patience) {

    private static final Duration POLL = Duration.ofMillis(200);

    /** Reads until a record is enough, and says whether one was; stands at the end if none was. */
    boolean run(Predicate<ConsumerRecord<String, byte[]>> isEnough) {
        long deadline = deadline();
        // Commit markers take offsets too, so the position, not the last record's offset, says where the end is.
        long position = consumer.position(partition);
        while (position < end) {
            if (System.nanoTime() - deadline > 0) {
                throw unreadable(partition.topic(), null);
            }
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                if (record.offset() < end && isEnough.test(record)) {
                    return true;
                }
            }
            long before = position;
            position = consumer.position(partition);
            if (patience.isRenewed() && position > before) {
                deadline = deadline();
            }
        }
        consumer.seek(partition, end);
        return false;
    }

    private long deadline() {
        return System.nanoTime() + patience.limit().toNanos();
    }

    /** Asks the cluster, and says in one line why there is no answer. */
    static <T> T answer(String topic, Supplier<T> question) {
        try {
            return question.get();
        } catch (TimeoutException e) {
            throw unreadable(topic, e);
        } catch (OffsetOutOfRangeException e) {
            throw new FederationException(
                    "topic " + topic
                            + " must still hold the offsets that were asked for, does not any more; was it emptied,"
                            + " or created anew?",
                    e);
        }
    }

    static FederationException unreadable(String topic, Exception cause) {
        return new FederationException(
                "topic " + topic + " could not be read in time; is the broker up, and does the topic exist?", cause);
    }
}
