package dev.tributary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.client.dl4j.BuiltInArchitecture;
import dev.tributary.client.dl4j.Dl4jModels;
import dev.tributary.client.dl4j.InitialModel;
import dev.tributary.e2e.harness.ChildJvm;
import dev.tributary.e2e.harness.CommandLines;
import dev.tributary.e2e.harness.CommandLines.Run;
import dev.tributary.e2e.harness.FederationPlan;
import dev.tributary.e2e.harness.RawUpdate;
import dev.tributary.e2e.harness.SharedBroker;
import dev.tributary.e2e.harness.TestFederation;
import dev.tributary.e2e.harness.UpdateSender;
import dev.tributary.operator.command.TributaryCommand;
import dev.tributary.schemas.payload.Checksums;
import dev.tributary.testbed.broker.EmbeddedBroker;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One federation from its first model to its ninth version, steered by commands alone. Each test goes on from the last. */
@ExtendWith(SharedBroker.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ModelLifeIT {

    private static final InitialModel MLP = BuiltInArchitecture.named("mlp").initialModel(42);

    private static final String SECTIONS = """
            round: {goal: 2, quorum: 1, deadline: 1h}
            """;

    private static TestFederation federation;
    private static UpdateSender sender;
    private static CommandLines commands;
    private static String broker;

    @BeforeAll
    static void beginFederation(EmbeddedBroker running) {
        broker = running.bootstrapServers();
        commands = new CommandLines(broker);
        federation = TestFederation.planned(FederationPlan.of(MLP.parameters().length, SECTIONS), broker);
        federation.createTopics();

        JsonNode initial = model("init", "--architecture", "mlp", "-o", "json").json();

        assertThat(initial.path("version").asInt(-1)).isZero();
        federation.startAggregator();
        sender = federation.sender();
        for (long base = 0; base < 2; base++) {
            send("one", base);
            send("two", base);
            federation.awaitVersion(base + 1);
        }
    }

    @AfterAll
    static void endFederation() {
        federation.close();
    }

    @Test
    @Order(1)
    void shouldListVersionsWithWhatMadeThem() {
        JsonNode versions = model("list", "-o", "json").json().path("versions");

        assertThat(versions.findValuesAsText("version")).containsExactly("0", "1", "2");
        assertThat(versions.findValuesAsText("updates")).containsExactly("0", "2", "2");
        assertThat(versions.findValuesAsText("bytes")).containsOnly(String.valueOf(4L * MLP.parameters().length));
        assertThat(model("list").out().lines().toList())
                .hasSize(4)
                .first()
                .asString()
                .startsWith("VERSION  ENCODING")
                .endsWith("MARKS");
    }

    @Test
    @Order(2)
    void shouldShowAVersionWithTheDigestOfWhatItExports() throws IOException {
        JsonNode shown = model("show", "--version", "1", "-o", "json").json();
        Path raw = federation.file("v1.raw");
        Run exported = model("export", "--version", "1", "--format", "raw", "--out", raw.toString());

        assertThat(exported.out()).isEqualTo("wrote version 1 to " + raw + "\n");
        assertThat(shown.path("sha256").asText())
                .isEqualTo(HexFormat.of().formatHex(Checksums.sha256(ByteBuffer.wrap(Files.readAllBytes(raw)))));
        assertThat(shown.path("layoutFingerprint").asText())
                .isEqualTo(MLP.layout().fingerprint());
        assertThat(shown.path("settings").path("round.goal").asText()).isEqualTo("2");
        assertThat(shown.path("tensors")).hasSize(MLP.layout().tensors().size());
        assertThat(model("show").out()).contains("version               2\n", "  round.goal: 2\n", "order F, from 0\n");
        assertThat(Files.readString(federation.file("v1.raw.layout.json")))
                .contains(MLP.layout().fingerprint());
    }

    @Test
    @Order(3)
    void shouldExportWhatDl4jLoads() throws IOException {
        Path zip = federation.file("v1.zip");

        assertThat(model("export", "--version", "1", "--out", zip.toString()).exitCode())
                .isZero();

        assertThat(Dl4jModels.importZip(zip).parameters()).isEqualTo(floats(federation.file("v1.raw")));
    }

    @Test
    @Order(4)
    void shouldMeasureHowFarVersionsAreApart() throws IOException {
        float[] first = floats(federation.file("v1.raw"));
        double squares = 0;
        for (int i = 0; i < first.length; i++) {
            squares += Math.pow((double) first[i] - MLP.parameters()[i], 2);
        }

        JsonNode difference = model("diff", "0", "1", "-o", "json").json();

        assertThat(difference.path("total").path("l2Norm").asDouble()).isCloseTo(Math.sqrt(squares), within(1e-9));
        assertThat(difference.path("total").path("cosine").asDouble()).isBetween(0.0, 1.0);
        assertThat(difference.path("tensors")).hasSize(MLP.layout().tensors().size());
        assertThat(model("diff", "0", "1").out().lines().toList())
                .hasSize(MLP.layout().tensors().size() + 2)
                .last()
                .asString()
                .startsWith("total");
    }

    @Test
    @Order(5)
    void shouldPublishAModelThatWasTrainedElsewhere() {
        String raw = federation.file("v1.raw").toString();
        String zip = federation.file("v1.zip").toString();

        Run ofRaw = model("publish", "--raw", raw, "--reason", "retrained on the lab's data", "-o", "json");
        Run ofZip = model("publish", "--model", zip, "--reason", "retrained again");

        assertThat(ofRaw.json().path("state").asText()).isEqualTo("published");
        assertThat(ofRaw.json().path("version").asLong()).isEqualTo(3);
        assertThat(ofZip.out()).isEqualTo("published as version 4\n");
        assertThat(total("1", "3", "l2Norm")).isZero();
        assertThat(total("1", "4", "maxAbs")).isZero();
        assertThat(total("2", "4", "l2Norm")).isPositive();
    }

    private static double total(String first, String second, String figure) {
        return model("diff", first, second, "-o", "json")
                .json()
                .path("total")
                .path(figure)
                .asDouble(-1);
    }

    @Test
    @Order(6)
    void shouldRollBackAndMarkWhatLiesBetween() {
        Run run = model("rollback", "--to", "2", "--reason", "the lab's data were wrong");

        assertThat(run.out()).as(run.err()).isEqualTo("published as version 5\n");
        JsonNode versions = model("list", "-o", "json").json().path("versions");
        assertThat(versions.path(2).path("marks")).isEmpty();
        assertThat(versions.path(3).path("marks").path(0).asText()).isEqualTo("rolled back by version 5");
        assertThat(versions.path(4).path("marks").path(0).asText()).isEqualTo("rolled back by version 5");
        assertThat(versions.path(5).path("marks").path(0).asText()).isEqualTo("copy of version 2");
        assertThat(total("2", "5", "l2Norm")).isZero();
    }

    @Test
    @Order(7)
    void shouldChangeSettingsWithTheNextVersion() throws IOException {
        String changed = settings("changed.yaml", "goal: 2", "goal: 1");
        CompletableFuture<Run> apply = CompletableFuture.supplyAsync(
                () -> commands.operator("federation", "apply", "--settings", changed, "--wait", "60s"));
        // An update that comes before the command closes a round with the old settings: so there is always another.
        SplittableRandom random = new SplittableRandom(7);
        await().atMost(TestFederation.PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    send("client-" + random.nextInt(1_000_000), 5);
                    return apply.isDone();
                });

        assertThat(apply.join().out())
                .as(apply.join().err())
                .startsWith("round.goal: 2 -> 1\n")
                .containsPattern("the settings hold from version \\d+ on\n");
        Run again = commands.operator("federation", "apply", "--settings", changed, "-o", "json");
        assertThat(again.json().path("state").asText()).isEqualTo("unchanged");
        JsonNode shown = commands.operator("federation", "show", "--federation", name(), "-o", "json")
                .json();
        assertThat(shown.path("settings").path("round.goal").asText()).isEqualTo("1");
        assertThat(shown.path("mode").asText()).isEqualTo("async");
        assertThat(shown.path("isStopped").asBoolean(true)).isFalse();
        assertThat(commands.operator("federation", "show", "--federation", name())
                        .out())
                .contains("mode           async\n", "stopped        no\n", "  round.goal: 1\n");
    }

    @Test
    @Order(8)
    void shouldSayThatSettingsWaitWhenNoVersionComes() throws IOException {
        String changed = settings("waiting.yaml", "goal: 2", "goal: 3");

        Run run = commands.operator("federation", "apply", "--settings", changed, "--wait", "0s", "-o", "json");

        assertThat(run.json().path("state").asText()).isEqualTo("sent");
        assertThat(run.json().path("version").isNull()).isTrue();
        assertThat(run.json().path("changes").path(0).path("path").asText()).isEqualTo("round.goal");
    }

    @Test
    @Order(9)
    void shouldRefuseSettingsThatCannotChange() throws IOException {
        String partitions = settings("partitions.yaml", "updatePartitions: 1", "updatePartitions: 2");
        // Only the aggregator knows how large the model is.
        String memory = settings(
                "memory.yaml",
                "round: {goal: 2, quorum: 1",
                "strategy: {name: median, maxMemory: 1MiB}\nround: {goal: 20, quorum: 10");

        Run refusedHere = commands.operator("federation", "apply", "--settings", partitions);
        Run refusedThere = commands.operator("federation", "apply", "--settings", memory);

        assertOneLine(refusedHere, "topics.updatePartitions must stay 1 while the federation lives, was 2");
        assertOneLine(refusedThere, "the aggregator refused the settings: strategy.maxMemory must be at least");
    }

    @Test
    @Order(10)
    void shouldShowRoundsAsTableChartsAndJson() {
        JsonNode rounds = commands.operator("rounds", "--federation", name(), "-o", "json")
                .json()
                .path("rounds");
        String text = commands.operator(
                        "rounds", "--settings", federation.settingsFile().toString())
                .out();
        Run last = commands.operator("rounds", "--federation", name(), "--last", "1");

        assertThat(rounds.findValuesAsText("reason").subList(0, 6))
                .containsExactly("INITIAL", "GOAL", "GOAL", "PUBLISHED", "PUBLISHED", "ROLLBACK");
        assertThat(rounds.path(5).path("note").asText()).isEqualTo("the lab's data were wrong");
        assertThat(text.lines().filter(line -> line.matches("\\s+\\d+ (initial|goal|published|rollback) .*")))
                .hasSize(rounds.size());
        assertThat(text).contains("retrained again").contains("\nupdates\n").contains("*");
        assertThat(last.out().lines()).hasSize(2);
    }

    @Test
    @Order(11)
    void shouldFollowRoundsUntilStopped() {
        List<String> words = List.of(
                "rounds",
                "--follow",
                "--last",
                "2",
                "-o",
                "json",
                "--federation",
                name(),
                "--bootstrap-server",
                broker);
        try (ChildJvm process = ChildJvm.start(federation.file("follow"), TributaryCommand.class, words)) {
            await().atMost(TestFederation.PATIENCE)
                    .until(() -> process.stdout().lines().count() == 2);

            process.terminate();

            assertThat(process.awaitExit(TestFederation.PATIENCE)).isZero();
            assertThat(process.stderr()).isEmpty();
        }
    }

    @Test
    @Order(12)
    void shouldComputeTheRetainedVersionsAgain() {
        Run run = commands.operator(
                "replay", "--settings", federation.settingsFile().toString(), "--from-version", "0", "-o", "json");

        JsonNode versions = run.json().path("versions");
        assertThat(versions.size()).as(run.err()).isGreaterThan(5);
        assertThat(versions.findValuesAsText("isIdentical")).containsOnly("true");
    }

    @ParameterizedTest
    @Order(13)
    @CsvSource(
            delimiter = '|',
            value = {
                "show --version 99 | version must be one that topic",
                "export --version 99 --out x.zip | version must be one that topic",
                "export --version -1 --out x.zip | version must be 0 or more, was -1",
                "export --format onnx --out x.onnx | --format must be dl4j or raw, was onnx",
                "diff 0 99 | version must be one that topic",
                "publish --raw no-such.raw --reason r | file no-such.raw must exist",
                "publish --model no-such.zip --reason r | file no-such.zip must exist",
                "rollback --to 99 --reason r | --to must be a version below",
                "list --output xml | Invalid value for option '--output'",
                "rollback --to 0 | Missing required option: '--reason=TEXT'",
                "rollback --to 0 --reason r --wait soon | must be a duration such as",
            })
    void shouldSayInOneLineWhatIsWrongWithAModelCommand(String words, String expected) {
        assertOneLine(model(words.split(" ", -1)), expected);
    }

    @ParameterizedTest
    @Order(14)
    @CsvSource(
            delimiter = '|',
            value = {
                "rounds --federation NAME --last 0 | --last must be 1 to 1000000, was 0",
                "rounds --federation no-such-federation | fl.no-such-federation.rounds",
                "rounds | (--federation=NAME | --settings=FILE)",
                "federation show --federation No | federation must be 1 to 63 characters",
                "federation apply --settings no-such.yaml | no-such.yaml must be a readable settings file",
                "replay --settings SETTINGS --from-version 99 | version 99 must be on",
            })
    void shouldSayInOneLineWhatIsWrongWithAnOperatorsCommand(String words, String expected) {
        String given = words.replace("NAME", name())
                .replace("SETTINGS", federation.settingsFile().toString());

        assertOneLine(commands.operator(given.split(" ", -1)), expected);
    }

    @Test
    @Order(15)
    void shouldRefuseAModelOfAnotherLayoutBeforeItIsSent() throws IOException {
        Path shorter = Files.write(federation.file("short.raw"), new byte[40]);
        Path other = federation.file("cnn.zip");
        InitialModel cnn = BuiltInArchitecture.named("small-cnn").initialModel(1);
        Dl4jModels.exportZip(cnn.definition(), cnn.parameters(), other);
        float[] poisoned = MLP.parameters().clone();
        poisoned[17] = Float.NaN;
        Path notFinite = write("nan.raw", poisoned);

        assertOneLine(
                model("publish", "--raw", shorter.toString(), "--reason", "r"),
                "must have " + 4L * MLP.parameters().length + " bytes");
        assertOneLine(model("publish", "--model", other.toString(), "--reason", "r"), "tensor 0 of " + other);
        assertOneLine(
                model("publish", "--raw", notFinite.toString(), "--reason", "r"),
                "parameters must be finite, was NaN at 17");
        assertOneLine(
                model("publish", "--raw", notFinite.toString(), "--reason", " "), "--reason must be one line of 1 to");
    }

    private static void assertOneLine(Run run, String expected) {
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .startsWith("tributary: ")
                .contains(expected);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).doesNotContain("published");
    }

    private static String name() {
        return federation.topics().federation();
    }

    private static Run model(String... words) {
        return commands.client(Stream.of(List.of("model"), Arrays.asList(words), List.of("--federation", name()))
                .flatMap(List::stream)
                .toArray(String[]::new));
    }

    private static String settings(String name, String from, String to) throws IOException {
        String text = Files.readString(federation.settingsFile());
        assertThat(text).contains(from);
        return Files.writeString(federation.file(name), text.replace(from, to)).toString();
    }

    private static void send(String clientId, long base) {
        SplittableRandom random = new SplittableRandom(clientId.hashCode() + 31 * base);
        float[] delta = new float[MLP.parameters().length];
        for (int i = 0; i < delta.length; i++) {
            delta[i] = (float) random.nextDouble(-0.01, 0.01);
        }
        sender.send(RawUpdate.of(federation, clientId)
                .base(base)
                .examples(1 + random.nextInt(50))
                .delta(delta)
                .manifest(manifest -> manifest.setLayoutFingerprint(MLP.layout().fingerprint())));
    }

    private static float[] floats(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        float[] floats = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(floats);
        return floats;
    }

    private static Path write(String name, float[] values) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return Files.write(federation.file(name), bytes.array());
    }
}
