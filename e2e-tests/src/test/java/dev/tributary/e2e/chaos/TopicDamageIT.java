package dev.tributary.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.e2e.harness.AggregatorProcess;
import dev.tributary.e2e.harness.FederationPlan;
import dev.tributary.e2e.harness.RawUpdate;
import dev.tributary.e2e.harness.SharedBroker;
import dev.tributary.e2e.harness.TestClient;
import dev.tributary.e2e.harness.TestFederation;
import dev.tributary.e2e.harness.UpdateSender;
import dev.tributary.schemas.topic.FederationTopics;
import dev.tributary.testbed.broker.EmbeddedBroker;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Topics lose what they held under a running federation: it is noticed and said, and no version is wrong. */
@ExtendWith(SharedBroker.class)
class TopicDamageIT {

    private static final int UNREAD = 5;

    private static EmbeddedBroker broker;

    @BeforeAll
    static void takeBroker(EmbeddedBroker shared) {
        broker = shared;
    }

    @Test
    void shouldSayWhatWasLostWhenUpdatesAreDeletedBeforeTheyAreRead() {
        try (TestFederation federation = TestFederation.create(Crowd.PLAN, broker.bootstrapServers());
                LogEnds ends = new LogEnds(federation)) {
            AggregatorProcess aggregator = federation.spawnAggregator("aggregator", federation.file("state"));
            List<TestClient> clients = Crowd.start(federation, 4);
            Crowd.awaitProgress(federation, 2);
            aggregator.jvm().suspend();
            // The first may still be on its way into the process's network buffers; what follows goes unread.
            UpdateSender sender = federation.sender();
            for (int i = 1; i <= UNREAD; i++) {
                federation.clients().register("unread-" + i, i);
                sender.send(RawUpdate.contribution(federation, "unread-" + i, 0));
            }
            ends.truncate(federation.topics().updates());
            aggregator.jvm().resume();
            TestClient late = federation.startClient(Long.MAX_VALUE);

            await().atMost(TestFederation.PATIENCE)
                    .until(() -> aggregator.jvm().stderr().contains("records were deleted before they were read"));
            Crowd.awaitProgress(federation, 2);
            assertThat(aggregator.metric("tributary_updates_lost_offsets_total"))
                    .isPositive();
            late.close();
            clients.forEach(TestClient::close);
            Verdict.of(federation, "MISSING_CHUNKS").requireVersions();
        }
    }

    /** With one partition the open round is made of updates again, with several of partial sums. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldStopAndSayWhyWhenWhatTheOpenRoundIsMadeOfIsDeleted(int partitions) {
        // A round that stays open: five updates of which two come.
        FederationPlan plan = FederationPlan.of(
                        100,
                        "round: {goal: 5, quorum: 5, deadline: 1h, stalenessExponent: 0}\nadmission: {maxDeltaNorm: 1e9}")
                .withPartitions(partitions);
        try (TestFederation federation = TestFederation.create(plan, broker.bootstrapServers());
                LogEnds ends = new LogEnds(federation)) {
            FederationTopics topics = federation.topics();
            String source = partitions == 1 ? topics.updates() : topics.partials();
            AggregatorProcess first = federation.spawnAggregator("first", federation.file("state"));
            Crowd.start(federation, 2);
            await().atMost(TestFederation.PATIENCE)
                    .until(() -> first.awaitReady().metric("tributary_round_members") == 2);
            first.jvm().terminate();
            first.jvm().awaitExit(TestFederation.PATIENCE);
            ends.truncate(source);

            AggregatorProcess second = federation.spawnAggregator("second", federation.file("state"));

            assertThat(second.jvm().awaitExit(TestFederation.PATIENCE)).isEqualTo(2);
            assertThat(second.jvm().stderr())
                    .contains(source + "-0 must still hold offset")
                    .contains("retention.ms must be longer than a round");
            assertThat(Verdict.of(federation).requireVersions().newest()).isZero();
        }
    }

    /**
     * Every topic but that of rejections: the instance ends with one line, what is there stays readable, and a start is
     * refused with the way out.
     */
    @ParameterizedTest
    @ValueSource(strings = "model")
    void shouldStopAndSayWhyWhenPartitionsAreAdded(String noun) {
        requireStopWhenPartitionsAreAdded(noun);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rounds", "control", "evaluations", "updates"})
    @Tag("chaos")
    void shouldStopAndSayWhyWhenPartitionsOfAnotherTopicAreAdded(String noun) {
        requireStopWhenPartitionsAreAdded(noun);
    }

    private static void requireStopWhenPartitionsAreAdded(String noun) {
        try (TestFederation federation = TestFederation.create(Crowd.PLAN, broker.bootstrapServers());
                LogEnds ends = new LogEnds(federation)) {
            String topic = federation.topics().updates().replace("updates", noun);
            AggregatorProcess aggregator = federation.spawnAggregator("aggregator", federation.file("state"));
            List<TestClient> clients = Crowd.start(federation, 4);
            Crowd.awaitProgress(federation, 2);
            aggregator.awaitReady();
            // The watch has looked at least once when the metrics have been there for a while.
            Crowd.awaitProgress(federation, 20);

            ends.grow(topic, 2);

            assertThat(aggregator.jvm().awaitExit(TestFederation.PATIENCE)).isEqualTo(2);
            assertThat(aggregator.jvm().stderr().lines().reduce((before, last) -> last))
                    .hasValueSatisfying(line -> assertThat(line)
                            .contains("topic " + topic + " must keep 1 partitions", "has 2", "nothing is lost"));
            clients.forEach(TestClient::close);
            Verdict.of(federation).requireVersions();
            AggregatorProcess second = federation.spawnAggregator("second", federation.file("state"));
            assertThat(second.jvm().awaitExit(TestFederation.PATIENCE)).isEqualTo(2);
            assertThat(second.jvm().stderr())
                    .contains("topic " + topic + " must have 1 partitions, has 2")
                    .contains("begin a federation of another name from the newest model");
        }
    }

    @Test
    void shouldStopAndSayWhyWhenUpdatesTopicIsCreatedAnew() {
        requireNoticed(Crowd.PLAN, FederationTopics::updates);
    }

    @Test
    @Tag("chaos")
    void shouldStopAndSayWhyWhenPartialsTopicIsCreatedAnew() {
        requireNoticed(Crowd.PLAN.withPartitions(2), FederationTopics::partials);
    }

    @Test
    @Tag("chaos")
    void shouldStopAndSayWhyWhenRejectionsTopicIsCreatedAnew() {
        requireNoticed(Crowd.PLAN, FederationTopics::rejections);
    }

    @Test
    @Tag("chaos")
    void shouldStopAndSayWhyWhenModelTopicIsCreatedAnew() {
        requireNoticed(Crowd.PLAN, FederationTopics::model);
    }

    @Test
    @Tag("chaos")
    void shouldStopAndSayWhyWhenRoundsTopicIsCreatedAnew() {
        requireNoticed(Crowd.PLAN, FederationTopics::rounds);
    }

    @Test
    @Tag("chaos")
    void shouldStopAndSayWhyWhenATopicIsDeleted() {
        requireNoticed(Crowd.PLAN, FederationTopics::evaluations, LogEnds::delete);
    }

    private static void requireNoticed(FederationPlan plan, Function<FederationTopics, String> damaged) {
        requireNoticed(plan, damaged, LogEnds::recreate);
    }

    /** The instance ends with one line that names the topic, and what was published before is as it was. */
    private static void requireNoticed(
            FederationPlan plan, Function<FederationTopics, String> damaged, BiConsumer<LogEnds, String> damage) {
        try (TestFederation federation = TestFederation.create(plan, broker.bootstrapServers());
                LogEnds ends = new LogEnds(federation)) {
            String topic = damaged.apply(federation.topics());
            AggregatorProcess aggregator = federation.spawnAggregator("aggregator", federation.file("state"));
            List<TestClient> clients = Crowd.start(federation, 4);
            Crowd.awaitProgress(federation, 2);
            aggregator.awaitReady();
            // The watch has looked at least once when the metrics have been there for a while.
            Crowd.awaitProgress(federation, 20);

            damage.accept(ends, topic);

            assertThat(aggregator.jvm().awaitExit(TestFederation.PATIENCE)).isEqualTo(2);
            assertThat(aggregator.jvm().stderr().lines().reduce((before, last) -> last))
                    .hasValueSatisfying(line -> assertThat(line).contains(topic));
            clients.forEach(TestClient::close);
            boolean tellsRounds = !topic.equals(federation.topics().model())
                    && !topic.equals(federation.topics().rounds());
            if (tellsRounds) {
                Verdict.of(federation).requireVersions();
            }
        }
    }
}
