package dev.tributary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tributary.aggregator.command.AggregatorMain;
import dev.tributary.client.command.ClientMain;
import dev.tributary.demo.command.DemoMain;
import dev.tributary.e2e.harness.ChildJvm;
import dev.tributary.e2e.harness.FederationPlan;
import dev.tributary.e2e.harness.IdxFiles;
import dev.tributary.e2e.harness.SharedBroker;
import dev.tributary.e2e.harness.TestFederation;
import dev.tributary.operator.command.TributaryCommand;
import dev.tributary.testbed.broker.EmbeddedBroker;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every command with wrong input: one line that says what to put right, exit code 2, soon, and a stack trace only when
 * asked for.
 */
@ExtendWith(SharedBroker.class)
class WrongInputIT {

    private static final String STACK_TRACE = "\tat ";

    /** A client may say what it has read before it finds that the broker is not there. */
    private static final Pattern LOG_OF_NORMAL_WORK = Pattern.compile("^\\d{4}-\\d\\d-\\d\\dT\\S+Z INFO ");

    private static final String NO_HOST = "no-such-host.invalid:9092";
    private static final String NOBODY = "127.0.0.1:1";
    private static final FederationPlan PLAN = FederationPlan.of(10, "round: {goal: 2}\n");

    private static final AtomicInteger PROCESSES = new AtomicInteger();

    private static String brokerAddress;
    private static TestFederation federation;
    private static TestFederation withoutTopics;
    private static ServerSocket taken;

    @BeforeAll
    static void prepare(EmbeddedBroker broker) throws IOException {
        brokerAddress = broker.bootstrapServers();
        federation = TestFederation.create(PLAN, brokerAddress);
        withoutTopics = TestFederation.planned(PLAN, brokerAddress);
        taken = new ServerSocket(0);
        write("not.zip", "no zip at all");
        write("wrong-key.yaml", "federation: f\nprivacy: {masking: off}\nround: {gaol: 2}\n");
        write("wrong-value.yaml", "federation: f\nprivacy: {masking: off}\nround: {goal: 0}\n");
        write("masked.yaml", "federation: f\nprivacy: {masking: required}\n");
        write("not-a-directory", "");
        Path corrupt = IdxFiles.write(federation.file("corrupt"), 20, 10).resolve("train-labels-idx1-ubyte");
        Files.write(corrupt, "these are no labels".getBytes(StandardCharsets.UTF_8));
        Files.createDirectories(federation.file("empty"));
    }

    private static void write(String name, String content) throws IOException {
        Files.writeString(federation.file(name), content);
    }

    @AfterAll
    static void cleanUp() throws IOException {
        taken.close();
        federation.close();
        withoutTopics.close();
    }

    static Stream<Arguments> wrongInput() {
        return Stream.of(aggregatorInput(), topicsInput(), clientInput(), modelInput(), demoInput())
                .flatMap(inputs -> inputs);
    }

    private static Stream<Arguments> aggregatorInput() {
        String good = federation.settingsFile().toString();
        String bare = withoutTopics.settingsFile().toString();
        return Stream.of(
                operator("round.gaol must be a known setting", aggregator(file("wrong-key.yaml"), brokerAddress)),
                operator(
                        "round.goal must be a whole number from 1 to 1000000, was 0",
                        aggregator(file("wrong-value.yaml"), brokerAddress)),
                operator(
                        "--helper-root must be the root key of the mask helper",
                        aggregator(file("masked.yaml"), brokerAddress)),
                operator("no-such.yaml", aggregator(file("no-such.yaml"), brokerAddress)),
                operator(
                        "--state-dir must be a directory",
                        with(aggregator(good, brokerAddress), "--state-dir", file("not-a-directory"))),
                operator("--settings", List.of("aggregator", "--bootstrap-server", brokerAddress)),
                operator("bootstrap.servers", List.of("aggregator", "--settings", good)),
                operator("did not answer within", aggregator(good, NOBODY)),
                operator("no-such-host.invalid", aggregator(good, NO_HOST)),
                operator("fl." + name(withoutTopics), aggregator(bare, brokerAddress)),
                operator(
                        "--http-port must be free, was " + taken.getLocalPort(),
                        with(aggregator(good, brokerAddress), "--http-port", String.valueOf(taken.getLocalPort()))),
                operator(
                        "no-such.properties",
                        with(aggregator(good, brokerAddress), "--kafka-config", file("no-such.properties"))));
    }

    private static Stream<Arguments> topicsInput() {
        return Stream.of(
                operator("round.gaol must be a known setting", topics(file("wrong-key.yaml"), brokerAddress)),
                operator(
                        "did not answer within",
                        topics(federation.settingsFile().toString(), NOBODY)));
    }

    private static Stream<Arguments> clientInput() {
        return Stream.of(
                client("did not answer within", name(federation), NOBODY, "--generated", "10"),
                client("fl." + name(withoutTopics), name(withoutTopics), brokerAddress, "--generated", "10"),
                client("no-such-data", name(federation), brokerAddress, "--data", file("no-such-data")),
                client("train-labels-idx1-ubyte", name(federation), brokerAddress, "--data", file("corrupt")),
                client("federation must be", "No Name", brokerAddress, "--generated", "10"),
                client("--generated must be 1 to", name(federation), brokerAddress, "--generated", "0"),
                // A model that is no network of DL4J's: nothing that this trainer could run.
                client("none", name(federation), brokerAddress, "--generated", "10"));
    }

    private static Stream<Arguments> modelInput() {
        return Stream.of(
                model("did not answer within", name(federation), NOBODY, "mlp"),
                model("fl." + name(withoutTopics), name(withoutTopics), brokerAddress, "mlp"),
                model("must hold no model before version 0", name(federation), brokerAddress, "mlp"),
                model("no-such-network", name(federation), brokerAddress, "no-such-network"),
                model("not.zip", name(federation), brokerAddress, file("not.zip")));
    }

    private static Stream<Arguments> demoInput() {
        return Stream.of(
                demo("--clients must be 1 to", "--clients", "0"),
                demo("no-such-network", "--model", "no-such-network"),
                demo("no-such-data", "--data", file("no-such-data")),
                demo("empty", "--data", file("empty")),
                demo("train-labels-idx1-ubyte", "--data", file("corrupt")),
                demo("--vresions", "--vresions", "3"),
                demo(
                        "not-a-directory",
                        "--out",
                        file("not-a-directory") + "/out",
                        "--clients",
                        "2",
                        "--versions",
                        "1"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongInput")
    @Execution(ExecutionMode.CONCURRENT)
    void shouldSayInOneLineWhatToPutRightWhenInputIsWrong(
            List<String> args, Class<?> main, String expected, Path directory) {
        try (ChildJvm process = ChildJvm.start(directory, main, args)) {
            int exitCode = process.awaitExit(TestFederation.PATIENCE);

            assertThat(process.stderr()
                            .lines()
                            .filter(line -> !LOG_OF_NORMAL_WORK.matcher(line).find()))
                    .singleElement()
                    .asString()
                    .startsWith("tributary: ")
                    .contains(expected);
            assertThat(exitCode).isEqualTo(2);
        }
    }

    static Stream<Arguments> oneOfEachProgram() {
        return Stream.of(
                operator("round.gaol", with(aggregator(file("wrong-key.yaml"), brokerAddress), "--verbose")),
                client("no-such-data", name(federation), brokerAddress, "--data", file("no-such-data"), "--verbose"),
                demo("no-such-data", "--data", file("no-such-data"), "--verbose"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("oneOfEachProgram")
    @Execution(ExecutionMode.CONCURRENT)
    void shouldShowStackTraceWhenVerbose(List<String> args, Class<?> main, String expected, Path directory) {
        try (ChildJvm process = ChildJvm.start(directory, main, args)) {
            assertThat(process.awaitExit(TestFederation.PATIENCE)).isEqualTo(2);

            assertThat(process.stderr()).contains("tributary: ", expected).contains(STACK_TRACE);
        }
    }

    private static List<String> aggregator(String settings, String bootstrapServer) {
        return List.of("aggregator", "--settings", settings, "--bootstrap-server", bootstrapServer);
    }

    private static List<String> topics(String settings, String bootstrapServer) {
        return List.of("topics", "apply", "--settings", settings, "--bootstrap-server", bootstrapServer);
    }

    private static Arguments operator(String expected, List<String> args) {
        Class<?> main = args.get(0).equals("aggregator") ? AggregatorMain.class : TributaryCommand.class;
        return input(main, expected, args);
    }

    private static Arguments client(String expected, String name, String bootstrapServer, String... more) {
        return input(
                ClientMain.class,
                expected,
                with(List.of("client", "--federation", name, "--bootstrap-server", bootstrapServer), more));
    }

    private static Arguments model(String expected, String name, String bootstrapServer, String architecture) {
        return input(
                ClientMain.class,
                expected,
                List.of(
                        "model",
                        "init",
                        "--federation",
                        name,
                        "--bootstrap-server",
                        bootstrapServer,
                        "--architecture",
                        architecture));
    }

    private static Arguments demo(String expected, String... args) {
        return input(DemoMain.class, expected, List.of(args));
    }

    private static Arguments input(Class<?> main, String expected, List<String> args) {
        return arguments(args, main, expected, federation.file("process-" + PROCESSES.incrementAndGet()));
    }

    private static List<String> with(List<String> args, String... more) {
        List<String> all = new ArrayList<>(args);
        all.addAll(List.of(more));
        return all;
    }

    private static String file(String name) {
        return federation.file(name).toString();
    }

    private static String name(TestFederation named) {
        return named.topics().federation();
    }
}
