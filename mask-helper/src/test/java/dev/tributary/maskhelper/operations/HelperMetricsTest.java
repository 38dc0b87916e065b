package dev.tributary.maskhelper.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.masking.keys.EpochKey;
import dev.tributary.masking.keys.SignedRecords;
import dev.tributary.masking.keys.SigningKey;
import dev.tributary.schemas.masked.Digest;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class HelperMetricsTest {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final HelperMetrics metrics =
            new HelperMetrics(registry, "digits", Clock.fixed(Instant.ofEpochMilli(5000), ZoneOffset.UTC));

    @Test
    void shouldCountDecisionsByTheirReason() {
        metrics.onSeed("GOOD");
        metrics.onSeed("GOOD");
        metrics.onSeed("REPLAYED");
        metrics.onRequest("BELOW_THRESHOLD");
        metrics.onLedgerLost();

        assertThat(registry.scrape())
                .contains("tributary_helper_seeds_total{federation=\"digits\",reason=\"GOOD\"} 2.0")
                .contains("tributary_helper_seeds_total{federation=\"digits\",reason=\"REPLAYED\"} 1.0")
                .contains("tributary_helper_requests_total{federation=\"digits\",reason=\"BELOW_THRESHOLD\"} 1.0")
                .contains("tributary_helper_ledgers_lost_total{federation=\"digits\"} 1.0");
    }

    @Test
    void shouldShowHowLongTheNewestKeyLives() {
        assertThat(registry.scrape()).contains("tributary_helper_key_remaining_seconds{federation=\"digits\"} 0.0");

        EpochKey key = EpochKey.draw(3, 0, 65_000);
        metrics.onKey(new SignedRecords("digits")
                .announce(SigningKey.random(new SecureRandom()), key, Digest.hash(new byte[0])));

        assertThat(registry.scrape())
                .contains("tributary_helper_key_remaining_seconds{federation=\"digits\"} 60.0")
                .contains("tributary_helper_epoch{federation=\"digits\"} 3.0");
    }

    @Test
    void shouldTellNeitherAKeyNorAClient() {
        metrics.onSeed("GOOD");

        assertThat(registry.scrape()).doesNotContain("client", "keyId");
    }
}
