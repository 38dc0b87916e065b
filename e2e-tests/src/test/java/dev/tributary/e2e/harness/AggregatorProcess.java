package dev.tributary.e2e.harness;

import static org.awaitility.Awaitility.await;

import dev.tributary.aggregator.command.AggregatorMain;
import dev.tributary.masking.keys.VerifyingKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An instance of the aggregator in a process of its own, started as an operator starts it. */
public final class AggregatorProcess implements AutoCloseable {

    private static final Pattern PORT = Pattern.compile("HTTP on port (\\d+)");

    /** An instance that died is missed soon, and what it left open ends soon. */
    public static final String KAFKA_CONFIG =
            """
            bootstrap.servers=%s
            session.timeout.ms=3000
            heartbeat.interval.ms=700
            producer.transaction.timeout.ms=5000
            reconnect.backoff.max.ms=500
            """;

    private final ChildJvm jvm;
    private final HttpClient http = HttpClient.newHttpClient();

    private AggregatorProcess(ChildJvm jvm) {
        this.jvm = jvm;
    }

    static AggregatorProcess start(TestFederation federation, String name, Path stateDirectory) {
        String servers = String.valueOf(federation.kafka().get("bootstrap.servers"));
        return start(federation, name, stateDirectory, KAFKA_CONFIG.formatted(servers));
    }

    /** Starts one of a masked federation. */
    static AggregatorProcess start(
            TestFederation federation, String name, Path stateDirectory, VerifyingKey helperRoot) {
        String servers = String.valueOf(federation.kafka().get("bootstrap.servers"));
        return start(
                federation,
                name,
                stateDirectory,
                KAFKA_CONFIG.formatted(servers),
                Map.of(),
                List.of("--helper-root", helperRoot.toString()));
    }

    static AggregatorProcess start(TestFederation federation, String name, Path stateDirectory, String kafkaConfig) {
        return start(federation, name, stateDirectory, kafkaConfig, Map.of());
    }

    static AggregatorProcess start(
            TestFederation federation,
            String name,
            Path stateDirectory,
            String kafkaConfig,
            Map<String, String> environment) {
        return start(federation, name, stateDirectory, kafkaConfig, environment, List.of());
    }

    private static AggregatorProcess start(
            TestFederation federation,
            String name,
            Path stateDirectory,
            String kafkaConfig,
            Map<String, String> environment,
            List<String> further) {
        Path config = federation.file(name + ".properties");
        try {
            Files.writeString(config, kafkaConfig);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> words = new ArrayList<>(List.of(
                "aggregator",
                "--settings",
                federation.settingsFile().toString(),
                "--kafka-config",
                config.toString(),
                "--state-dir",
                stateDirectory.toString(),
                "--http-port",
                "0"));
        words.addAll(further);
        return new AggregatorProcess(ChildJvm.start(federation.file(name), AggregatorMain.class, words, environment));
    }

    /** Its process. */
    public ChildJvm jvm() {
        return jvm;
    }

    /** Waits until it processes partitions. */
    public AggregatorProcess awaitReady() {
        await().atMost(TestFederation.PATIENCE).until(() -> {
            if (!jvm.isRunning()) {
                throw new AssertionError("aggregator must run, has ended; its standard error:\n" + jvm.stderr());
            }
            return PORT.matcher(jvm.stderr()).find() && status("/readyz") == 200;
        });
        return this;
    }

    /** Status with which it answers a path. */
    public int status(String path) {
        return get(path).statusCode();
    }

    /** Sum of the samples of a metric, 0 if it has none. */
    public double metric(String name) {
        return get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** Waits until one of them alone has the open round, without which no version comes; tasks may still move before. */
    public static AggregatorProcess withRound(List<AggregatorProcess> instances) {
        return await().atMost(TestFederation.PATIENCE)
                .until(
                        () -> instances.stream()
                                .filter(AggregatorProcess::hasRound)
                                .toList(),
                        having -> having.size() == 1)
                .get(0);
    }

    /** Says whether it has the open round, for longer than a millisecond. */
    public boolean hasRound() {
        return metric("tributary_round_age_seconds") > 0;
    }

    private HttpResponse<String> get(String path) {
        Matcher port = PORT.matcher(jvm.stderr());
        if (!port.find()) {
            throw new AssertionError("aggregator must say its port, said:\n" + jvm.stderr());
        }
        try {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port.group(1) + path))
                            .timeout(Duration.ofSeconds(10))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        jvm.close();
    }
}
