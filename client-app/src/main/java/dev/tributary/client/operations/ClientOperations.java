package dev.tributary.client.operations;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tributary.client.round.ClientCounts;
import dev.tributary.client.round.ClientState;
import dev.tributary.schemas.FederationException;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * HTTP for whoever runs a client: {@code /livez} (200 until the client has stopped, then 503), {@code /readyz} (200 once
 * it has received a model, else 503), {@code /metrics} (Prometheus' text format). Nothing of it is needed to take part.
 */
public final class ClientOperations implements AutoCloseable {

    private static final int MAX_PORT = 65_535;
    private static final String PLAIN = "text/plain; charset=utf-8";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Supplier<ClientCounts> counts;
    private final Supplier<ClientState> state;
    private final HttpServer server;
    private final ExecutorService executor;

    private ClientOperations(
            HttpServer server, String federation, Supplier<ClientCounts> counts, Supplier<ClientState> state) {
        this.server = server;
        this.counts = counts;
        this.state = state;
        ClientMetrics.register(registry, federation, counts, state);
        executor = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "operations-http");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(executor);
        server.createContext("/livez", exchange -> answer(exchange, isAlive(), "alive", "stopped"));
        server.createContext("/readyz", exchange -> answer(exchange, isReady(), "ready", "not ready"));
        server.createContext("/metrics", exchange -> send(exchange, 200, PROMETHEUS, registry.scrape()));
    }

    /**
     * Starts serving.
     *
     * @param port       port on all interfaces, 0 for any free one
     * @param federation name of the federation
     * @param counts     what the client has done; asked by another thread
     * @param state      where the client stands; asked by another thread
     * @return what serves, to be closed by the caller
     * @throws FederationException if the port is taken or none at all
     */
    public static ClientOperations start(
            int port, String federation, Supplier<ClientCounts> counts, Supplier<ClientState> state) {
        ClientOperations operations = new ClientOperations(bind(port), federation, counts, state);
        operations.server.start();
        return operations;
    }

    private static HttpServer bind(int port) {
        if (port < 0 || port > MAX_PORT) {
            throw new FederationException("--http-port must be 0 to " + MAX_PORT + ", was " + port);
        }
        try {
            return HttpServer.create(new InetSocketAddress(port), 0);
        } catch (IOException e) {
            throw new FederationException(
                    "--http-port must be free, was " + port + ": " + e.getMessage() + "; choose another one", e);
        }
    }

    private boolean isAlive() {
        return state.get() != ClientState.STOPPED;
    }

    private boolean isReady() {
        return isAlive() && counts.get().modelsReceived() > 0;
    }

    private static void answer(HttpExchange exchange, boolean isWell, String yes, String no) throws IOException {
        send(exchange, isWell ? 200 : 503, PLAIN, (isWell ? yes : no) + "\n");
    }

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        try (exchange) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    /**
     * Tells the port.
     *
     * @return the port that is really served
     */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
