package dev.tributary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.aggregator.command.AggregatorMain;
import dev.tributary.client.command.ClientMain;
import dev.tributary.e2e.harness.ChildJvm;
import dev.tributary.e2e.harness.SharedBroker;
import dev.tributary.e2e.harness.TestFederation;
import dev.tributary.operator.command.TributaryCommand;
import dev.tributary.schemas.topic.TopicPrefix;
import dev.tributary.testbed.broker.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A cluster with a rule for names: every process takes the prefix from its environment. */
@ExtendWith(SharedBroker.class)
class TopicPrefixIT {

    private static final String PREFIX = "acme.ml_";

    private final String federation = "prefix-" + UUID.randomUUID().toString().substring(0, 8);
    private final List<ChildJvm> started = new ArrayList<>();

    @TempDir
    private Path directory;

    private String bootstrapServers;

    @AfterEach
    void stop() {
        started.forEach(ChildJvm::close);
    }

    @Test
    void shouldLearnUnderNamesWithThePrefixWhenEveryProcessHasIt(EmbeddedBroker broker) throws Exception {
        // Given
        bootstrapServers = broker.bootstrapServers();
        String settings = settings().toString();

        // When
        done("topics", TributaryCommand.class, PREFIX, "topics", "apply", "--settings", settings);
        done("init", ClientMain.class, PREFIX, "model", "init", "--federation", federation, "--architecture", "mlp");
        start("aggregator", AggregatorMain.class, PREFIX, "aggregator", "--settings", settings);
        done(
                "client",
                ClientMain.class,
                PREFIX,
                "client",
                "--federation",
                federation,
                "--generated",
                "50",
                "--evaluate",
                "0.2",
                "--rounds",
                "2");

        // Then
        ChildJvm rounds = done("rounds", TributaryCommand.class, PREFIX, "rounds", "--federation", federation);
        assertThat(rounds.stdout().lines().filter(line -> line.contains(" goal "))).hasSize(2);
        assertThat(topics())
                .contains(PREFIX + federation + ".model", PREFIX + federation + ".aggregator-round-changelog")
                .noneMatch(name -> name.startsWith("fl." + federation));
    }

    @Test
    void shouldRefuseInOneLineWhenThePrefixMakesIllegalNames(EmbeddedBroker broker) throws IOException {
        bootstrapServers = broker.bootstrapServers();

        ChildJvm refused = start(
                "refused",
                TributaryCommand.class,
                "acme/ml.",
                "topics",
                "apply",
                "--settings",
                settings().toString());

        assertThat(refused.awaitExit(TestFederation.PATIENCE)).isEqualTo(2);
        assertThat(refused.stderr().lines())
                .singleElement()
                .asString()
                .startsWith("tributary: TRIBUTARY_TOPIC_PREFIX must be 1 to 100 characters of A-Z, a-z, 0-9")
                .contains("was 'acme/ml.'");
    }

    private Path settings() throws IOException {
        return Files.writeString(
                directory.resolve("federation.yaml"),
                "federation: " + federation
                        + "\nprivacy: {masking: off}\nround: {goal: 1}\n"
                        + "topics: {updatePartitions: 1, replicationFactor: 1}\n");
    }

    private Set<String> topics() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            return admin.listTopics().names().get();
        }
    }

    private ChildJvm done(String name, Class<?> main, String prefix, String... words) {
        ChildJvm process = start(name, main, prefix, words);
        assertThat(process.awaitExit(TestFederation.PATIENCE))
                .as(process.stderr())
                .isZero();
        return process;
    }

    private ChildJvm start(String name, Class<?> main, String prefix, String... words) {
        List<String> args = new ArrayList<>(List.of(words));
        args.addAll(List.of("--bootstrap-server", bootstrapServers));
        ChildJvm process =
                ChildJvm.start(directory.resolve(name), main, args, Map.of(TopicPrefix.VARIABLE, prefix));
        started.add(process);
        return process;
    }
}
