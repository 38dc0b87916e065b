package dev.tributary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.aggregation.ServerState;
import dev.tributary.aggregator.release.WordRelease;
import dev.tributary.e2e.harness.AggregatorProcess;
import dev.tributary.e2e.harness.ChildJvm;
import dev.tributary.e2e.harness.FederationPlan;
import dev.tributary.e2e.harness.MaskedFederation;
import dev.tributary.e2e.harness.SharedBroker;
import dev.tributary.federation.settings.SummedWords;
import dev.tributary.privacy.quantisation.UpdateWords;
import dev.tributary.privacy.words.WordSize;
import dev.tributary.privacy.words.WordSum;
import dev.tributary.schemas.avro.MaskSum;
import dev.tributary.schemas.avro.RoundResult;
import dev.tributary.schemas.avro.UnmaskVerdict;
import dev.tributary.schemas.avro.UpdateMember;
import dev.tributary.testbed.broker.EmbeddedBroker;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
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
        for (int i = 0; i < CLIENTS; i++) {
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

            assertThatVersionsAreTheClearSums(masked);
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

            assertThatVersionsAreTheClearSums(masked);
        }
    }

    private static void assertThatVersionsAreTheClearSums(MaskedFederation masked) {
        TreeMap<Long, float[]> versions = masked.federation().modelVersions();
        Map<String, Integer> numbers = new HashMap<>();
        for (int i = 0; i < CLIENTS; i++) {
            numbers.put(masked.clientId(i).value(), i);
        }
        UpdateWords words = new SummedWords(masked.settings()).ofUpdate(20_001);
        Set<String> counted = new HashSet<>();
        for (long version = 1; version <= versions.lastKey(); version++) {
            RoundResult result = masked.federation().rounds().result(version);
            List<UpdateMember> members = masked.federation().rounds().members(version);
            assertThat(result.getNote()).isEmpty();
            assertThat(members).hasSizeGreaterThanOrEqualTo(3);
            members.forEach(member -> assertThat(counted.add(member.getUpdateId()))
                    .as("an update counts once")
                    .isTrue());
            WordSum sum = WordSum.zero(WordSize.BITS_32, words.length());
            members.forEach(member -> sum.add(
                    0, masked.clearWords(numbers.get(member.getClientId())), (int) member.getAggregationWeight()));
            float[] before = versions.get(version - 1);
            float[] expected = new WordRelease(words, masked.settings().round().normalization(), 4)
                    .release(
                            version,
                            sum,
                            members.stream()
                                    .mapToInt(member -> (int) member.getAggregationWeight())
                                    .toArray(),
                            0)
                    .fold(
                            released -> masked.settings()
                                    .strategy()
                                    .create()
                                    .step(before, released.delta(), new ServerState(before.length)),
                            why -> {
                                throw new AssertionError(why);
                            });
            assertThat(versions.get(version)).as("version %d", version).containsExactly(expected);
        }
        Map<String, Long> releases = masked.read(masked.federation().topics().maskSums(), MaskSum.class).stream()
                .filter(answer -> answer.getVerdict() == UnmaskVerdict.RELEASED)
                .map(answer -> answer.getRequestId() + "/" + answer.getListDigest())
                .distinct()
                .collect(
                        Collectors.groupingBy(list -> list.substring(0, list.lastIndexOf('/')), Collectors.counting()));
        assertThat(releases.values()).as("lists released for a round").containsOnly(1L);
    }
}
