package dev.tributary.process.http;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers that are sent whole. */
public final class Answers {

    private static final String PLAIN = "text/plain; charset=utf-8";

    private Answers() {}

    /**
     * Says whether a request only reads.
     *
     * @param request any request
     * @return whether it is a GET or a HEAD
     */
    public static boolean isReading(Request request) {
        return request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
    }

    /**
     * Answers a request that would change something.
     *
     * @param response the answer
     * @param callback called when it is sent
     */
    public static void refuseMethod(Response response, Callback callback) {
        response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
        text(response, callback, 405, "GET and HEAD alone are answered\n");
    }

    /**
     * Sends plain text.
     *
     * @param response the answer
     * @param callback called when it is sent
     * @param status   HTTP's status
     * @param body     the text
     */
    public static void text(Response response, Callback callback, int status, String body) {
        send(response, callback, status, PLAIN, body);
    }

    /**
     * Sends text of any type.
     *
     * @param response the answer
     * @param callback called when it is sent
     * @param status   HTTP's status
     * @param type     its content type, with {@code charset=utf-8}
     * @param body     the text
     */
    public static void send(Response response, Callback callback, int status, String type, String body) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        Content.Sink.write(response, true, body, callback);
    }
}
