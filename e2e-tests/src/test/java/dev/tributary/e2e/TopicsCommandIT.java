package dev.tributary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.aggregator.application.AggregatorApp;
import dev.tributary.e2e.harness.SharedBroker;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.log.cluster.Cluster;
import dev.tributary.operator.command.TributaryCommand;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.topic.FederationTopics;
import dev.tributary.testbed.broker.EmbeddedBroker;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code topics apply} and {@code topics check}, and what the aggregator checks at its start, on a real broker. */
@ExtendWith(SharedBroker.class)
class TopicsCommandIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final FederationTopics topics =
            new FederationTopics("topics-" + UUID.randomUUID().toString().substring(0, 8));
    private final List<String> all = List.of(
            topics.updates(),
            topics.partials(),
            topics.rounds(),
            topics.model(),
            topics.rejections(),
            topics.evaluations(),
            topics.control(),
            topics.applicationId() + "-admission-changelog",
            topics.applicationId() + "-round-changelog",
            topics.applicationId() + "-evaluation-reports-changelog",
            topics.applicationId() + "-evaluation-windows-changelog");

    @TempDir
    private Path directory;

    private Path settings;

    @BeforeEach
    void writeSettings() throws IOException {
        settings = Files.writeString(
                directory.resolve("federation.yaml"),
                "federation: " + topics.federation()
                        + "\nprivacy: {masking: off}\ntopics: {updatePartitions: 2, replicationFactor: 1}\n");
    }

    @Test
    void shouldCreateWhatIsMissingOnceAndPassTheCheckThen(EmbeddedBroker broker) {
        assertThat(run(broker, "check").exitCode()).isEqualTo(1);

        assertThat(run(broker, "apply").out().lines())
                .containsExactlyElementsOf(
                        all.stream().map(name -> "created  " + name).toList());

        assertThat(run(broker, "apply").out().lines())
                .containsExactlyElementsOf(
                        all.stream().map(name -> "exists   " + name).toList());
        assertThat(run(broker, "check")).isEqualTo(new Run(0, "11 topics as planned\n", ""));
    }

    @Test
    void shouldDoWithoutATopicOfPartialSumsWhenUpdatesHaveOnePartition(EmbeddedBroker broker) throws IOException {
        Files.writeString(settings, Files.readString(settings).replace("updatePartitions: 2", "updatePartitions: 1"));

        assertThat(run(broker, "apply").out().lines())
                .containsExactlyElementsOf(all.stream()
                        .filter(name -> !name.equals(topics.partials()))
                        .map(name -> "created  " + name)
                        .toList());
        start(broker);

        assertThat(run(broker, "check")).isEqualTo(new Run(0, "10 topics as planned\n", ""));
        try (Cluster cluster = connect(broker)) {
            assertThat(cluster.findTopics(List.of(topics.partials()))).isEmpty();
        }
    }

    @Test
    void shouldChangeNothingInADryRun(EmbeddedBroker broker) {
        assertThat(run(broker, "apply", "--dry-run").out().lines())
                .containsExactlyElementsOf(
                        all.stream().map(name -> "would create " + name).toList());

        try (Cluster cluster = connect(broker)) {
            assertThat(cluster.findTopics(all)).isEmpty();
        }
    }

    @Test
    void shouldAlterASettingOnlyWhenTold(EmbeddedBroker broker) {
        run(broker, "apply");
        alter(broker, topics.updates(), "retention.ms", "3600000");

        assertThat(run(broker, "apply").out())
                .contains("differs  " + topics.updates()
                        + ": retention.ms 3600000, planned at least 604800000; not altered without --alter\n");
        assertThat(run(broker, "apply", "--alter", "--dry-run").out()).contains("would alter  " + topics.updates());
        assertThat(run(broker, "check").exitCode()).isEqualTo(1);

        assertThat(run(broker, "apply", "--alter").out())
                .contains("altered  " + topics.updates() + ": retention.ms from 3600000 to 604800000\n");
        assertThat(run(broker, "check").exitCode()).isZero();
    }

    @Test
    void shouldNeverAddPartitions(EmbeddedBroker broker) throws IOException {
        run(broker, "apply");
        Files.writeString(settings, Files.readString(settings).replace("updatePartitions: 2", "updatePartitions: 3"));

        assertThat(run(broker, "apply", "--alter").out())
                .contains("differs  " + topics.updates() + ": 2 partitions, planned 3; never altered: "
                        + "set topics.updatePartitions to 2, or create the topic anew\n");

        try (Cluster cluster = connect(broker)) {
            assertThat(cluster.requireTopics(List.of(topics.updates()))
                            .get(topics.updates())
                            .partitions())
                    .hasSize(2);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "updates, message.timestamp.type, CreateTime, LogAppendTime",
        "updates, retention.ms, 1000, at least 604800000",
        "model, cleanup.policy, delete, compact",
        "partials, max.message.bytes, 1000, at least 1048588",
        "rounds, min.insync.replicas, 2, at most 1",
    })
    void shouldRefuseToStartTheAggregatorWhenASettingDoesHarm(
            String topic, String setting, String found, String wanted, EmbeddedBroker broker) {
        run(broker, "apply");
        String name = "fl." + topics.federation() + "." + topic;
        alter(broker, name, setting, found);

        assertThatThrownBy(() -> start(broker))
                .isInstanceOf(FederationException.class)
                .hasMessage("topic " + name + " must have " + setting + " " + wanted + ", has " + found
                        + "; alter it with: tributary topics apply --alter");
    }

    @Test
    void shouldRefuseToStartTheAggregatorWithoutTopics(EmbeddedBroker broker) {
        assertThatThrownBy(() -> start(broker))
                .isInstanceOf(FederationException.class)
                .hasMessageContaining("topic " + topics.updates() + " must exist")
                .hasMessageContaining("create it with: tributary topics apply");
    }

    @Test
    void shouldCreateTheChangelogsAsPlannedWhenTheAggregatorStartsWithoutThem(EmbeddedBroker broker) {
        try (Cluster cluster = connect(broker)) {
            cluster.createMissing(FederationSettings.load(settings).topicPlan().specs());
            start(broker);

            Map<String, Map<String, String>> found = cluster.findSettings(all.subList(7, 10));
            assertThat(found.values()).hasSize(3).allSatisfy(values -> assertThat(values)
                    .containsEntry("cleanup.policy", "compact")
                    .containsEntry("segment.bytes", "67108864"));
        }
    }

    private void start(EmbeddedBroker broker) {
        try (AggregatorApp app = new AggregatorApp(
                FederationSettings.load(settings),
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                directory.resolve("state"),
                OptionalInt.empty())) {
            app.start();
        }
    }

    private static void alter(EmbeddedBroker broker, String topic, String setting, String value) {
        try (Cluster cluster = connect(broker)) {
            cluster.alterSettings(Map.of(topic, Map.of(setting, value)), false);
        }
    }

    private static Cluster connect(EmbeddedBroker broker) {
        return Cluster.connect(Map.of("bootstrap.servers", broker.bootstrapServers()), TIMEOUT);
    }

    private record Run(int exitCode, String out, String err) {}

    private Run run(EmbeddedBroker broker, String subcommand, String... options) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> words = new ArrayList<>(List.of(
                "topics",
                subcommand,
                "--settings",
                settings.toString(),
                "--bootstrap-server",
                broker.bootstrapServers()));
        words.addAll(List.of(options));
        int exitCode = TributaryCommand.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(words.toArray(String[]::new));
        return new Run(exitCode, out.toString(), err.toString());
    }
}
