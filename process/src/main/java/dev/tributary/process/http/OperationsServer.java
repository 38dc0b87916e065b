package dev.tributary.process.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tributary.schemas.FederationException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * HTTP for operators: {@code /livez} (200 while the process is worth keeping), {@code /readyz} (200 while partitions are
 * processed, else 503), {@code /metrics} (Prometheus' text format).
 */
public final class OperationsServer implements AutoCloseable {

    private static final int MAX_PORT = 65_535;
    private static final String PLAIN = "text/plain; charset=utf-8";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private final HttpServer server;
    private final ExecutorService executor;

    private OperationsServer(HttpServer server, ExecutorService executor) {
        this.server = server;
        this.executor = executor;
    }

    /**
     * Starts serving.
     *
     * @param port     port on all interfaces, 0 for any free one
     * @param metrics  what {@code /metrics} shows
     * @param isAlive  what {@code /livez} asks
     * @param isReady  what {@code /readyz} asks
     * @return the server, to be closed by the caller
     * @throws FederationException if the port is taken or none at all
     */
    public static OperationsServer start(
            int port, Supplier<String> metrics, BooleanSupplier isAlive, BooleanSupplier isReady) {
        HttpServer server = bind(port);
        ExecutorService executor = Executors.newFixedThreadPool(2, task -> {
            Thread thread = new Thread(task, "operations-http");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(executor);
        server.createContext("/livez", exchange -> answer(exchange, isAlive.getAsBoolean(), "alive", "stopped"));
        server.createContext("/readyz", exchange -> answer(exchange, isReady.getAsBoolean(), "ready", "not ready"));
        server.createContext("/metrics", exchange -> send(exchange, 200, PROMETHEUS, metrics.get()));
        server.start();
        return new OperationsServer(server, executor);
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
