package dev.tributary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.tributary.e2e.harness.CommandLines;
import dev.tributary.e2e.harness.FederationPlan;
import dev.tributary.e2e.harness.SharedBroker;
import dev.tributary.e2e.harness.StrangersMaven;
import dev.tributary.e2e.harness.TestFederation;
import dev.tributary.testbed.broker.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each step of docs/your-own-network.md, built from installed artifacts and run in processes of its own. */
@ExtendWith(SharedBroker.class)
class OwnNetworkIT {

    private static final Path TOP = Path.of("..").toAbsolutePath().normalize();
    private static final Path EXAMPLE = TOP.resolve("examples/own-network");
    private static final Path DIRECTORY = Path.of("target", "own-network").toAbsolutePath();
    private static final Pattern AUC = Pattern.compile("version (\\d+) \\{auc=([0-9.]+)}");
    private static final int COLUMNS = 3;
    private static final int CLIENTS = 3;

    /** What a JVM exits with when SIGTERM ends it: 128 + 15. */
    private static final int EXIT_OF_SIGTERM = 143;

    private static String classpath;

    private final List<Process> started = new ArrayList<>();
    private String servers;
    private TestFederation federation;

    @BeforeAll
    static void build() throws IOException, InterruptedException {
        Path libraries = DIRECTORY.resolve("classpath.txt");
        new StrangersMaven(TOP, DIRECTORY)
                .run(EXAMPLE, "package", "dependency:build-classpath", "-Dmdep.outputFile=" + libraries);
        classpath = EXAMPLE.resolve("target/classes") + ":"
                + Files.readString(libraries).strip();
    }

    @BeforeEach
    void begin(EmbeddedBroker broker) throws IOException, InterruptedException {
        servers = broker.bootstrapServers();
        federation = TestFederation.planned(
                FederationPlan.of(1, "round: {goal: 3}\nevaluation: {metric: auc, better: higher}\n"), servers);
        federation.createTopics();
        Files.writeString(
                federation.file("scaling.csv"), "column,mean,deviation\nage,50,20\npressure,120,15\nsugar,90,25\n");
        Path zip = federation.file("table.zip");
        assertThat(awaitExit(start("network", "TableNetwork", zip.toString(), String.valueOf(COLUMNS))))
                .isZero();
        CommandLines.Run init = new CommandLines(servers)
                .client("model", "init", "--federation", name(), "--architecture", zip.toString());
        assertThat(init.exitCode()).as(init.err()).isZero();
        federation.startAggregator();
    }

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
        federation.close();
    }

    @Test
    void shouldLeadFromTableToScoresInAnApplicationWhenThePageIsFollowed() throws IOException, InterruptedException {
        List<Process> clients = new ArrayList<>();
        for (int client = 1; client <= CLIENTS; client++) {
            clients.add(startClient(client, "6"));
        }
        for (int client = 1; client <= CLIENTS; client++) {
            assertThat(awaitExit(clients.get(client - 1)))
                    .as(log("client-" + client))
                    .isZero();
        }

        for (int client = 1; client <= CLIENTS; client++) {
            List<MatchResult> figures =
                    AUC.matcher(log("client-" + client)).results().toList();
            assertThat(figures).as(log("client-" + client)).hasSizeGreaterThanOrEqualTo(5);
            assertThat(Double.parseDouble(figures.get(figures.size() - 1).group(2)))
                    .isGreaterThan(0.9);
        }
        requireScores();
    }

    private void requireScores() throws IOException, InterruptedException {
        Path table = table(99, 50);
        assertThat(awaitExit(start("scorer", "TableScorer", servers, name(), table.toString(), scaling())))
                .as(log("scorer"))
                .isZero();

        List<double[]> scores = log("scorer")
                .lines()
                .filter(line -> line.matches("[01] [0-9.]+ [0-9.]+"))
                .map(line -> Stream.of(line.split(" ", -1))
                        .mapToDouble(Double::parseDouble)
                        .toArray())
                .toList();
        assertThat(scores).hasSize(50).allSatisfy(score -> assertThat(score[1]).isCloseTo(score[2], within(1e-4)));
        assertThat(meanScore(scores, 1)).isGreaterThan(meanScore(scores, 0) + 0.3);
    }

    @Test
    void shouldCloseTheClientWhenItsProcessGetsSigterm() throws IOException, InterruptedException {
        Process client = startClient(1, "1000000");
        // One of three: it waits for the others.
        await().atMost(2 * TestFederation.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .until(() -> log("client-1").contains("update published"));

        client.destroy();

        assertThat(awaitExit(client)).isEqualTo(EXIT_OF_SIGTERM);
        assertThat(log("client-1")).contains("stopped: clientId=").doesNotContain("Exception");
    }

    @Test
    void shouldNameTheRowWhenATableDoesNotFit() throws IOException, InterruptedException {
        Path table =
                Files.writeString(federation.file("bad.csv"), "age,pressure,sugar,ill\n50,120,90,0\n51,NaN,90,1\n");

        int exit = awaitExit(start("bad", "TableScorer", servers, name(), table.toString(), scaling()));

        assertThat(exit).isEqualTo(1);
        assertThat(log("bad")).contains("bad.csv line 3 must have finite numbers or empty fields");
    }

    private static double meanScore(List<double[]> scores, int label) {
        return scores.stream()
                .filter(score -> score[0] == label)
                .mapToDouble(score -> score[1])
                .average()
                .orElseThrow();
    }

    private Process startClient(int client, String rounds) throws IOException {
        return start(
                "client-" + client,
                "TableClient",
                servers,
                name(),
                federation.file("secret-" + client).toString(),
                table(client, 300).toString(),
                scaling(),
                rounds);
    }

    private String name() {
        return federation.topics().federation();
    }

    private String scaling() {
        return federation.file("scaling.csv").toString();
    }

    /** A table sorted by label, one row in five positive, one value in ten missing. */
    private Path table(int seed, int rows) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder csv = new StringBuilder("age,pressure,sugar,ill\n");
        for (int row = 0; row < rows; row++) {
            int label = row < rows / 5 ? 1 : 0;
            csv.append(value(random, 45 + 20 * label, 8))
                    .append(value(random, 115 + 20 * label, 8))
                    .append(value(random, 85 + 25 * label, 10))
                    .append(label)
                    .append('\n');
        }
        return Files.writeString(federation.file("table-" + seed + ".csv"), csv);
    }

    private static String value(SplittableRandom random, double mean, double deviation) {
        return random.nextInt(10) == 0
                ? ","
                : String.format(Locale.ROOT, "%.2f,", mean + deviation * (random.nextDouble() * 4 - 2));
    }

    private Process start(String log, String main, String... words) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classpath,
                "com.example.table." + main);
        builder.command().addAll(Arrays.asList(words));
        builder.environment().put("OMP_NUM_THREADS", "1");
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(federation.file(log + ".log").toFile())
                .start();
        started.add(process);
        return process;
    }

    private static int awaitExit(Process process) throws InterruptedException {
        assertThat(process.waitFor(2 * TestFederation.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        return process.exitValue();
    }

    private String log(String name) throws IOException {
        return Files.readString(federation.file(name + ".log"));
    }
}
