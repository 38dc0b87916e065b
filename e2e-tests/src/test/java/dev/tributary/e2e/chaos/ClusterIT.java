package dev.tributary.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.e2e.harness.AggregatorProcess;
import dev.tributary.e2e.harness.FederationPlan;
import dev.tributary.e2e.harness.SharedBroker;
import dev.tributary.e2e.harness.TestClient;
import dev.tributary.e2e.harness.TestFederation;
import dev.tributary.testbed.broker.BrokerCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A cluster as users have it: three nodes, three copies, two of them in sync. Under load its nodes are stopped
 * and started one after the other, and every acknowledged update counts exactly once. The brokers are Kafka's own,
 * unmended: a partition that has another copy in sync is never without a leader, so KAFKA-20734 cannot strike.
 */
@Tag("chaos")
class ClusterIT {

    private static final Duration IN_SYNC = Duration.ofSeconds(90);
    private static final int CLIENTS = 3;

    private static final FederationPlan PLAN = Crowd.PATIENT_PLAN.withCopies(BrokerCluster.NODES);

    private static BrokerCluster cluster;

    @BeforeAll
    static void startCluster() {
        cluster = BrokerCluster.start(SharedBroker.IMPATIENT);
    }

    @AfterAll
    static void closeCluster() {
        cluster.close();
    }

    @Test
    void shouldCountEachUpdateOnceWhenAllNodesAreRestartedInTurn() {
        try (TestFederation federation = federation(1)) {
            AggregatorProcess aggregator = spawnAggregator(federation);
            List<TestClient> clients = Crowd.start(federation, CLIENTS);
            Crowd.awaitProgress(federation, 1);
            for (int node : cluster.nodeIds()) {
                cluster.stop(node);
                Crowd.awaitProgress(federation, 2);
                cluster.restart(node);
                cluster.awaitInSync(IN_SYNC);
            }
            Crowd.awaitProgress(federation, 2);

            assertThat(aggregator.jvm().isRunning()).isTrue();
            Verdict.of(federation).require(clients);
        }
    }

    private static TestFederation federation(int partitions) {
        return TestFederation.create(PLAN.withPartitions(partitions), cluster.bootstrapServers(), Map.of());
    }

    private static AggregatorProcess spawnAggregator(TestFederation federation) {
        return federation
                .spawnAggregator("aggregator", federation.file("state"))
                .awaitReady();
    }
}
