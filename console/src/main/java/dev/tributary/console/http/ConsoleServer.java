package dev.tributary.console.http;

import dev.tributary.console.following.FollowedFederation;
import dev.tributary.process.http.GuardedServer;
import dev.tributary.process.http.LongAnswers;
import dev.tributary.process.http.OperationsPages;
import dev.tributary.schemas.FederationException;
import java.util.List;

/** The console's HTTP server, on loopback. */
public final class ConsoleServer implements AutoCloseable {

    private final EventStreams streams;
    private final GuardedServer server;

    private ConsoleServer(EventStreams streams, GuardedServer server) {
        this.streams = streams;
        this.server = server;
    }

    /**
     * Starts serving.
     *
     * @param host        a loopback address
     * @param port        port, 0 for any free one
     * @param federations the federations to show; stay with the caller
     * @return the server, to be closed by the caller
     * @throws FederationException if the port is taken or out of its bounds
     */
    public static ConsoleServer start(String host, int port, List<FollowedFederation> federations) {
        LongAnswers longAnswers = new LongAnswers();
        EventStreams streams = new EventStreams(longAnswers);
        ConsoleMetrics metrics = new ConsoleMetrics(streams, federations);
        OperationsPages operations = new OperationsPages(
                metrics::scrape, () -> true, () -> federations.stream().allMatch(FollowedFederation::isCaughtUp));
        try {
            ConsoleHandler handler = new ConsoleHandler(operations, new Api(federations), streams);
            return new ConsoleServer(streams, GuardedServer.start("--port", host, port, handler, longAnswers));
        } catch (FederationException e) {
            streams.close();
            throw e;
        }
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
        streams.close();
        server.close();
    }
}
