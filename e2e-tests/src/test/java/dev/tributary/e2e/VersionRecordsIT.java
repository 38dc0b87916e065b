package dev.tributary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.e2e.harness.FederationPlan;
import dev.tributary.e2e.harness.SharedBroker;
import dev.tributary.e2e.harness.TestClient;
import dev.tributary.e2e.harness.TestFederation;
import dev.tributary.testbed.broker.EmbeddedBroker;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The order in which a version stands on the model topic, as section 9 of {@code docs/protocol.md} promises it. */
@ExtendWith(SharedBroker.class)
class VersionRecordsIT {

    @Test
    void shouldWriteChunksThenHeadThenStateThenTombstones(EmbeddedBroker broker) {
        FederationPlan plan = FederationPlan.of(
                        10_000, "round: {goal: 1, maxStaleness: 1}\nadmission: {maxDeltaNorm: 1e9}\n")
                .withMaxMessageBytes(20_000)
                .withKeepVersions(2);
        try (TestFederation federation = TestFederation.create(plan, broker.bootstrapServers())) {
            federation.startAggregator();
            TestClient client = federation.startClient(5);
            await().atMost(TestFederation.PATIENCE).until(client::hasEnded);

            List<String> records = federation.modelKeys();

            assertThat(records.subList(0, records.indexOf("0/head") + 2))
                    .containsExactly("0/0", "0/1", "0/2", "0/3", "0/head", "state");
            assertThat(records.subList(records.indexOf("4/0"), records.indexOf("5/0")))
                    .containsExactly(
                            "4/0",
                            "4/1",
                            "4/2",
                            "4/3",
                            "4/head",
                            "state",
                            "2/head gone",
                            "2/0 gone",
                            "2/1 gone",
                            "2/2 gone",
                            "2/3 gone");
        }
    }
}
