package dev.tributary.log.reading;

import dev.tributary.log.cluster.TimeLimits;
import dev.tributary.schemas.FederationException;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * The one way in which anything but the topology reads a topic: committed records only, as a member of no group, with
 * partitions that are assigned, and without creating topics.
 *
 * <p>Time limits are the caller's, or the user's {@code default.api.timeout.ms} and {@code request.timeout.ms} where those
 * are longer.
 *
 * <p>Not thread-safe, except for {@link #wakeup}.
 */
public final class CommittedReader implements AutoCloseable {

    private final org.apache.kafka.clients.consumer.Consumer<String, byte[]> consumer;
    private final Duration usersLimit;

    private CommittedReader(org.apache.kafka.clients.consumer.Consumer<String, byte[]> consumer, Duration usersLimit) {
        this.consumer = consumer;
        this.usersLimit = usersLimit;
    }

    /**
     * Makes a reader; asks nothing of the cluster yet.
     *
     * @param kafkaConfig how to reach the cluster, by Kafka's names; properties of ours are left out
     * @param fetching    sizes and waits of its fetches
     * @return the reader, to be closed by the caller
     * @throws org.apache.kafka.common.KafkaException if no consumer can be made with these properties
     */
    public static CommittedReader open(Map<String, ?> kafkaConfig, Fetching fetching) {
        return new CommittedReader(
                CommittedConsumers.open(kafkaConfig, fetching), TimeLimits.longestGiven(kafkaConfig));
    }

    /**
     * Reads through another consumer, such as Kafka's {@code MockConsumer}.
     *
     * @param consumer gives committed records only; belongs to the reader from now on
     * @return the reader
     */
    public static CommittedReader through(org.apache.kafka.clients.consumer.Consumer<String, byte[]> consumer) {
        return new CommittedReader(consumer, Duration.ZERO);
    }

    /**
     * Lists the partitions of a topic.
     *
     * @param topic its name
     * @param limit longest time to wait for the cluster
     * @return its partitions, in the order of their numbers
     * @throws FederationException if the cluster does not answer in that time
     */
    public List<TopicPartition> partitions(String topic, Duration limit) {
        return RangeRead.answer(topic, () -> consumer.partitionsFor(topic, lengthened(limit)).stream()
                .map(part -> new TopicPartition(part.topic(), part.partition()))
                .sorted(Comparator.comparingInt(TopicPartition::partition))
                .toList());
    }

    /**
     * Asks for the offsets that a partition holds.
     *
     * @param partition the partition
     * @param limit     longest time to wait for the cluster
     * @return its offsets
     * @throws FederationException if the cluster does not answer in that time
     */
    public OffsetRange range(TopicPartition partition, Duration limit) {
        Duration longest = lengthened(limit);
        List<TopicPartition> one = List.of(partition);
        return RangeRead.answer(
                partition.topic(),
                () -> new OffsetRange(
                        consumer.beginningOffsets(one, longest).get(partition),
                        consumer.endOffsets(one, longest).get(partition)));
    }

    /**
     * Reads a range of offsets.
     *
     * @param partition the partition
     * @param from      first offset
     * @param end       offset after the last
     * @param patience  longest time to take
     * @param each      takes each record of the range, in the order of their offsets
     * @throws FederationException if the range cannot be read in that time
     */
    public void read(
            TopicPartition partition,
            long from,
            long end,
            Patience patience,
            Consumer<ConsumerRecord<String, byte[]>> each) {
        readUntil(partition, from, end, patience, record -> {
            each.accept(record);
            return false;
        });
    }

    /**
     * Reads a range of offsets as far as somebody wants.
     *
     * @param partition the partition
     * @param from      first offset
     * @param end       offset after the last
     * @param patience  longest time to take
     * @param isEnough  takes each record, in the order of their offsets, and says whether it was the last one wanted
     * @return whether it was enough before the range ended
     * @throws FederationException if the range cannot be read in that time
     */
    public boolean readUntil(
            TopicPartition partition,
            long from,
            long end,
            Patience patience,
            Predicate<ConsumerRecord<String, byte[]>> isEnough) {
        Patience longest = patience.atLeast(usersLimit);
        assign(List.of(partition));
        consumer.seek(partition, from);
        return RangeRead.answer(partition.topic(), () -> readOn(partition, end, longest, isEnough));
    }

    private boolean readOn(
            TopicPartition partition, long end, Patience patience, Predicate<ConsumerRecord<String, byte[]>> isEnough) {
        return new RangeRead(consumer, partition, end, patience).run(isEnough);
    }

    /**
     * Looks for the newest of something from a partition's end backwards, in looks that begin further back each time, and
     * stands at the end afterwards. So a reader pays for one thing, not for all that the topic holds.
     *
     * @param partition the partition
     * @param first     offsets of the first look
     * @param patience  longest time to take
     * @param looks     makes each look
     * @param <T>       type of the thing looked for
     * @return the thing, or empty if the partition holds none
     * @throws FederationException if the partition cannot be read in that time
     */
    public <T> Optional<T> newest(
            TopicPartition partition, long first, Patience patience, Supplier<? extends TailLook<T>> looks) {
        long deadline = System.nanoTime() + patience.atLeast(usersLimit).limit().toNanos();
        OffsetRange range = range(partition, patience.limit());
        long from = Math.max(range.begin(), range.end() - first);
        while (true) {
            TailLook<T> look = looks.get();
            Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
            Patience rest = patience.isRenewed() ? patience : Patience.inAll(left);
            readWithin(partition, from, range.end(), rest, look);
            Optional<T> found = look.found();
            if (found.isPresent() || from == range.begin()) {
                return found;
            }
            from = Math.max(range.begin(), look.nextFrom(from, range.end()));
        }
    }

    private void readWithin(TopicPartition partition, long from, long end, Patience rest, TailLook<?> look) {
        assign(List.of(partition));
        consumer.seek(partition, from);
        RangeRead.answer(
                partition.topic(),
                () -> readOn(partition, end, rest, record -> {
                    look.accept(record);
                    return false;
                }));
    }

    /**
     * Begins to follow partitions at their first records.
     *
     * @param partitions the partitions, in place of those followed or read before
     */
    public void followFromBeginning(Collection<TopicPartition> partitions) {
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /**
     * Begins to follow partitions with the records that are written after this call.
     *
     * @param partitions the partitions, in place of those followed or read before
     * @param limit      longest time to wait for the cluster to say where they end
     * @throws FederationException if the cluster does not answer in that time
     */
    public void followFromEnd(Collection<TopicPartition> partitions, Duration limit) {
        Duration longest = lengthened(limit);
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(
                partition -> RangeRead.answer(partition.topic(), () -> consumer.position(partition, longest)));
    }

    /**
     * Waits for records of the partitions that are followed.
     *
     * @param timeout longest time to wait
     * @param each    takes each record, in order within its partition
     * @return the number of records; 0 if none came in that time
     * @throws org.apache.kafka.common.errors.WakeupException after {@link #wakeup}
     */
    public int poll(Duration timeout, Consumer<ConsumerRecord<String, byte[]>> each) {
        var records = consumer.poll(timeout);
        records.forEach(each);
        return records.count();
    }

    /**
     * Reads on, from the position at which the reader stands, to the present end of a partition that it follows.
     *
     * @param partition the partition
     * @param patience  longest time to take
     * @param each      takes each record
     * @throws FederationException if the end is not reached in that time
     */
    public void catchUp(TopicPartition partition, Patience patience, Consumer<ConsumerRecord<String, byte[]>> each) {
        Patience longest = patience.atLeast(usersLimit);
        RangeRead.answer(partition.topic(), () -> {
            long end = consumer.endOffsets(List.of(partition), longest.limit()).get(partition);
            return consumer.position(partition, longest.limit()) >= end
                    || readOn(partition, end, longest, record -> {
                        each.accept(record);
                        return false;
                    });
        });
    }

    /**
     * Counts the offsets between the reader and the end of a partition that it follows.
     *
     * @param partition the partition
     * @param timeout   longest time to wait, whatever the user's limits
     * @return offsets not read yet; empty if the cluster does not say in that time
     */
    public Optional<Long> behind(TopicPartition partition, Duration timeout) {
        try {
            return Optional.of(consumer.endOffsets(List.of(partition), timeout).get(partition)
                    - consumer.position(partition, timeout));
        } catch (TimeoutException e) {
            return Optional.empty();
        }
    }

    /**
     * Says whether a partition that it follows has been read up to an offset.
     *
     * @param partition the partition
     * @param end       offset after the last that has to be read
     * @param timeout   longest time to wait, whatever the user's limits
     * @return whether the next record to read stands at {@code end} or behind it; false if the cluster does not say in
     *     that time
     */
    public boolean hasRead(TopicPartition partition, long end, Duration timeout) {
        try {
            return consumer.position(partition, timeout) >= end;
        } catch (TimeoutException e) {
            return false;
        }
    }

    private void assign(List<TopicPartition> partitions) {
        // Assigning anew would throw away the records that have been fetched.
        if (!consumer.assignment().equals(Set.copyOf(partitions))) {
            consumer.assign(partitions);
        }
    }

    private Duration lengthened(Duration limit) {
        return limit.compareTo(usersLimit) >= 0 ? limit : usersLimit;
    }

    /** Makes a waiting or the next call of another method throw. May be called from any thread. */
    public void wakeup() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        // A member of no group has nothing to hand back: a broker that is away need not be waited for.
        consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
}
