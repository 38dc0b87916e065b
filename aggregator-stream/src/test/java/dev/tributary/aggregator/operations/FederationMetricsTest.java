package dev.tributary.aggregator.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class FederationMetricsTest {

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final FederationMetrics metrics =
            new FederationMetrics(registry, "test", Clock.fixed(Instant.ofEpochMilli(10_000), ZoneOffset.UTC));

    private double gauge(String name) {
        return registry.get(name).gauge().value();
    }

    @Test
    void shouldShowNothingWhenThisInstanceRunsNoRound() {
        assertThat(gauge("tributary.model.version")).isEqualTo(-1);
        assertThat(gauge("tributary.round.age.seconds")).isZero();
        assertThat(gauge("tributary.held.bytes")).isZero();
    }

    @Test
    void shouldTellAgeWhenRoundIsOpen() {
        metrics.roundOpen(0, 7_500, 3);
        metrics.roundExtended(2);

        assertThat(gauge("tributary.round.age.seconds")).isEqualTo(2.5);
        assertThat(gauge("tributary.round.extensions")).isEqualTo(2);
        metrics.roundGone();
        assertThat(gauge("tributary.round.extensions")).isZero();
        assertThat(gauge("tributary.round.age.seconds")).isZero();
        assertThat(gauge("tributary.round.members")).isZero();
    }

    @Test
    void shouldForgetHeldBytesWhenTaskMovesAway() {
        metrics.held(0, 5);
        metrics.held(1, 7);
        metrics.held(0, 6);
        assertThat(gauge("tributary.held.bytes")).isEqualTo(13);

        metrics.heldNoMore(1);
        assertThat(gauge("tributary.held.bytes")).isEqualTo(6);
    }

    @Test
    void shouldShowTheLastMeanWhenVersionsAreEvaluated() {
        metrics.evaluation().judged("accuracy", 0.5);
        metrics.evaluation().judged("accuracy", 0.75);

        assertThat(registry.get("tributary.evaluation.mean").gauges()).hasSize(1);
        assertThat(gauge("tributary.evaluation.mean")).isEqualTo(0.75);
    }

    @Test
    void shouldCountReportsWhenTheyAreAdmittedOrRefused() {
        metrics.evaluation().admitted();
        metrics.evaluation().refused("SECOND_REPORT");

        assertThat(registry.get("tributary.evaluations.admitted").counter().count())
                .isEqualTo(1);
        assertThat(registry.get("tributary.evaluations.refused")
                        .tag("reason", "SECOND_REPORT")
                        .counter()
                        .count())
                .isEqualTo(1);
    }
}
