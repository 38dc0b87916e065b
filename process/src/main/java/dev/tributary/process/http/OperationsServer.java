package dev.tributary.process.http;

import dev.tributary.schemas.FederationException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * HTTP for operators: {@code /livez} (200 while the process is worth keeping), {@code /readyz} (200 while partitions are
 * processed, else 503), {@code /metrics} (Prometheus' text format). GET and HEAD alone, by a {@link GuardedServer}.
 */
public final class OperationsServer implements AutoCloseable {

    private final GuardedServer server;

    private OperationsServer(GuardedServer server) {
        this.server = server;
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
        Handler handler = new OperationsOnly(new OperationsPages(metrics, isAlive, isReady));
        return new OperationsServer(GuardedServer.start("--http-port", null, port, handler, new LongAnswers()));
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

    /** Nothing but the three pages. */
    private static final class OperationsOnly extends Handler.Abstract {

        private final OperationsPages pages;

        OperationsOnly(OperationsPages pages) {
            this.pages = pages;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            if (!Answers.isReading(request)) {
                Answers.refuseMethod(response, callback);
            } else if (!pages.answer(request, response, callback)) {
                Answers.text(response, callback, 404, "there are /livez, /readyz and /metrics\n");
            }
            return true;
        }
    }
}
