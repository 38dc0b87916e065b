package dev.tributary.console.following;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Takes what a topic holds. Called by one thread. */
interface TopicSink {

    /** The topic is read from its beginning: now, or again. */
    void begin();

    /** Takes the next record. */
    void accept(ConsumerRecord<String, byte[]> record);

    /** Some records were taken, and no other is at hand. */
    void pause();
}
