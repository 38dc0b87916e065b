package dev.tributary.aggregator.recovery;

import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.topic.FederationTopics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Which topics a task's memory is of: beside it, in the same store, stands the id of each topic whose offsets it knows. A
 * topic that was created anew, or copied, has the same name and perhaps as many records, but other records at its offsets.
 *
 * @param store the task's store; the keys {@code topic-id/<name>} are this class's
 * @param log   knows the ids of the topics that are there
 */
public record TopicIdentity(KeyValueStore<String, byte[]> store, LogReplay log) {

    private static final String PREFIX = "topic-id/";

    /**
     * Requires it of the topics whose offsets or versions stand in the store of stage 2; those that are not there, as that of
     * partial sums with one partition of updates, are passed over.
     *
     * @param topics names of the federation
     * @throws FederationException as {@link #require}
     */
    public void requireOfRound(FederationTopics topics) {
        List.of(topics.model(), topics.rounds(), topics.control(), topics.partials(), topics.maskSums())
                .forEach(this::require);
    }

    /**
     * Requires that a topic is the one that the memory is of, and remembers it if there was none so far.
     *
     * @param topic name of a topic that exists
     * @throws FederationException if it is another one
     */
    public void require(String topic) {
        String found = log.topicId(topic);
        byte[] known = store.get(PREFIX + topic);
        if (found.isEmpty()) {
            return;
        }
        if (known == null) {
            store.put(PREFIX + topic, found.getBytes(StandardCharsets.UTF_8));
            return;
        }
        String expected = new String(known, StandardCharsets.UTF_8);
        if (!expected.equals(found)) {
            throw new FederationException("topic " + topic + " must be the one with id " + expected
                    + ", of which the changelogs tell, is one with id " + found
                    + "; was it created anew, or copied? Restore it, or go on from the newest model, without what was"
                    + " not published yet: tributary federation adopt --discard");
        }
    }
}
