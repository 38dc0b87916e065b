package dev.tributary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.tributary.aggregation.ServerState;
import dev.tributary.e2e.harness.ClearSums;
import dev.tributary.e2e.harness.FederationPlan;
import dev.tributary.e2e.harness.MaskedFederation;
import dev.tributary.e2e.harness.SharedBroker;
import dev.tributary.federation.settings.PrivacySettings;
import dev.tributary.schemas.avro.MaskedUpdate;
import dev.tributary.schemas.avro.UpdateMember;
import dev.tributary.testbed.broker.EmbeddedBroker;
import java.time.Duration;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Masked rounds in the forms that settings can give them, with all parties as they are run. */
@ExtendWith(SharedBroker.class)
class MaskedVariantsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(150);
    private static final int CLIENTS = 4;
    private static final int PARAMETERS = 20_001;

    private static MaskedFederation run(EmbeddedBroker broker, String sections) {
        FederationPlan plan = FederationPlan.of(PARAMETERS, sections).withMaxMessageBytes(16_384);
        MaskedFederation masked = MaskedFederation.create(plan, broker.bootstrapServers());
        masked.startHelper();
        masked.spawnAggregator("aggregator");
        for (int i = 0; i < CLIENTS; i++) {
            masked.startClient(masked.client(i).build());
        }
        return masked;
    }

    private static void awaitVersion(MaskedFederation masked, long version) {
        await().atMost(PATIENCE).until(() -> masked.federation().rounds().newest() >= version);
    }

    @Test
    void shouldPublishTheClearSumWhenRoundsAreSynchronousWordsShortAndTheServerOptimises(EmbeddedBroker broker) {
        String sections =
                """
                round: {mode: sync, samplingRate: 1, goal: 3, quorum: 3, deadline: 30s}
                strategy: {name: fedAdam, weighting: uniform}
                privacy:
                  masking: required
                  threshold: 3
                  wordBits: 16
                  weightScale: 1
                  bound: 32768
                  clippingNorm: 2
                  coordinateBound: 0.04
                """;
        try (MaskedFederation masked = run(broker, sections)) {
            awaitVersion(masked, 4);

            new ClearSums(masked, CLIENTS).require();
            assertThat(masked.read(masked.federation().topics().updates(), MaskedUpdate.class))
                    .isNotEmpty()
                    .allSatisfy(update -> {
                        assertThat(update.getWordBits()).isEqualTo(16);
                        assertThat((double) update.getPayloadBytes()).isLessThan(0.51 * Float.BYTES * PARAMETERS);
                    });
        }
    }

    @Test
    void shouldPublishTheClearSumWhenExamplesWeighAndMetricsStandUnderTheMask(EmbeddedBroker broker) {
        String sections =
                """
                round: {goal: 3, quorum: 3, deadline: 30s, normalization: examples}
                admission: {exampleCountCap: 10}
                strategy: {weighting: examples}
                privacy: {masking: required, threshold: 3, weightScale: 4, clippingNorm: 2}
                """;
        try (MaskedFederation masked = run(broker, sections)) {
            awaitVersion(masked, 3);

            new ClearSums(masked, CLIENTS).require();
            assertThat(masked.federation().rounds().members(1))
                    .extracting(UpdateMember::getExampleCount)
                    .containsOnly(0L);
            assertThat(masked.federation().rounds().result(1).getMetrics().get("loss"))
                    .isCloseTo(1.5, within(0.01));
            assertThat(masked.federation().rounds().result(1).getMetrics().get("accuracy"))
                    .isCloseTo(0.25, within(0.01));
        }
    }

    /** 20,001 draws: their standard deviation is within 5 % of the stated one but for a chance of 1e-20. */
    @Test
    void shouldAddTheStatedNoiseToTheClearSumWhenTheMaskHelperDrawsIt(EmbeddedBroker broker) {
        String sections =
                """
                round: {goal: 3, quorum: 3, deadline: 30s}
                strategy: {weighting: uniform}
                privacy: {masking: required, threshold: 3, weightScale: 4, clippingNorm: 2, noiseMultiplier: 0.5}
                """;
        try (MaskedFederation masked = run(broker, sections)) {
            awaitVersion(masked, 2);

            TreeMap<Long, float[]> versions = masked.federation().modelVersions();
            ClearSums clear = new ClearSums(masked, CLIENTS);
            for (long version = 1; version <= 2; version++) {
                float[] before = versions.get(version - 1);
                float[] expected = masked.settings()
                        .strategy()
                        .create()
                        .step(before.clone(), clear.delta(version), new ServerState(PARAMETERS));
                double stated = statedDeviation(masked, version);
                double squares = 0;
                for (int i = 0; i < PARAMETERS; i++) {
                    double noise = (double) versions.get(version)[i] - expected[i];
                    squares += noise * noise;
                    assertThat(Math.abs(noise)).isLessThan(10 * stated);
                }
                assertThat(Math.sqrt(squares / PARAMETERS)).isCloseTo(stated, within(0.05 * stated));
            }
            clear.requireOneReleaseOfEach();
        }
    }

    /** σ steps of C / B each, over the number of members times the weight of a fresh one. */
    private static double statedDeviation(MaskedFederation masked, long version) {
        PrivacySettings privacy = masked.settings().privacy();
        int members = masked.federation().rounds().members(version).size();
        return privacy.drawnNoiseScale() * privacy.clippingNorm() / privacy.bound() / members / privacy.weightScale();
    }
}
