package dev.tributary.process.http;

import dev.tributary.schemas.FederationException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * HTTP for operators: {@code /livez} (200 while the process is worth keeping), {@code /readyz} (200 while partitions are
 * processed, else 503), {@code /metrics} (Prometheus' text format). GET and HEAD alone.
 *
 * <p>A request that is not sent to its end holds no thread, and its connection is closed after
 * {@link #LONGEST_CONNECTION_MS}, however slowly it goes on; so no such request keeps a probe from its answer.
 */
public final class OperationsServer implements AutoCloseable {

    /** How long a connection may stand still, in milliseconds. */
    static final int IDLE_TIMEOUT_MS = 5_000;

    /** How long a connection may be open in all, in milliseconds: a scrape takes much less. */
    static final int LONGEST_CONNECTION_MS = 15_000;

    /** Connections at once; further ones wait until one is closed. A connection that says nothing costs some KiB. */
    static final int MOST_CONNECTIONS = 4_096;

    private static final int MAX_PORT = 65_535;
    private static final int MOST_THREADS = 8;
    private static final int SWEEP_MS = 1_000;
    private static final String PLAIN = "text/plain; charset=utf-8";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private final Server server;
    private final ServerConnector connector;

    private OperationsServer(int port, Handler handler) {
        QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, 1);
        threads.setName("operations-http");
        threads.setDaemon(true);
        server = new Server(threads);
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration));
        connector.setPort(port);
        connector.setIdleTimeout(IDLE_TIMEOUT_MS);
        // Jetty's default of 50 would refuse a probe behind a burst of connections.
        connector.setAcceptQueueSize(MOST_CONNECTIONS);
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, connector));
        server.setHandler(handler);
    }

    /**
     * Starts serving.
     *
     * @param port     port on all interfaces, 0 for any free one
     * @param metrics  text of {@code /metrics}
     * @param isAlive  answer of {@code /livez}
     * @param isReady  answer of {@code /readyz}
     * @return the server, to be closed by the caller
     * @throws FederationException if the port is taken or outside 0 to 65535
     */
    public static OperationsServer start(
            int port, Supplier<String> metrics, BooleanSupplier isAlive, BooleanSupplier isReady) {
        if (port < 0 || port > MAX_PORT) {
            throw new FederationException("--http-port must be 0 to " + MAX_PORT + ", was " + port);
        }
        OperationsServer operations = new OperationsServer(port, new Pages(metrics, isAlive, isReady));
        try {
            operations.server.start();
        } catch (Exception e) {
            operations.close();
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new FederationException(
                    "--http-port must be free, was " + port + ": " + cause.getMessage() + "; choose another one", e);
        }
        operations.sweepLater();
        return operations;
    }

    private void sweepLater() {
        connector.getScheduler().schedule(this::sweep, SWEEP_MS, TimeUnit.MILLISECONDS);
    }

    private void sweep() {
        for (EndPoint connection : connector.getConnectedEndPoints()) {
            if (System.currentTimeMillis() - connection.getCreatedTimeStamp() > LONGEST_CONNECTION_MS) {
                connection.close();
            }
        }
        if (server.isRunning()) {
            sweepLater();
        }
    }

    /**
     * Tells the port.
     *
     * @return the port that is really served
     */
    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the HTTP server must stop, did not", e);
        }
    }

    /** The three pages. */
    private static final class Pages extends Handler.Abstract {

        private final Supplier<String> metrics;
        private final BooleanSupplier isAlive;
        private final BooleanSupplier isReady;

        Pages(Supplier<String> metrics, BooleanSupplier isAlive, BooleanSupplier isReady) {
            this.metrics = metrics;
            this.isAlive = isAlive;
            this.isReady = isReady;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
                response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
                send(response, callback, 405, PLAIN, "GET and HEAD alone are answered\n");
                return true;
            }
            switch (Request.getPathInContext(request)) {
                case "/livez" -> answer(response, callback, isAlive.getAsBoolean(), "alive", "stopped");
                case "/readyz" -> answer(response, callback, isReady.getAsBoolean(), "ready", "not ready");
                case "/metrics" -> send(response, callback, 200, PROMETHEUS, metrics.get());
                default -> send(response, callback, 404, PLAIN, "there are /livez, /readyz and /metrics\n");
            }
            return true;
        }

        private static void answer(Response response, Callback callback, boolean isWell, String yes, String no) {
            send(response, callback, isWell ? 200 : 503, PLAIN, (isWell ? yes : no) + "\n");
        }

        private static void send(Response response, Callback callback, int status, String type, String body) {
            response.setStatus(status);
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
            Content.Sink.write(response, true, body, callback);
        }
    }
}
