package dev.tributary.e2e.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.aggregator.command.AggregatorMain;
import dev.tributary.client.command.ClientMain;
import dev.tributary.e2e.harness.ChildJvm;
import dev.tributary.e2e.harness.TestFederation;
import dev.tributary.federation.access.AccessRole;
import dev.tributary.log.cluster.KafkaConfigFile;
import dev.tributary.log.models.ModelReader;
import dev.tributary.operator.command.TributaryCommand;
import dev.tributary.schemas.topic.FederationTopics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A federation on a secured broker: the real commands as processes on the host, each with the properties of its role.
 * They log what Kafka's clients say too, and everything that they have said is kept.
 */
final class GuardedFederation implements AutoCloseable {

    static final String NAME = "guarded";
    static final FederationTopics TOPICS = new FederationTopics(NAME);

    private static final String SETTINGS =
            """
            federation: guarded
            privacy: {masking: off}
            topics: {updatePartitions: 1, replicationFactor: 1}
            round: {goal: 1}
            """;

    private final Path directory;
    private final String options;
    private final List<ChildJvm> processes = new ArrayList<>();

    /**
     * @param directory   where the processes run and their files lie; holds {@code <role>.properties}
     * @param javaOptions more options for Java
     */
    GuardedFederation(Path directory, String javaOptions) {
        this.directory = directory;
        this.options = ("-Dtributary.log.kafka=INFO " + javaOptions).strip();
        write(directory.resolve("federation.yaml"), SETTINGS);
    }

    static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Name of a role in lower case. */
    static String name(AccessRole role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    /** Creates topics and version 0, as the operator. */
    void prepare() {
        assertThat(run(AccessRole.OPERATOR, TributaryCommand.class, "topics apply --settings federation.yaml"))
                .as(everything())
                .isZero();
        assertThat(run(AccessRole.OPERATOR, ClientMain.class, "model init --architecture mlp --federation " + NAME))
                .as(everything())
                .isZero();
    }

    /** Runs a command to its end; returns its exit code. */
    int run(AccessRole role, Class<?> main, String words) {
        return start(role, main, words, Map.of()).awaitExit(TestFederation.PATIENCE);
    }

    /** Starts a command with the properties of a role. */
    ChildJvm start(AccessRole role, Class<?> main, String words, Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(environment);
        all.put("JAVA_TOOL_OPTIONS", options);
        List<String> args = new ArrayList<>(List.of(words.replace(
                        "federation.yaml", directory.resolve("federation.yaml").toString())
                .split(" ", -1)));
        args.addAll(List.of("--kafka-config", properties(role).toString()));
        ChildJvm process = ChildJvm.start(directory.resolve("process-" + processes.size()), main, args, all);
        processes.add(process);
        return process;
    }

    /** Runs aggregator and client until they have closed two rounds, which a client reads. */
    void requireRounds(Map<String, String> aggregatorEnvironment) {
        ChildJvm aggregator = start(
                AccessRole.AGGREGATOR,
                AggregatorMain.class,
                "aggregator --settings federation.yaml --state-dir " + directory.resolve("state"),
                aggregatorEnvironment);
        ChildJvm client = start(
                AccessRole.CLIENT,
                ClientMain.class,
                "client --generated 50 --federation " + NAME + " --secret-file " + directory.resolve("secret"),
                Map.of());
        try (ModelReader models = new ModelReader(config(AccessRole.CLIENT), TOPICS.model())) {
            await("two rounds").atMost(TestFederation.PATIENCE).until(() -> {
                assertThat(aggregator.isRunning() && client.isRunning())
                        .as(everything())
                        .isTrue();
                return models.newest(TestFederation.PATIENCE)
                        .filter(model -> model.version() >= 2)
                        .isPresent();
            });
        }
    }

    /** Properties of a role for a client in this JVM. */
    Map<String, Object> config(AccessRole role) {
        return KafkaConfigFile.load(properties(role), null);
    }

    private Path properties(AccessRole role) {
        return directory.resolve(name(role) + ".properties");
    }

    /** Everything that the processes have said. */
    String everything() {
        StringBuilder all = new StringBuilder();
        processes.forEach(process -> all.append(process.stdout()).append(process.stderr()));
        return all.toString();
    }

    /** What the process that was started last has said on standard error, without Java's own remark. */
    List<String> lastErrors() {
        return processes
                .get(processes.size() - 1)
                .stderr()
                .lines()
                .filter(line -> line.startsWith("tributary: "))
                .toList();
    }

    @Override
    public void close() {
        processes.forEach(ChildJvm::close);
    }
}
