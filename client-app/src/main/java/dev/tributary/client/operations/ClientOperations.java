package dev.tributary.client.operations;

import dev.tributary.client.round.ClientCounts;
import dev.tributary.client.round.ClientState;
import dev.tributary.process.http.OperationsServer;
import dev.tributary.schemas.FederationException;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.function.Supplier;

/**
 * HTTP for whoever runs a client: {@code /livez} (200 until the client has stopped, then 503), {@code /readyz} (200 once
 * it has received a model and while its updates are not refused, else 503), {@code /metrics} (Prometheus' text format). Nothing of it is needed to take part.
 */
public final class ClientOperations implements AutoCloseable {

    private final OperationsServer server;

    private ClientOperations(OperationsServer server) {
        this.server = server;
    }

    /**
     * Starts serving.
     *
     * @param port       port on all interfaces, 0 for any free one
     * @param federation name of the federation
     * @param counts     the client's counts; asked by another thread
     * @param state      where the client stands; asked by another thread
     * @return the server, to be closed by the caller
     * @throws FederationException if the port is taken or none at all
     */
    public static ClientOperations start(
            int port, String federation, Supplier<ClientCounts> counts, Supplier<ClientState> state) {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        ClientMetrics.register(registry, federation, counts, state);
        return new ClientOperations(OperationsServer.start(
                port,
                registry::scrape,
                () -> state.get() != ClientState.STOPPED,
                () -> state.get() != ClientState.STOPPED && isTakingPart(counts.get())));
    }

    private static boolean isTakingPart(ClientCounts counts) {
        return counts.modelsReceived() > 0 && !counts.isRefused();
    }

    /**
     * Tells the port.
     *
     * @return the port that is really served
     */
    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.close();
    }
}
