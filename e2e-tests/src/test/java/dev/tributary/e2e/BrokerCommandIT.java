package dev.tributary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.demo.command.BrokerMain;
import dev.tributary.e2e.harness.ChildJvm;
import dev.tributary.e2e.harness.CommandLines;
import dev.tributary.e2e.harness.FederationPlan;
import dev.tributary.e2e.harness.TestClient;
import dev.tributary.e2e.harness.TestFederation;
import dev.tributary.testbed.broker.EmbeddedBroker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code tributary broker} as somebody without Kafka has it: a process, a directory, and all else against it. */
class BrokerCommandIT {

    private static final Duration STOP = Duration.ofSeconds(20);
    private static final Duration REFUSAL = Duration.ofSeconds(15);

    private final Path directory =
            Path.of("target", "e2e", "broker-" + UUID.randomUUID()).toAbsolutePath();
    private final Path data = directory.resolve("data");

    @Test
    void shouldServeAFederationThatGoesOnAfterARestart() throws IOException {
        int port = freePort();
        String servers = "127.0.0.1:" + port;
        FederationPlan plan = FederationPlan.of(100, "round: {goal: 1}\n");
        try (ChildJvm first = start("first", "--port", String.valueOf(port))) {
            awaitRunning(first, servers);
            String name = learnTwoVersions(servers, plan);

            first.terminate();

            assertThat(first.awaitExit(STOP)).as(first.stderr()).isZero();
            assertThat(first.stdout()).endsWith("broker stopped\n");
            assertThat(first.stderr()).isEmpty();
            try (ChildJvm second = start("second", "--port", String.valueOf(port))) {
                awaitRunning(second, servers);
                CommandLines.Run listed =
                        new CommandLines(servers).client("model", "list", "--federation", name, "-o", "json");
                assertThat(listed.json().path("versions").findValuesAsText("version"))
                        .startsWith("0", "1", "2");
            }
        }
    }

    /** Returns the federation's name. */
    private static String learnTwoVersions(String servers, FederationPlan plan) {
        try (TestFederation federation = TestFederation.create(plan, servers)) {
            federation.startAggregator();
            TestClient client = federation.startClient(2);
            await().atMost(TestFederation.PATIENCE).until(client::hasEnded);
            return federation.topics().federation();
        }
    }

    @Test
    void shouldStopWithinSecondsWhenInterruptedAsByCtrlC() throws IOException, InterruptedException {
        int port = freePort();
        try (ChildJvm broker = start("interrupted", "--port", String.valueOf(port))) {
            awaitRunning(broker, "127.0.0.1:" + port);

            Process kill = new ProcessBuilder("kill", "-INT", String.valueOf(broker.pid())).start();
            assertThat(kill.waitFor()).isZero();

            assertThat(broker.awaitExit(STOP)).isZero();
        }
    }

    @Test
    void shouldSayInOneLineWhenPortIsTakenOrDirectoryIsAnothers() throws IOException {
        Files.createDirectories(data);
        Files.writeString(data.resolve("notes.txt"), "mine");
        try (EmbeddedBroker other = EmbeddedBroker.start()) {
            String taken = other.bootstrapServers().substring("127.0.0.1:".length());

            assertRefused(
                    start("taken", "--port", taken),
                    "tributary: port must be one that nobody listens on, was " + taken);
            assertRefused(
                    start("foreign", "--port", String.valueOf(freePort())),
                    "tributary: data directory must be new, empty, or one of tributary broker, was one with notes.txt");
            assertRefused(start("number", "--port", "70000"), "tributary: port must be 1 to 65535, was 70000");
            assertRefused(
                    start("wildcard", "--port", String.valueOf(freePort()), "--bind", "0.0.0.0"),
                    "tributary: advertised host must be a name or address that clients can connect to, was 0.0.0.0");
        }
    }

    private static void assertRefused(ChildJvm process, String line) {
        try (process) {
            assertThat(process.awaitExit(REFUSAL)).isEqualTo(2);
            assertThat(process.stderr()).startsWith(line).hasLineCount(1);
            assertThat(process.stdout()).isEmpty();
        }
    }

    private ChildJvm start(String name, String... words) {
        List<String> args = new ArrayList<>(List.of("--data", data.toString()));
        args.addAll(Stream.of(words).toList());
        return ChildJvm.start(directory.resolve(name), BrokerMain.class, args);
    }

    private static void awaitRunning(ChildJvm broker, String servers) {
        await().atMost(TestFederation.PATIENCE).until(() -> {
            assertThat(broker.isRunning()).as(broker.stderr()).isTrue();
            return broker.stdout().contains("broker runs on " + servers);
        });
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }
}
