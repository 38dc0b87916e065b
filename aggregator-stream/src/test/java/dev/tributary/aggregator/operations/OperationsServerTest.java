package dev.tributary.aggregator.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.process.http.OperationsServer;
import dev.tributary.schemas.FederationException;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real HTTP on a free port. */
class OperationsServerTest {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final AtomicBoolean isAlive = new AtomicBoolean(true);
    private final AtomicBoolean isReady = new AtomicBoolean(true);

    private OperationsServer start(int port) {
        return OperationsServer.start(port, registry::scrape, isAlive::get, isReady::get);
    }

    private static HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://localhost:" + port + path);
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    @Test
    void shouldAnswerByStateWhenProbed() throws IOException, InterruptedException {
        try (OperationsServer server = start(0)) {
            assertThat(get(server.port(), "/livez").statusCode()).isEqualTo(200);
            assertThat(get(server.port(), "/readyz").body()).isEqualTo("ready\n");

            isReady.set(false);
            isAlive.set(false);
            assertThat(get(server.port(), "/livez").statusCode()).isEqualTo(503);
            assertThat(get(server.port(), "/readyz").statusCode()).isEqualTo(503);
            assertThat(get(server.port(), "/readyz").body()).isEqualTo("not ready\n");
        }
    }

    @Test
    void shouldShowFederationMetricsWhenScraped() throws IOException, InterruptedException {
        FederationMetrics metrics = new FederationMetrics(registry, "test", Clock.systemUTC());
        metrics.updateAdmitted(1000, 2);
        metrics.updateRejected("STALE_VERSION");
        metrics.held(0, 5);
        metrics.held(1, 7);
        metrics.roundOpen(3, 1, 4);
        metrics.roundClosed("GOAL", 4000, 12.5);
        try (OperationsServer server = start(0)) {
            HttpResponse<String> response = get(server.port(), "/metrics");

            assertThat(response.headers().firstValue("Content-Type"))
                    .contains("text/plain; version=0.0.4; charset=utf-8");
            assertThat(response.body().lines())
                    .contains(
                            "tributary_updates_admitted_total{federation=\"test\"} 1.0",
                            "tributary_update_bytes_total{federation=\"test\"} 1000.0",
                            "tributary_updates_rejected_total{federation=\"test\",reason=\"STALE_VERSION\"} 1.0",
                            "tributary_held_bytes{federation=\"test\"} 12.0",
                            "tributary_model_version{federation=\"test\"} 3.0",
                            "tributary_round_members{federation=\"test\"} 4.0",
                            "tributary_rounds_closed_total{federation=\"test\",reason=\"GOAL\"} 1.0");
        }
    }

    @Test
    void shouldAnswerNotFoundWhenPathIsUnknown() throws IOException, InterruptedException {
        try (OperationsServer server = start(0)) {
            assertThat(get(server.port(), "/").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void shouldFreeThePortWhenClosed() {
        OperationsServer server = start(0);
        int port = server.port();
        server.close();

        assertThatThrownBy(() -> get(port, "/livez")).isInstanceOf(ConnectException.class);
        start(port).close();
    }

    @Test
    void shouldSayWhichPortWhenItIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            assertThatThrownBy(() -> start(taken.getLocalPort()))
                    .isInstanceOf(FederationException.class)
                    .hasMessageStartingWith("--http-port must be free, was " + taken.getLocalPort())
                    .hasMessageEndingWith("choose another one");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65_536, Integer.MAX_VALUE})
    void shouldNameTheBoundsWhenPortIsNone(int port) {
        assertThatThrownBy(() -> start(port))
                .isInstanceOf(FederationException.class)
                .hasMessage("--http-port must be 0 to 65535, was " + port);
    }
}
