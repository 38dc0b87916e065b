package dev.tributary.console.following;

import dev.tributary.console.history.FederationHistory;
import dev.tributary.console.history.Feed;
import dev.tributary.console.history.SmallGroups;
import dev.tributary.log.registry.Framings;
import dev.tributary.schemas.topic.FederationTopics;
import java.time.Clock;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A federation whose topics are being followed.
 *
 * <p>Thread-safe.
 */
public final class FollowedFederation implements AutoCloseable {

    private final FederationHistory history;
    private final Clock clock;
    private final TopicFollower rounds;
    private final TopicFollower rejections;
    private boolean wasConnected = true;

    private FollowedFederation(
            Map<String, Object> kafkaConfig, FederationTopics topics, SmallGroups groups, Clock clock) {
        Framings framings = Framings.of(kafkaConfig);
        this.clock = clock;
        this.history = new FederationHistory(
                topics.federation(), framings.newFraming(), framings.newFraming(), groups, new Feed(clock.millis()));
        this.rounds = new TopicFollower(kafkaConfig, topics.rounds(), new RoundSink(), this::tellConnection);
        this.rejections =
                new TopicFollower(kafkaConfig, topics.rejections(), new RejectionSink(), this::tellConnection);
    }

    /**
     * Begins to follow a federation.
     *
     * @param kafkaConfig how to reach the cluster, by Kafka's names
     * @param topics      names of its topics
     * @param groups      which groups are too small to be told
     * @param clock       tells when the connection was lost
     * @return the federation, to be closed by the caller
     */
    public static FollowedFederation start(
            Map<String, Object> kafkaConfig, FederationTopics topics, SmallGroups groups, Clock clock) {
        FollowedFederation federation = new FollowedFederation(kafkaConfig, topics, groups, clock);
        federation.rounds.start();
        federation.rejections.start();
        return federation;
    }

    private final class RoundSink implements TopicSink {

        @Override
        public void begin() {
            history.beginRounds();
        }

        @Override
        public void accept(ConsumerRecord<String, byte[]> record) {
            history.acceptRound(record.key(), record.value());
        }

        @Override
        public void pause() {
            // Each round has its own sentence.
        }
    }

    private final class RejectionSink implements TopicSink {

        @Override
        public void begin() {
            history.beginRejections();
        }

        @Override
        public void accept(ConsumerRecord<String, byte[]> record) {
            history.acceptRejection(record.value());
        }

        @Override
        public void pause() {
            history.tellRejections();
        }
    }

    private synchronized void tellConnection() {
        boolean isNow = isConnected();
        if (isNow == wasConnected) {
            return;
        }
        wasConnected = isNow;
        if (isNow) {
            history.tell("back", clock.millis(), "The broker answers the console again");
        } else {
            history.tell(
                    "away",
                    clock.millis(),
                    "The broker does not answer the console: what is shown may be old. The federation may go on");
        }
    }

    /**
     * Gives the history of the federation.
     *
     * @return the same object each time
     */
    public FederationHistory history() {
        return history;
    }

    /**
     * Says whether the topics answered when they were last asked.
     *
     * @return whether both did
     */
    public boolean isConnected() {
        return rounds.isConnected() && rejections.isConnected();
    }

    /**
     * Says whether all that was there at the start has been read.
     *
     * @return whether the ends of both topics were reached once
     */
    public boolean isCaughtUp() {
        return rounds.isCaughtUp() && rejections.isCaughtUp();
    }

    @Override
    public void close() {
        rounds.close();
        rejections.close();
    }
}
