package dev.tributary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.e2e.harness.AggregatorProcess;
import dev.tributary.e2e.harness.ChildJvm;
import dev.tributary.e2e.harness.ClearSums;
import dev.tributary.e2e.harness.FederationPlan;
import dev.tributary.e2e.harness.MaskedFederation;
import dev.tributary.e2e.harness.SharedBroker;
import dev.tributary.testbed.broker.EmbeddedBroker;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A masked federation with all its parties, each as it is run: clients, mask helper and aggregator. What is published must
 * be what the clients' whole numbers give without any mask, to the bit.
 */
@ExtendWith(SharedBroker.class)
class MaskedRoundIT {

    private static final Duration PATIENCE = Duration.ofSeconds(150);
    private static final int CLIENTS = 4;
    private static final int MOST_CLIENTS = 8;

    /** Six records an update, so that words are cut by the ends of chunks and kills come in between. */
    private static final FederationPlan PLAN = FederationPlan.of(
                    20_001,
                    """
            round: {goal: 3, quorum: 3, deadline: 30s}
            strategy: {weighting: uniform}
            privacy: {masking: required, threshold: 3, weightScale: 4, clippingNorm: 2}
            """)
            .withMaxMessageBytes(16_384);

    private static void startClients(MaskedFederation masked) {
        startClients(masked, CLIENTS);
    }

    private static void startClients(MaskedFederation masked, int clients) {
        for (int i = 0; i < clients; i++) {
            masked.startClient(masked.client(i).build());
        }
    }

    private static void awaitVersion(MaskedFederation masked, long version) {
        await().atMost(PATIENCE).until(() -> masked.federation().rounds().newest() >= version);
    }

    @Test
    void shouldPublishTheClearSumWhenAllUpdatesAreMasked(EmbeddedBroker broker) throws Exception {
        try (MaskedFederation masked = MaskedFederation.create(PLAN, broker.bootstrapServers())) {
            masked.startHelper();
            masked.spawnAggregator("aggregator");
            startClients(masked);

            awaitVersion(masked, 3);

            new ClearSums(masked, CLIENTS).require();
            assertThat(masked.federation().rejections().all()).isEmpty();
        }
    }

    @Test
    void shouldLoseNothingAndReleaseNothingTwiceWhenEitherPartyIsKilled(EmbeddedBroker broker) throws Exception {
        try (MaskedFederation masked = MaskedFederation.create(PLAN, broker.bootstrapServers())) {
            ChildJvm helper = masked.startHelper();
            AggregatorProcess aggregator = masked.spawnAggregator("first");
            startClients(masked);
            awaitVersion(masked, 1);

            helper.kill();
            // Without it no round is unmasked; what waits must not be lost with the aggregator.
            aggregator.jvm().kill();
            masked.spawnAggregator("second");
            helper = masked.startHelper();
            long reached = masked.federation().rounds().newest();
            awaitVersion(masked, reached + 2);
            helper.kill();
            masked.startHelper();
            awaitVersion(masked, masked.federation().rounds().newest() + 2);

            new ClearSums(masked, CLIENTS).require();
        }
    }

    @Test
    void shouldPublishTheClearSumWhenUpdatesHaveSeveralPartitionsAndPartiesAreKilled(EmbeddedBroker broker)
            throws Exception {
        FederationPlan plan = PLAN.withPartitions(4);
        try (MaskedFederation masked = MaskedFederation.create(plan, broker.bootstrapServers())) {
            ChildJvm helper = masked.startHelper();
            AggregatorProcess aggregator = masked.spawnAggregator("first");
            startClients(masked, MOST_CLIENTS);
            awaitVersion(masked, 2);

            aggregator.jvm().kill();
            aggregator = masked.spawnAggregator("second");
            awaitVersion(masked, masked.federation().rounds().newest() + 2);
            helper.kill();
            // A round may wait for its masks, or not be full yet.
            aggregator.jvm().kill();
            masked.spawnAggregator("third");
            masked.startHelper();
            awaitVersion(masked, masked.federation().rounds().newest() + 3);

            new ClearSums(masked, MOST_CLIENTS).require();
            assertThat(partitionsOfMembers(masked)).hasSizeGreaterThan(1);
        }
    }

    private static Set<Integer> partitionsOfMembers(MaskedFederation masked) {
        Set<Integer> partitions = new HashSet<>();
        for (long version = 1; version <= masked.federation().rounds().newest(); version++) {
            masked.federation().rounds().members(version).forEach(member -> partitions.add(member.getPartition()));
        }
        return partitions;
    }
}
