package dev.tributary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.aggregator.application.AggregatorApp;
import dev.tributary.client.round.ClientState;
import dev.tributary.e2e.harness.ClientRun;
import dev.tributary.e2e.harness.ExactSums;
import dev.tributary.e2e.harness.FederationPlan;
import dev.tributary.e2e.harness.FixedDeltaTrainer;
import dev.tributary.e2e.harness.GatedTrainer;
import dev.tributary.e2e.harness.MarkerFix;
import dev.tributary.e2e.harness.SharedBroker;
import dev.tributary.e2e.harness.TestClient;
import dev.tributary.e2e.harness.TestFederation;
import dev.tributary.e2e.harness.UpdateTraffic;
import dev.tributary.testbed.broker.ChildBroker;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The broker is killed and comes back; clients and aggregator go on by themselves, and nothing is lost. */
class BrokerOutageIT {

    private static ChildBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = ChildBroker.start(SharedBroker.IMPATIENT, MarkerFix.jvmOptions());
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void reviveBroker() {
        if (!broker.isRunning()) {
            broker.restart();
        }
    }

    @Test
    void shouldCountEachUpdateOnceWhenBrokerIsKilledUnderLoad() {
        SplittableRandom random = new SplittableRandom(1);
        // Updates of four chunks, in rounds that one of the clients may miss.
        FederationPlan plan = plan(3).withMaxMessageBytes(20_000);
        try (TestFederation federation = TestFederation.create(plan, broker.bootstrapServers())) {
            UpdateTraffic traffic = federation.updateTraffic();
            AggregatorApp aggregator = federation.startAggregator();
            List<TestClient> clients = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                clients.add(federation.startClient(Long.MAX_VALUE));
            }
            for (int outage = 0; outage < 2; outage++) {
                traffic.awaitMore(random.nextInt(20, 80));
                broker.kill();
                broker.restart();
                federation.awaitVersion(federation.rounds().newest() + 3);
            }
            clients.forEach(TestClient::close);

            new ExactSums(federation, 0).require();
            assertThat(aggregator.failure()).isEmpty();
        }
    }

    @Test
    void shouldGoOnWhenOneClientWaitsAndAnotherPublishesDuringOutage() {
        try (TestFederation federation = TestFederation.create(plan(2), broker.bootstrapServers())) {
            AggregatorApp aggregator = federation.startAggregator();
            TestClient waiting = federation.startClient(2);
            int number = federation.clients().nextNumber();
            GatedTrainer gate = new GatedTrainer(new FixedDeltaTrainer(number));
            TestClient publishing =
                    federation.startClient(ClientRun.of(number, gate).untilVersion(2));
            await().atMost(TestFederation.PATIENCE)
                    .until(() -> waiting.state() == ClientState.WAITING && publishing.state() == ClientState.TRAINING);

            broker.kill();
            gate.open();
            await().atMost(TestFederation.PATIENCE)
                    .until(() -> publishing.counts().retries() > 0);
            assertThat(publishing.state()).isEqualTo(ClientState.PUBLISHING);
            assertThat(waiting.state()).isEqualTo(ClientState.WAITING);
            broker.restart();

            await().atMost(TestFederation.PATIENCE).until(() -> waiting.hasEnded() && publishing.hasEnded());
            assertThat(new ExactSums(federation, 0).require().newest()).isGreaterThanOrEqualTo(2);
            assertThat(aggregator.failure()).isEmpty();
        }
    }

    private static FederationPlan plan(int goal) {
        return FederationPlan.of(
                10_000,
                """
                round: {goal: %d, quorum: %d, deadline: 5s, maxStaleness: 1000, stalenessExponent: 0}
                admission: {maxDeltaNorm: 1e9}
                """
                        .formatted(goal, 1));
    }
}
