package dev.tributary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.aggregator.application.AggregatorApp;
import dev.tributary.client.operations.ClientOperations;
import dev.tributary.e2e.harness.FederationPlan;
import dev.tributary.e2e.harness.RawUpdate;
import dev.tributary.e2e.harness.SharedBroker;
import dev.tributary.e2e.harness.TestClient;
import dev.tributary.e2e.harness.TestFederation;
import dev.tributary.e2e.harness.UpdateSender;
import dev.tributary.testbed.broker.EmbeddedBroker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an operator sees of a federation that works, against what the pages and the dashboard say that one sees. */
@ExtendWith(SharedBroker.class)
class OperationsIT {

    private static final FederationPlan PLAN =
            FederationPlan.of(1_000, "round: {goal: 2, deadline: 1h}\n").withPartitions(2);
    private static final Pattern METRIC = Pattern.compile("tributary_[a-z_]+");

    private TestFederation federation;
    private AggregatorApp aggregator;

    @BeforeEach
    void closeARound(EmbeddedBroker broker) {
        federation = TestFederation.create(PLAN, broker.bootstrapServers());
        aggregator = federation.startAggregator();
        UpdateSender sender = federation.sender();
        sender.sendAll("nobody", List.of(new byte[] {1, 2, 3}));
        sender.send(RawUpdate.of(federation, "client-a"));
        sender.send(RawUpdate.of(federation, "client-b"));
        federation.awaitVersion(1);
    }

    @AfterEach
    void close() {
        federation.close();
    }

    @Test
    void shouldShowNoMetricThatThePageDoesNotExplainWhenAFederationWorks() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "operations.md"));
        Set<String> ofAggregator = documented(page, "### Aggregator", "### Client");
        Set<String> ofClient = documented(page, "### Client", "## Log");

        await().atMost(TestFederation.PATIENCE).untilAsserted(() -> assertThat(families(aggregator.scrape()))
                .contains("tributary_consumer_lag", "tributary_sent_bytes_total", "tributary_rounds_closed_total"));
        assertThat(ofAggregator).containsAll(families(aggregator.scrape()));
        assertThat(ofClient).containsAll(families(scrapeOfClient()));
    }

    @Test
    void shouldFindEveryMetricWhenTheDashboardAsks() throws Exception {
        Set<String> asked = new TreeSet<>();
        collectQueries(
                new ObjectMapper()
                        .readTree(Path.of("..", "deploy/compose/grafana/dashboards/tributary.json")
                                .toFile()),
                asked);
        assertThat(asked).contains("tributary_model_version");

        await().atMost(TestFederation.PATIENCE)
                .untilAsserted(() -> assertThat(samples(aggregator.scrape() + scrapeOfClient()))
                        .containsAll(asked));
    }

    @Test
    void shouldShowBytesLagAndRestoreWhenAnInstanceTakesOver() {
        aggregator.close();
        federation.sender().send(RawUpdate.of(federation, "client-c").base(1));
        federation.sender().send(RawUpdate.of(federation, "client-d").base(1));
        AggregatorApp next = federation.startAggregator();
        federation.awaitVersion(2);

        await().atMost(TestFederation.PATIENCE).untilAsserted(() -> {
            String scrape = next.scrape();
            assertThat(value(scrape, "tributary_received_bytes_total{.*topic=\"updates\".*}"))
                    .isGreaterThan(2 * 4_000);
            assertThat(value(scrape, "tributary_sent_bytes_total{.*topic=\"model\".*}"))
                    .isGreaterThan(4_000);
            assertThat(value(scrape, "tributary_consumer_lag{.*topic=\"updates\".*}"))
                    .isZero();
            assertThat(value(scrape, "tributary_restore_remaining{.*}")).isZero();
        });
    }

    private static Set<String> documented(String page, String from, String to) {
        String part = page.substring(page.indexOf(from), page.indexOf(to));
        return Pattern.compile("(?m)^\\| `(tributary_[a-z_]+)`")
                .matcher(part)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Metrics as Prometheus groups them: one for a histogram, and none for the greatest value beside it. */
    private static Set<String> families(String scrape) {
        return Pattern.compile("(?m)^# TYPE (\\S+) \\S+$")
                .matcher(scrape)
                .results()
                .map(match -> match.group(1))
                .filter(name -> !name.endsWith("_max"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> samples(String scrape) {
        return METRIC.matcher(scrape).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }

    private static void collectQueries(JsonNode node, Set<String> names) {
        if (node.isTextual()) {
            METRIC.matcher(node.textValue()).results().map(MatchResult::group).forEach(names::add);
        }
        node.forEach(child -> collectQueries(child, names));
    }

    /** Sum of the samples whose names match; fails if there is none. */
    private static double value(String scrape, String name) {
        List<Double> values = Pattern.compile("(?m)^" + name.replace("{", "\\{").replace("}", "\\}") + " (\\S+)$")
                .matcher(scrape)
                .results()
                .map(match -> Double.valueOf(match.group(1)))
                .toList();
        assertThat(values).as(name).isNotEmpty();
        return values.stream().mapToDouble(Double::doubleValue).sum();
    }

    private String scrapeOfClient() throws IOException, InterruptedException {
        try (TestClient client = federation.startClient(1);
                ClientOperations operations =
                        ClientOperations.start(0, federation.topics().federation(), client::counts, client::state)) {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + operations.port() + "/metrics"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
