package dev.tributary.client.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.client.round.ClientCounts;
import dev.tributary.client.round.ClientState;
import dev.tributary.schemas.FederationException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientOperationsTest {

    private final AtomicReference<ClientCounts> counts =
            new AtomicReference<>(new ClientCounts(0, 0, 0, 0, false, 0, 0, -1));
    private final AtomicReference<ClientState> state = new AtomicReference<>(ClientState.NEW);
    private final ClientOperations operations = ClientOperations.start(0, "digits", counts::get, state::get);

    @AfterEach
    void close() {
        operations.close();
    }

    @ParameterizedTest
    @CsvSource({
        "NEW, 0, 200, 503",
        "BOOTSTRAPPING, 0, 200, 503",
        "TRAINING, 1, 200, 200",
        "WAITING, 7, 200, 200",
        "STOPPED, 7, 503, 503"
    })
    void shouldTellHealthFromStateAndModelsWhenAsked(ClientState now, long models, int live, int ready)
            throws Exception {
        state.set(now);
        counts.set(new ClientCounts(models, 0, 0, 0, false, 0, 0, models - 1));

        assertThat(get("/livez").statusCode()).isEqualTo(live);
        assertThat(get("/readyz").statusCode()).isEqualTo(ready);
    }

    @ParameterizedTest
    @CsvSource({"true, 503", "false, 200"})
    void shouldNotBeReadyWhenTheNewestUpdateWasRefused(boolean isRefused, int ready) throws Exception {
        state.set(ClientState.WAITING);
        counts.set(new ClientCounts(2, 2, 0, 1, isRefused, 0, 32, 1));

        assertThat(get("/livez").statusCode()).isEqualTo(200);
        assertThat(get("/readyz").statusCode()).isEqualTo(ready);
    }

    @Test
    void shouldShowCountsAndStateWhenScraped() throws Exception {
        state.set(ClientState.PUBLISHING);
        counts.set(new ClientCounts(3, 2, 1, 4, false, 5, 12_345, 17));

        HttpResponse<String> answer = get("/metrics");

        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain; version=0.0.4"));
        assertThat(samples(answer))
                .containsExactlyInAnyOrder(
                        "tributary_client_models_received_total{federation=\"digits\"} 3.0",
                        "tributary_client_updates_published_total{federation=\"digits\"} 2.0",
                        "tributary_client_updates_skipped_total{federation=\"digits\"} 1.0",
                        "tributary_client_updates_refused_total{federation=\"digits\"} 4.0",
                        "tributary_client_retries_total{federation=\"digits\"} 5.0",
                        "tributary_client_bytes_published_total{federation=\"digits\"} 12345.0",
                        "tributary_client_model_version{federation=\"digits\"} 17.0",
                        "tributary_client_state{federation=\"digits\",state=\"new\"} 0.0",
                        "tributary_client_state{federation=\"digits\",state=\"connecting\"} 0.0",
                        "tributary_client_state{federation=\"digits\",state=\"bootstrapping\"} 0.0",
                        "tributary_client_state{federation=\"digits\",state=\"training\"} 0.0",
                        "tributary_client_state{federation=\"digits\",state=\"publishing\"} 1.0",
                        "tributary_client_state{federation=\"digits\",state=\"waiting\"} 0.0",
                        "tributary_client_state{federation=\"digits\",state=\"stopped\"} 0.0");
    }

    @Test
    void shouldSayThatThePortMustBeFreeWhenItIsTaken() {
        assertThatThrownBy(() -> ClientOperations.start(operations.port(), "digits", counts::get, state::get))
                .isInstanceOf(FederationException.class)
                .hasMessageStartingWith("--http-port must be free, was " + operations.port());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65_536})
    void shouldSayTheBoundWhenThePortIsNone(int port) {
        assertThatThrownBy(() -> ClientOperations.start(port, "digits", counts::get, state::get))
                .isInstanceOf(FederationException.class)
                .hasMessage("--http-port must be 0 to 65535, was " + port);
    }

    private static List<String> samples(HttpResponse<String> answer) {
        return answer.body().lines().filter(line -> !line.startsWith("#")).toList();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        URI address = URI.create("http://127.0.0.1:" + operations.port() + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }
}
