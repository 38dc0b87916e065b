package dev.tributary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.aggregator.command.AggregatorMain;
import dev.tributary.client.command.ClientMain;
import dev.tributary.e2e.harness.ChildJvm;
import dev.tributary.e2e.harness.CommandLines;
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
import org.junit.jupiter.api.Tag;
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
    @Tag("chaos")
    void shouldLearnUnderNamesWithThePrefixWhenEveryProcessHasIt(EmbeddedBroker broker) throws Exception {
        // Given
        bootstrapServers = broker.bootstrapServers();
        String settings = settings().toString();

        // When
        done("topics", TributaryCommand.class, "topics", "apply", "--settings", settings);
        done("init", ClientMain.class, "model", "init", "--federation", federation, "--architecture", "mlp");
        start("aggregator", AggregatorMain.class, "aggregator", "--settings", settings);
        done("client", ClientMain.class, "client", "--federation", federation, "--generated", "50", "--rounds", "1");

        // Then
        ChildJvm rounds = done("rounds", TributaryCommand.class, "rounds", "--federation", federation);
        assertThat(rounds.stdout().lines().filter(line -> line.contains(" goal ")))
                .hasSize(1);
        assertThat(topics())
                .contains(PREFIX + federation + ".model", PREFIX + federation + ".aggregator-round-changelog")
                .noneMatch(name -> name.startsWith("fl." + federation));
        // This process has no prefix, and is told so by the name that it misses.
        CommandLines.Run without = new CommandLines(bootstrapServers).operator("rounds", "--federation", federation);
        assertThat(without.exitCode()).isEqualTo(2);
        assertThat(without.err().lines()).singleElement().asString().contains("fl." + federation + ".rounds");
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

    private ChildJvm done(String name, Class<?> main, String... words) {
        ChildJvm process = start(name, main, words);
        assertThat(process.awaitExit(TestFederation.PATIENCE))
                .as(process.stderr())
                .isZero();
        return process;
    }

    private ChildJvm start(String name, Class<?> main, String... words) {
        List<String> args = new ArrayList<>(List.of(words));
        args.addAll(List.of("--bootstrap-server", bootstrapServers));
        ChildJvm process = ChildJvm.start(directory.resolve(name), main, args, Map.of(TopicPrefix.VARIABLE, PREFIX));
        started.add(process);
        return process;
    }
}
