package dev.tributary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.tributary.client.dl4j.FollowedNetwork;
import dev.tributary.e2e.harness.ChildJvm;
import dev.tributary.e2e.harness.CommandLines;
import dev.tributary.e2e.harness.FederationPlan;
import dev.tributary.e2e.harness.PageCommands;
import dev.tributary.e2e.harness.SharedBroker;
import dev.tributary.e2e.harness.StrangersMaven;
import dev.tributary.e2e.harness.TestFederation;
import dev.tributary.log.models.ModelReader;
import dev.tributary.schemas.globalmodel.GlobalModel;
import dev.tributary.schemas.topic.FederationTopics;
import dev.tributary.testbed.broker.EmbeddedBroker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nd4j.linalg.factory.Nd4j;

/** Each step of docs/your-own-network.md and docs/scoring.md, built from installed artifacts and run in processes of its own. */
@ExtendWith(SharedBroker.class)
class OwnNetworkIT {

    private static final Path TOP = Path.of("..").toAbsolutePath().normalize();
    private static final Path DIRECTORY = Path.of("target", "own-network").toAbsolutePath();
    private static final Pattern AUC = Pattern.compile("version (\\d+) \\{auc=([0-9.]+)}");
    private static final int COLUMNS = 3;
    private static final int CLIENTS = 3;

    /** What a JVM exits with when SIGTERM ends it: 128 + 15. */
    private static final int EXIT_OF_SIGTERM = 143;

    private static String classpath;
    private static String djlClasspath;

    private final List<Process> started = new ArrayList<>();
    private final Deque<ChildJvm> commands = new ArrayDeque<>();
    private Path directory;
    private String servers;
    private String name;
    private TestFederation federation;

    @BeforeEach
    void makeDirectory() throws IOException {
        directory = Files.createDirectories(
                Path.of("target", "e2e", "own-network-" + UUID.randomUUID()).toAbsolutePath());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    @BeforeAll
    static void build() throws IOException, InterruptedException {
        StrangersMaven maven = new StrangersMaven(TOP, DIRECTORY);
        classpath = built(maven, "own-network");
        djlClasspath = built(maven, "djl-scorer");
    }

    /** Builds an example and gives the class path with which it runs. */
    private static String built(StrangersMaven maven, String name) throws IOException, InterruptedException {
        Path example = TOP.resolve("examples").resolve(name);
        Path libraries = DIRECTORY.resolve(name + ".txt");
        maven.run(example, "package", "dependency:build-classpath", "-Dmdep.outputFile=" + libraries);
        return example.resolve("target/classes") + ":"
                + Files.readString(libraries).strip();
    }

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
        commands.descendingIterator().forEachRemaining(ChildJvm::close);
        if (federation != null) {
            federation.close();
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64", disabledReason = "the example with DJL names this platform")
    void shouldLeadFromTableToScoresInAnApplicationWhenThePageIsFollowed() throws IOException, InterruptedException {
        PageCommands page = beginAsThePageSays();
        ChildJvm rounds = started(page.start("rounds --federation table --follow"));

        List<Process> clients = new ArrayList<>();
        for (int client = 1; client <= CLIENTS; client++) {
            clients.add(start("client-" + client, clientOfThePage(page, client)));
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
        await().atMost(TestFederation.PATIENCE)
                .untilAsserted(() -> assertThat(rounds.stdout()).containsPattern("(?m)^ *5 "));
        requireScores(page);
        requireScoresByDjl(page);
        requireSuccess(page.start("model export --federation table"));
        assertThat(directory.resolve("table.zip")).isNotEmptyFile();
    }

    /** Broker, settings, topics, version 0 and aggregator, each by the page's own words. */
    private PageCommands beginAsThePageSays() throws IOException, InterruptedException {
        int port = freePort();
        servers = "127.0.0.1:" + port;
        name = "table";
        PageCommands page = new PageCommands(
                List.of(TOP.resolve("docs/your-own-network.md"), TOP.resolve("docs/scoring.md")),
                directory,
                Map.of(
                        "127.0.0.1:9092",
                        servers,
                        "/tmp/broker",
                        directory.resolve("log").toString()));
        Files.writeString(directory.resolve("federation.yaml"), page.block("federation: table"));
        ChildJvm broker = started(page.start("broker", "--port", String.valueOf(port)));
        await().atMost(TestFederation.PATIENCE).until(() -> broker.stdout().contains("broker runs on " + servers));
        writeScaling();
        assertThat(awaitExit(start("network", javaOf(page, "com.example.table.TableNetwork"))))
                .as(log("network"))
                .isZero();
        requireSuccess(page.start("topics apply"));
        requireSuccess(page.start("model init"));
        started(page.start(
                "aggregator", "--state-dir", directory.resolve("state").toString()));
        return page;
    }

    /** The words behind the page's class path. */
    private static List<String> javaOf(PageCommands page, String main) {
        List<String> words = page.words("    java -cp … " + main);
        return words.subList(3, words.size());
    }

    /** The same with the secret and the table of another client than the first. */
    private List<String> clientOfThePage(PageCommands page, int client) throws IOException {
        table(client, 300);
        return javaOf(page, "com.example.table.TableClient").stream()
                .map(word -> word.replace("secret-1", "secret-" + client).replace("table-1", "table-" + client))
                .toList();
    }

    private ChildJvm started(ChildJvm command) {
        commands.add(command);
        return command;
    }

    private void requireSuccess(ChildJvm command) {
        assertThat(started(command).awaitExit(TestFederation.PATIENCE))
                .as(command.stderr())
                .isZero();
    }

    private void makeNetwork(String zip) throws IOException, InterruptedException {
        assertThat(awaitExit(start("network", "TableNetwork", zip, String.valueOf(COLUMNS))))
                .as(log("network"))
                .isZero();
    }

    private void writeScaling() throws IOException {
        Files.writeString(
                directory.resolve("scaling.csv"), "column,mean,deviation\nage,50,20\npressure,120,15\nsugar,90,25\n");
    }

    private void requireScores(PageCommands page) throws IOException, InterruptedException {
        table(9, 50);
        assertThat(awaitExit(start("scorer", javaOf(page, "com.example.table.TableScorer"))))
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

    /** The same version in DL4J gives the expected scores. */
    private void requireScoresByDjl(PageCommands page) throws IOException, InterruptedException {
        float[][] rows = inputs(20);
        Files.write(
                directory.resolve("inputs.csv"),
                Stream.of(rows).map(OwnNetworkIT::line).toList());
        Process scorer = start(
                "djl",
                djlClasspath,
                List.of("-DDJL_CACHE_DIR=" + DIRECTORY.resolve("djl")),
                javaOf(page, "-Dai.djl.offline=true com.example.djl.DjlScorer"));
        assertThat(awaitExit(scorer)).as(log("djl")).isZero();
        List<String> scores = log("djl")
                .lines()
                .filter(line -> line.matches("[01]\\.[0-9]{6}"))
                .toList();

        try (ModelReader reader =
                new ModelReader(Map.of("bootstrap.servers", servers), new FederationTopics(name).model())) {
            GlobalModel model = reader.newest(TestFederation.PATIENCE).orElseThrow();
            double[] expected = FollowedNetwork.of(() -> model)
                    .network()
                    .output(Nd4j.createFromArray(rows))
                    .getColumn(1)
                    .toDoubleVector();
            assertThat(scores.stream().mapToDouble(Double::parseDouble).toArray())
                    .as(log("djl"))
                    .hasSize(expected.length)
                    .containsExactly(expected, within(1e-4));
        }
    }

    private static float[][] inputs(int count) {
        SplittableRandom random = new SplittableRandom(5);
        float[][] rows = new float[count][2 * COLUMNS];
        for (float[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                row[i] = (float) (random.nextDouble() * 4 - 2);
            }
        }
        return rows;
    }

    private static String line(float[] row) {
        return IntStream.range(0, row.length)
                .mapToObj(i -> Float.toString(row[i]))
                .collect(Collectors.joining(","));
    }

    @Test
    void shouldCloseTheClientWhenItsProcessGetsSigterm(EmbeddedBroker broker) throws IOException, InterruptedException {
        begin(broker);
        table(1, 300);
        Process client =
                start("client-1", "TableClient", servers, name, "secret-1", "table-1.csv", "scaling.csv", "1000000");
        // One of three: it waits for the others.
        await().atMost(2 * TestFederation.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .until(() -> log("client-1").contains("update published"));

        client.destroy();

        assertThat(awaitExit(client)).isEqualTo(EXIT_OF_SIGTERM);
        assertThat(log("client-1")).contains("stopped: clientId=").doesNotContain("Exception");
    }

    private void begin(EmbeddedBroker broker) throws IOException, InterruptedException {
        servers = broker.bootstrapServers();
        federation = TestFederation.planned(
                FederationPlan.of(1, "round: {goal: 3}\nevaluation: {metric: auc, better: higher}\n"), servers);
        federation.createTopics();
        name = federation.topics().federation();
        writeScaling();
        makeNetwork("my.zip");
        CommandLines.Run init = new CommandLines(servers)
                .client(
                        "model",
                        "init",
                        "--federation",
                        name,
                        "--architecture",
                        directory.resolve("my.zip").toString());
        assertThat(init.exitCode()).as(init.err()).isZero();
        federation.startAggregator();
    }

    @Test
    void shouldNameTheRowWhenATableDoesNotFit() throws IOException, InterruptedException {
        writeScaling();
        Files.writeString(directory.resolve("bad.csv"), "age,pressure,sugar,ill\n50,120,90,0\n51,NaN,90,1\n");

        int exit = awaitExit(start("bad", "TableScorer", "127.0.0.1:9", "table", "bad.csv", "scaling.csv"));

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
        return Files.writeString(directory.resolve("table-" + seed + ".csv"), csv);
    }

    private static String value(SplittableRandom random, double mean, double deviation) {
        return random.nextInt(10) == 0
                ? ","
                : String.format(Locale.ROOT, "%.2f,", mean + deviation * (random.nextDouble() * 4 - 2));
    }

    private Process start(String log, String main, String... words) throws IOException {
        return start(
                log,
                Stream.concat(Stream.of("com.example.table." + main), Stream.of(words))
                        .toList());
    }

    private Process start(String log, List<String> mainAndWords) throws IOException {
        return start(log, classpath, List.of(), mainAndWords);
    }

    private Process start(String log, String libraries, List<String> options, List<String> mainAndWords)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1");
        builder.command().addAll(options);
        builder.command().addAll(List.of("-cp", libraries));
        builder.command().addAll(mainAndWords);
        builder.environment().put("OMP_NUM_THREADS", "1");
        Process process = builder.directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(log + ".log").toFile())
                .start();
        started.add(process);
        return process;
    }

    private static int awaitExit(Process process) throws InterruptedException {
        assertThat(process.waitFor(2 * TestFederation.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        return process.exitValue();
    }

    private String log(String log) throws IOException {
        return Files.readString(directory.resolve(log + ".log"));
    }
}
