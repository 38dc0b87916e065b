package dev.tributary.aggregator.recovery;

import org.apache.kafka.common.TopicPartition;

/** Reads records of a topic again that a task had processed before it was restarted. */
public interface LogReplay {

    /** Takes the records in the order of their offsets. */
    @FunctionalInterface
    interface RecordVisitor {

        /**
         * Takes one record.
         *
         * @param key    its key, may be null
         * @param value  its value, may be null
         * @param offset its offset
         */
        void visit(String key, byte[] value, long offset);
    }

    /** Is told how much is left, from the thread that reads. */
    @FunctionalInterface
    interface Progress {

        /**
         * Says how much of a range is left.
         *
         * @param partition where
         * @param offsets   offsets left; 0 when it has been read or given up
         */
        void remaining(TopicPartition partition, long offsets);
    }

    /**
     * Reads a range, committed records only.
     *
     * @param partition where
     * @param from      first offset
     * @param through   last offset; nothing is read if it is below the first
     * @param visitor   takes the records
     * @throws dev.tributary.schemas.FederationException if the topic no longer holds the whole range, or cannot be read
     */
    void read(TopicPartition partition, long from, long through, RecordVisitor visitor);

    /**
     * Tells where a partition begins: records before that were deleted.
     *
     * @param partition where
     * @return first offset that is held; 0 of a log that keeps everything
     */
    default long firstOffset(TopicPartition partition) {
        return 0;
    }

    /**
     * Tells which topic has a name: Kafka gives each one that is created an id of its own.
     *
     * @param topic name of the topic
     * @return its id; empty where topics have none, as on brokers of before Kafka 2.8
     */
    default String topicId(String topic) {
        return "";
    }

    /**
     * Tells how many partitions a topic has.
     *
     * @param topic name of the topic
     * @return their number, from 1; 1 where nothing is known of it, as in a log of one partition
     */
    default int partitions(String topic) {
        return 1;
    }
}
