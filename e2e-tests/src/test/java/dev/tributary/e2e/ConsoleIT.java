package dev.tributary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.console.following.FollowedFederation;
import dev.tributary.console.history.SmallGroups;
import dev.tributary.console.http.ConsoleServer;
import dev.tributary.e2e.harness.CommandLines;
import dev.tributary.e2e.harness.FederationPlan;
import dev.tributary.e2e.harness.MarkerFix;
import dev.tributary.e2e.harness.RawUpdate;
import dev.tributary.e2e.harness.SharedBroker;
import dev.tributary.e2e.harness.TestFederation;
import dev.tributary.e2e.harness.UpdateSender;
import dev.tributary.testbed.broker.ChildBroker;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The console beside a federation that works: what it shows, what it keeps to itself, and what it does without a broker. */
class ConsoleIT {

    private static final int PARAMETERS = 100;
    private static final FederationPlan PLAN = FederationPlan.of(
            PARAMETERS,
            """
            round: {goal: 3, quorum: 1, deadline: 1h}
            admission: {oneUpdatePerVersion: false}
            """);

    private static ChildBroker broker;

    private final HttpClient http = HttpClient.newHttpClient();
    private TestFederation federation;
    private FollowedFederation followed;
    private ConsoleServer server;
    private UpdateSender sender;

    @BeforeAll
    static void startBroker() {
        broker = ChildBroker.start(SharedBroker.IMPATIENT, MarkerFix.jvmOptions());
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void startConsole() {
        federation = TestFederation.create(PLAN, broker.bootstrapServers());
        followed = FollowedFederation.start(
                federation.kafka(), federation.topics(), new SmallGroups(SmallGroups.LEAST), Clock.systemUTC());
        server = ConsoleServer.start("127.0.0.1", 0, List.of(followed));
        sender = federation.sender();
        federation.startAggregator();
    }

    @AfterEach
    void close() {
        server.close();
        followed.close();
        federation.close();
    }

    private String name() {
        return federation.topics().federation();
    }

    private HttpResponse<String> ask(String method, String path) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                    .method(method, HttpRequest.BodyPublishers.noBody())
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (Exception e) {
            throw new AssertionError(method + " " + path, e);
        }
    }

    private JsonNode get(String path) {
        try {
            return new ObjectMapper()
                    .readTree(ask("GET", "/api/v1/federations/" + name() + path).body());
        } catch (java.io.IOException e) {
            throw new AssertionError(path, e);
        }
    }

    private void closeRound(long base, int clients) {
        for (int i = 0; i < 3; i++) {
            String client = "client-" + (i % clients);
            sender.send(RawUpdate.of(federation, client).base(base).id(client + "-" + base + "-" + i));
        }
        federation.awaitVersion(base + 1);
    }

    private void awaitVersion(long version) {
        await().atMost(TestFederation.PATIENCE)
                .until(() -> get("").get("version").asLong() == version);
    }

    @Test
    void shouldFillUpByItselfWithTheJsonOfTheCommandWhenRoundsClose() {
        closeRound(0, 3);
        awaitVersion(1);

        JsonNode rounds = get("/rounds").get("rounds");
        JsonNode ofCommand = new CommandLines(broker.bootstrapServers())
                .operator("rounds", "--federation", name(), "--output", "json")
                .json()
                .get("rounds");
        assertThat(rounds).hasSize(2);
        ofCommand.get(1).properties().forEach(member -> assertThat(rounds.get(1).get(member.getKey()))
                .as(member.getKey())
                .isEqualTo(member.getValue()));
        assertThat(get("/series").get("points").get(1).get("clients").asLong()).isEqualTo(3);
        assertThat(get("/versions/1").get("settings").get("round.goal").asText())
                .isEqualTo("3");
        assertThat(get("/privacy").get("isKnown").asBoolean()).isTrue();
        await().atMost(TestFederation.PATIENCE)
                .until(() -> ask("GET", "/readyz").statusCode() == 200);
        assertThat(ask("GET", "/metrics").body())
                .contains("tributary_console_version{federation=\"" + name() + "\"} 1");
    }

    @Test
    void shouldKeepFiguresToItselfWhenARoundHadTooFewClients() {
        closeRound(0, 2);
        awaitVersion(1);
        sender.send(RawUpdate.of(federation, "client-1").base(0).id("client-1-0-1"));
        await().atMost(TestFederation.PATIENCE)
                .until(() -> get("").get("refused").asLong() > 0);

        String all = get("/rounds").toString()
                + get("/series")
                + get("/versions")
                + get("/versions/1")
                + get("/rejections")
                + stream("", 2);
        assertThat(get("/rounds").get("rounds").get(1).get("isWithheld").asBoolean())
                .isTrue();
        assertThat(get("/rounds").get("rounds").get(1).get("clients").isNull()).isTrue();
        assertThat(all).contains("fewer than 3 clients").doesNotContain("client-0", "client-1", "2 clients");
        assertThat(get("/rejections").get("newest").get(0).get("offset").asLong())
                .isEqualTo(3);
    }

    @Test
    void shouldGiveMarkupAsTextWhenANoteHoldsIt() {
        // Given
        String note = "<img src=x onerror=alert(1)>";
        closeRound(0, 3);

        // When
        new CommandLines(broker.bootstrapServers())
                .client("model", "rollback", "--federation", name(), "--to", "0", "--reason", note);
        awaitVersion(2);

        // Then
        HttpResponse<String> rounds = ask("GET", "/api/v1/federations/" + name() + "/rounds");
        assertThat(rounds.headers().firstValue("Content-Type")).contains("application/json; charset=utf-8");
        assertThat(rounds.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(get("/rounds").get("rounds").get(2).get("note").asText()).contains(note);
        assertThat(get("/versions/2").get("reason").asText()).isEqualTo("ROLLBACK");
        assertThat(ask("GET", "/")
                        .headers()
                        .firstValue("Content-Security-Policy")
                        .orElseThrow())
                .startsWith("default-src 'none'; script-src 'self'; style-src 'self';")
                .doesNotContain("unsafe");
        for (String script : List.of("/app.js", "/pages.js", "/dom.js", "/charts.js")) {
            assertThat(ask("GET", script).body()).as(script).doesNotContain("innerHTML", "insertAdjacentHTML", "eval(");
        }
    }

    @Test
    void shouldLoadEveryFileThatThePageNamesWhenItIsAsked() {
        String page = ask("GET", "/").body();
        List<String> files = Pattern.compile("(?:href|src)=\"([a-z]+\\.[a-z]+)\"")
                .matcher(page)
                .results()
                .map(found -> found.group(1))
                .distinct()
                .toList();
        List<String> imported = Pattern.compile("from '\\./([a-z]+\\.js)'")
                .matcher(ask("GET", "/app.js").body() + ask("GET", "/pages.js").body())
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();

        assertThat(files).contains("app.js", "console.css", "icon.svg");
        assertThat(imported).contains("dom.js", "charts.js");
        assertThat(files).allSatisfy(file -> assertThat(ask("GET", "/" + file).statusCode())
                .isEqualTo(200));
        assertThat(imported)
                .allSatisfy(
                        file -> assertThat(ask("GET", "/" + file).statusCode()).isEqualTo(200));
    }

    @Test
    void shouldRefuseWhatItDoesNotOfferWhenAsked() {
        assertThat(ask("POST", "/api/v1/federations").statusCode()).isEqualTo(405);
        assertThat(ask("DELETE", "/api/v1/federations/" + name()).statusCode()).isEqualTo(405);
        assertThat(ask("GET", "/api/v1/federations/other/rounds").statusCode()).isEqualTo(404);
        assertThat(ask("GET", "/../pom.xml").statusCode()).isIn(400, 404);
        for (String last : List.of("0", "-1", "1001", "x", "99999999999999999999")) {
            HttpResponse<String> answer = ask("GET", "/api/v1/federations/" + name() + "/rounds?last=" + last);
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("last must be a whole number from 1 to 1000, was '" + last + "'");
        }
    }

    @Test
    void shouldRefuseAPageElsewhereWhenItsNamePointsHere() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream()
                    .write("GET /api/v1/federations HTTP/1.1\r\nHost: evil.example\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            assertThat(answer.readLine()).startsWith("HTTP/1.1 421");
        }
    }

    /** Reads a stream of events until so many have come, and leaves. */
    private String stream(String lastEventId, int events) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(
                            "http://127.0.0.1:" + server.port() + "/api/v1/federations/" + name() + "/events"))
                    .headers("Last-Event-ID", lastEventId)
                    .timeout(TestFederation.PATIENCE)
                    .build();
            StringBuilder read = new StringBuilder();
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                    http.send(request, HttpResponse.BodyHandlers.ofInputStream())
                            .body(),
                    StandardCharsets.UTF_8))) {
                int seen = 0;
                while (seen < events) {
                    String line = lines.readLine();
                    read.append(line).append('\n');
                    seen += line.startsWith("data: {\"id\"") ? 1 : 0;
                }
            }
            return read.toString();
        } catch (Exception e) {
            throw new AssertionError("stream from " + lastEventId, e);
        }
    }

    private static String lastId(String stream) {
        List<String> ids = Pattern.compile("(?m)^id: (.*)$")
                .matcher(stream)
                .results()
                .map(found -> found.group(1))
                .toList();
        return ids.get(ids.size() - 1);
    }

    @Test
    void shouldGoOnWithTheNextEventWhenAStreamIsOpenedAgain() {
        closeRound(0, 3);
        awaitVersion(1);
        String place = lastId(stream("", 2));
        closeRound(1, 3);
        awaitVersion(2);

        assertThat(stream(place, 1)).contains("\"version\":2").doesNotContain("\"version\":1", "reset");
        assertThat(stream("1-1", 3)).contains("event: reset").contains("\"version\":0");
    }

    @Test
    void shouldTellTwoHundredViewersAndLetThemGoWhenARoundCloses() throws Exception {
        List<Socket> viewers = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                Socket viewer = new Socket(InetAddress.getLoopbackAddress(), server.port());
                viewers.add(viewer);
                viewer.setSoTimeout(Math.toIntExact(TestFederation.PATIENCE.toMillis()));
                viewer.getOutputStream()
                        .write(("GET /api/v1/federations/" + name() + "/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
            }
            awaitViewers("200.0");
            closeRound(0, 3);
            for (Socket viewer : viewers) {
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(viewer.getInputStream(), StandardCharsets.UTF_8));
                assertThat(lines.lines().anyMatch(line -> line.contains("\"type\":\"published\"")))
                        .isTrue();
            }
        } finally {
            for (Socket viewer : viewers) {
                viewer.close();
            }
        }
        awaitViewers("0.0");
    }

    private void awaitViewers(String count) {
        await().atMost(TestFederation.PATIENCE)
                .until(() -> ask("GET", "/metrics").body().contains("\ntributary_console_viewers " + count + "\n"));
    }

    @Test
    void shouldGoOnByItselfWhenTheBrokerGoesAndComes() {
        closeRound(0, 3);
        awaitVersion(1);

        broker.kill();
        await().atMost(TestFederation.PATIENCE)
                .until(() -> !get("").get("isConnected").asBoolean());
        assertThat(get("/rounds").get("rounds")).hasSize(2);
        broker.restart();
        closeRound(1, 3);

        awaitVersion(2);
        await().atMost(TestFederation.PATIENCE)
                .until(() -> get("").get("isConnected").asBoolean());
        assertThat(stream("", 5)).contains("\"type\":\"away\"", "\"type\":\"back\"");
    }

    @Test
    void shouldRefuseInOneLineWhenItIsToListenBeyondThisMachine() {
        Map<String, String> refused = Map.of(
                "--bind=0.0.0.0", "--bind must be 127.0.0.1, ::1 or localhost, was 0.0.0.0;",
                "--smallest-group=2", "--smallest-group must be 3 to 100000, was 2;",
                "--federation=Digits", "federation must be 1 to 63 characters");
        refused.forEach((option, line) -> {
            CommandLines.Run run =
                    new CommandLines(broker.bootstrapServers()).console("console", "--federation", name(), option);
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).startsWith("tributary: " + line).hasLineCount(1);
        });
        CommandLines.Run unknown =
                new CommandLines(broker.bootstrapServers()).console("console", "--federation", "none-such");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err()).contains("fl.none-such.rounds").hasLineCount(1);
    }
}
