package dev.tributary.process.http;

import dev.tributary.schemas.FederationException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * An HTTP server with few threads. A request that is not sent to its end holds none of them, and its connection is closed after
 * {@link #LONGEST_CONNECTION_MS}, however slowly it goes on; so no such request keeps another from its answer.
 */
public final class GuardedServer implements AutoCloseable {

    /** How long a connection may stand still, in milliseconds. */
    public static final int IDLE_TIMEOUT_MS = 5_000;

    /** How long a connection may be open in all, in milliseconds, unless it has a {@link LongAnswers long answer}. */
    static final int LONGEST_CONNECTION_MS = 15_000;

    /** Connections at once; further ones wait until one is closed. A connection that says nothing costs some KiB. */
    static final int MOST_CONNECTIONS = 4_096;

    private static final int MAX_PORT = 65_535;
    private static final int MOST_THREADS = 8;
    private static final int SWEEP_MS = 1_000;

    private final Server server;
    private final ServerConnector connector;
    private final LongAnswers longAnswers;

    private GuardedServer(String host, int port, Handler handler, LongAnswers longAnswers) {
        this.longAnswers = longAnswers;
        QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, 1);
        threads.setName("operations-http");
        threads.setDaemon(true);
        server = new Server(threads);
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration));
        connector.setHost(host);
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
     * @param option      option that chose the port, for the line of a failure
     * @param host        address to listen on; null for all interfaces
     * @param port        port, 0 for any free one
     * @param handler     answers requests; must not wait for anything
     * @param longAnswers connections that the handler lets be open for longer
     * @return the server, to be closed by the caller
     * @throws FederationException if the port is taken or outside 0 to 65535
     */
    public static GuardedServer start(String option, String host, int port, Handler handler, LongAnswers longAnswers) {
        if (port < 0 || port > MAX_PORT) {
            throw new FederationException(option + " must be 0 to " + MAX_PORT + ", was " + port);
        }
        GuardedServer guarded = new GuardedServer(host, port, handler, longAnswers);
        try {
            guarded.server.start();
        } catch (Exception e) {
            guarded.close();
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new FederationException(
                    option + " must be free, was " + port + ": " + cause.getMessage() + "; choose another one", e);
        }
        guarded.sweepLater();
        return guarded;
    }

    private void sweepLater() {
        connector.getScheduler().schedule(this::sweep, SWEEP_MS, TimeUnit.MILLISECONDS);
    }

    private void sweep() {
        List<EndPoint> open = List.copyOf(connector.getConnectedEndPoints());
        for (EndPoint connection : open) {
            boolean isOld = System.currentTimeMillis() - connection.getCreatedTimeStamp() > LONGEST_CONNECTION_MS;
            if (isOld && !longAnswers.contains(connection)) {
                connection.close();
            }
        }
        longAnswers.keepOnly(open);
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
}
