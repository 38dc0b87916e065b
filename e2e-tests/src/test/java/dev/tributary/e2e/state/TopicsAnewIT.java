package dev.tributary.e2e.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.e2e.harness.AggregatorProcess;
import dev.tributary.e2e.harness.FederationPlan;
import dev.tributary.e2e.harness.SharedBroker;
import dev.tributary.e2e.harness.TestFederation;
import dev.tributary.testbed.broker.EmbeddedBroker;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Topics are created anew and filled again while the aggregator rests: by hand, or since they were copied elsewhere. */
@ExtendWith(SharedBroker.class)
class TopicsAnewIT {

    @ParameterizedTest
    @ValueSource(strings = "updates")
    void shouldRefuseAndGoOnOnceAdoptedWhenATopicIsCreatedAnewAndRefilled(String noun, EmbeddedBroker broker) {
        requireRefusedAndAdopted(noun, SteppedFederation.PAIRS, broker);
    }

    @ParameterizedTest
    @CsvSource({"control, 1", "rounds, 1", "model, 1", "updates, 2", "partials, 2"})
    @Tag("chaos")
    void shouldRefuseAndGoOnOnceAdoptedWhenAnotherTopicIsCreatedAnewAndRefilled(
            String noun, int partitions, EmbeddedBroker broker) {
        requireRefusedAndAdopted(noun, SteppedFederation.PAIRS.withPartitions(partitions), broker);
    }

    private static void requireRefusedAndAdopted(String noun, FederationPlan plan, EmbeddedBroker broker) {
        try (SteppedFederation stepped = new SteppedFederation(plan, broker);
                Meddler meddler = new Meddler(stepped.federation())) {
            AggregatorProcess first = stepped.start();
            stepped.step();
            stepped.step();
            SteppedFederation.stop(first);
            String topic = "fl." + stepped.name() + "." + noun;
            meddler.refill(topic);

            assertThat(stepped.refusedStart())
                    .contains("topic " + topic + " must be the one with id ", "was it created anew, or copied?")
                    .contains("tributary federation adopt --discard");
            stepped.adoptFrom(2, "--discard");
            stepped.start();
            stepped.step();
            stepped.requireExact();
        }
    }

    /** The stores say what is in the open round, and what that was is gone. */
    @Test
    void shouldRefuseAndGoOnOnceAdoptedWhenUpdatesOfTheOpenRoundAreDeleted(EmbeddedBroker broker) {
        try (SteppedFederation stepped = new SteppedFederation(SteppedFederation.PAIRS, broker);
                Meddler meddler = new Meddler(stepped.federation())) {
            AggregatorProcess first = stepped.start();
            stepped.step();
            stepped.send(1, 3);
            await().atMost(TestFederation.PATIENCE)
                    .until(() -> first.awaitReady().metric("tributary_round_members") == 1);
            SteppedFederation.stop(first);
            String updates = stepped.federation().topics().updates();
            meddler.truncate(updates);

            assertThat(stepped.refusedStart()).contains(updates + "-0 must still hold offset 2");
            stepped.adoptFrom(1, "--discard");
            stepped.start();
            stepped.step();
            stepped.requireExact();
        }
    }

    /** A mirror copies topics, and neither the group nor, as a rule, the changelogs. */
    @Test
    void shouldRefuseAndGoOnOnceAdoptedWhenTopicsAreCopiedWithoutGroupAndChangelogs(EmbeddedBroker broker) {
        try (SteppedFederation stepped = new SteppedFederation(SteppedFederation.PAIRS, broker);
                Meddler meddler = new Meddler(stepped.federation())) {
            AggregatorProcess first = stepped.start();
            stepped.step();
            stepped.step();
            SteppedFederation.stop(first);
            meddler.deleteGroup();
            meddler.delete(Stream.of("admission", "round", "evaluation-reports", "evaluation-windows")
                    .map(meddler::changelog)
                    .toList());
            List.of("updates", "control", "rounds", "model", "evaluations", "rejections")
                    .forEach(noun -> meddler.refill("fl." + stepped.name() + "." + noun));

            assertThat(stepped.refusedStart())
                    .contains("changelog " + meddler.changelog("round") + "-0 must hold the open round")
                    .contains("were the topics copied without it?");
            stepped.operator(
                    "topics",
                    "apply",
                    "--settings",
                    stepped.federation().settingsFile().toString());
            stepped.adoptFrom(2);
            stepped.start();
            stepped.step();
            stepped.requireExact();
        }
    }
}
