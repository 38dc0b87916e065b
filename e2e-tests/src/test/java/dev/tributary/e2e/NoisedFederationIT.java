package dev.tributary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.aggregator.application.AggregatorApp;
import dev.tributary.aggregator.release.OwnNoise;
import dev.tributary.aggregator.release.ReleaseKeys;
import dev.tributary.e2e.harness.CommandLines;
import dev.tributary.e2e.harness.CommandLines.Run;
import dev.tributary.e2e.harness.FederationPlan;
import dev.tributary.e2e.harness.SharedBroker;
import dev.tributary.e2e.harness.TestFederation;
import dev.tributary.masking.mask.Secret;
import dev.tributary.privacy.accountant.ZeroConcentrated;
import dev.tributary.schemas.globalmodel.GlobalModel;
import dev.tributary.testbed.broker.EmbeddedBroker;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A federation with noise and without masks, on a real broker, through a stop of its aggregator. */
@ExtendWith(SharedBroker.class)
class NoisedFederationIT {

    private static final String SECTIONS =
            """
            round: {goal: 3, quorum: 3}
            strategy: {weighting: uniform}
            privacy: {masking: off, threshold: 3, clippingNorm: 10, noiseMultiplier: 4, epsilonBudget: 30}
            """;

    @ParameterizedTest(name = "{0} partitions")
    @ValueSource(ints = {1, 3})
    void shouldTellEpsilonWhereverPeopleLookWhenReleasesCarryNoise(int partitions, EmbeddedBroker broker) {
        FederationPlan plan = FederationPlan.of(10, SECTIONS).withPartitions(partitions);
        try (TestFederation federation = TestFederation.create(plan, broker.bootstrapServers())) {
            CommandLines commands = new CommandLines(broker.bootstrapServers());
            ReleaseKeys keys =
                    new ReleaseKeys(Optional.empty(), Optional.of(new OwnNoise(Secret.random(new SecureRandom(), 32))));
            AggregatorApp first = federation.startAggregator(keys);
            for (int client = 0; client < 3; client++) {
                federation.startClient(4);
            }
            federation.awaitVersion(2);
            first.close();
            federation.startAggregator(keys);
            GlobalModel newest = federation.awaitVersion(4);

            // Three clients in each of four releases: ρ = 4 · 1/(2·4²).
            double epsilon = ZeroConcentrated.epsilon(4 / 32.0, 1e-5);
            JsonNode shown = show(commands, federation);
            JsonNode last = shown.get("versions").get(4);
            assertThat(last.get("privacy").get("participations").asLong()).isEqualTo(4);
            assertThat(last.get("privacy").get("epsilon").asDouble()).isCloseTo(epsilon, within(1e-6));
            assertThat(shown.get("guarantee").asText())
                    .isEqualTo(String.format(Locale.ROOT, "epsilon %.3f at delta 1.0E-5", up(epsilon)));
            assertThat(shown.get("budgetLeft").asDouble()).isCloseTo(30 - epsilon, within(1e-6));
            assertThat(shown.get("versions").get(0).get("privacy").asText()).isEqualTo("none");
            assertThat(newest.provenance().getSettings().get("privacy.guarantee"))
                    .isEqualTo(shown.get("guarantee").asText());
        }
    }

    private static double up(double epsilon) {
        return Math.ceil(epsilon * 1000) / 1000;
    }

    private static JsonNode show(CommandLines commands, TestFederation federation) {
        Run run = commands.operator(
                "privacy", "show", "--federation", federation.topics().federation(), "--output", "json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run.json();
    }
}
