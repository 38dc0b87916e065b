package dev.tributary.process.http;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The pages {@code /livez}, {@code /readyz} and {@code /metrics}, for a handler that has others too.
 *
 * @param metrics text of {@code /metrics}
 * @param isAlive answer of {@code /livez}
 * @param isReady answer of {@code /readyz}
 */
public record OperationsPages(Supplier<String> metrics, BooleanSupplier isAlive, BooleanSupplier isReady) {

    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    /**
     * Answers a request for one of them.
     *
     * @param request  a GET or HEAD
     * @param response the answer
     * @param callback called when the answer is sent
     * @return whether it was for one of them; if not, nothing was done
     */
    public boolean answer(Request request, Response response, Callback callback) {
        switch (Request.getPathInContext(request)) {
            case "/livez" -> say(response, callback, isAlive.getAsBoolean(), "alive", "stopped");
            case "/readyz" -> say(response, callback, isReady.getAsBoolean(), "ready", "not ready");
            case "/metrics" -> Answers.send(response, callback, 200, PROMETHEUS, metrics.get());
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void say(Response response, Callback callback, boolean isWell, String yes, String no) {
        Answers.text(response, callback, isWell ? 200 : 503, (isWell ? yes : no) + "\n");
    }
}
