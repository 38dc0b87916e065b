package dev.tributary.process.http;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;

/**
 * Connections whose request has been read and whose answer goes on, such as a stream of events: they may be open for longer
 * than others.
 *
 * <p>Thread-safe.
 */
public final class LongAnswers {

    private final Set<EndPoint> connections = ConcurrentHashMap.newKeySet();

    /**
     * Lets the connection of a request be open until one of the two sides closes it.
     *
     * @param request a request that has been read to its end
     */
    public void add(Request request) {
        connections.add(request.getConnectionMetaData().getConnection().getEndPoint());
    }

    boolean contains(EndPoint connection) {
        return connections.contains(connection);
    }

    void keepOnly(Collection<EndPoint> open) {
        connections.retainAll(open);
    }
}
