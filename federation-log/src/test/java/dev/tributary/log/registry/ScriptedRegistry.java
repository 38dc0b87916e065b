package dev.tributary.log.registry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP server that answers as a test says, so also as no registry would, and keeps what it was asked. */
final class ScriptedRegistry implements AutoCloseable {

    private static final String ABSENT = "{\"error_code\":40403,\"message\":\"Schema not found\"}";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Map<String, Answer> answers = new HashMap<>();
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final List<String> authorizations = Collections.synchronizedList(new ArrayList<>());
    private final List<String> bodies = Collections.synchronizedList(new ArrayList<>());

    private record Answer(int status, String body, boolean isWithoutEnd) {}

    ScriptedRegistry() throws IOException {
        this(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    }

    ScriptedRegistry(HttpServer server) {
        this.server = server;
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    /** Answers a request such as {@code GET /subjects}; what it has no answer for is absent. */
    ScriptedRegistry on(String request, int status, String body) {
        answers.put(request, new Answer(status, body, false));
        return this;
    }

    /** Begins an answer and never ends it. */
    ScriptedRegistry hangOn(String request) {
        answers.put(request, new Answer(200, "{", true));
        return this;
    }

    /** Holds a schema under an id. */
    ScriptedRegistry holds(int id, String schema) {
        return on("GET /schemas/ids/" + id, 200, schemaBody(schema));
    }

    static String schemaBody(String schema) {
        return JsonNodeFactory.instance.objectNode().put("schema", schema).toString();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    int port() {
        return server.getAddress().getPort();
    }

    List<String> asked() {
        return List.copyOf(asked);
    }

    List<String> authorizations() {
        return List.copyOf(authorizations);
    }

    List<String> bodies() {
        return List.copyOf(bodies);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        asked.add(request);
        authorizations.add(String.join(",", exchange.getRequestHeaders().getOrDefault("Authorization", List.of())));
        bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        Answer answer = answers.getOrDefault(request, new Answer(404, ABSENT, false));
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Location", url() + "/elsewhere");
        exchange.sendResponseHeaders(answer.status(), answer.isWithoutEnd() ? 0 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
            out.flush();
            if (answer.isWithoutEnd()) {
                closing.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
