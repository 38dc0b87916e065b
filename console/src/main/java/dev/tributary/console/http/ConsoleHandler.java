package dev.tributary.console.http;

import dev.tributary.console.following.FollowedFederation;
import dev.tributary.process.command.OutputOption;
import dev.tributary.process.http.Answers;
import dev.tributary.process.http.OperationsPages;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Which request gets which answer. GET and HEAD alone: nothing that the console offers changes anything. */
final class ConsoleHandler extends Handler.Abstract {

    /** The page's own files are all that it may load, and no text of a federation can become a script of it. */
    static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final String API = "/api/v1/";
    private static final String JSON = "application/json; charset=utf-8";

    /** A page elsewhere that has its own name point here would name itself. */
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    private final PageFiles files = new PageFiles();
    private final OperationsPages operations;
    private final Api api;
    private final EventStreams streams;

    ConsoleHandler(OperationsPages operations, Api api, EventStreams streams) {
        this.operations = operations;
        this.api = api;
        this.streams = streams;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        response.getHeaders().put("Content-Security-Policy", POLICY);
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        response.getHeaders().put("Referrer-Policy", "no-referrer");
        response.getHeaders().put("Cross-Origin-Resource-Policy", "same-origin");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        if (!Answers.isReading(request)) {
            Answers.refuseMethod(response, callback);
        } else if (!LOOPBACK.contains(Request.getServerName(request))) {
            Answers.text(response, callback, 421, "the host must be localhost, 127.0.0.1 or [::1]\n");
        } else if (!operations.answer(request, response, callback)) {
            answer(request, response, callback);
        }
        return true;
    }

    private void answer(Request request, Response response, Callback callback) {
        String path = Request.getPathInContext(request);
        if (path.startsWith(API)) {
            answerApi(List.of(path.substring(API.length()).split("/", -1)), request, response, callback);
            return;
        }
        files.find(path)
                .ifPresentOrElse(
                        file -> Answers.send(response, callback, 200, file.type(), file.text()),
                        () -> Answers.text(response, callback, 404, "there is no such page; begin at /\n"));
    }

    private void answerApi(List<String> path, Request request, Response response, Callback callback) {
        Optional<FollowedFederation> streamed = Stream.of(path)
                .filter(words -> words.size() == 3 && words.get(2).equals("events"))
                .flatMap(words -> api.federation(words.get(1)).stream())
                .findFirst();
        if (streamed.isPresent()) {
            streams.open(streamed.get().history().feed(), request, response, callback);
            return;
        }
        try {
            Optional<Map<String, Object>> value = api.answer(path, Query.of(request));
            send(
                    response,
                    callback,
                    value.isPresent() ? 200 : 404,
                    value.orElse(problem("there is nothing of that name")));
        } catch (BadRequestException e) {
            send(response, callback, 400, problem(e.getMessage()));
        }
    }

    private static Map<String, Object> problem(String text) {
        return Map.of("error", text);
    }

    private static void send(Response response, Callback callback, int status, Map<String, Object> value) {
        Answers.send(response, callback, status, JSON, OutputOption.json(value) + "\n");
    }
}
