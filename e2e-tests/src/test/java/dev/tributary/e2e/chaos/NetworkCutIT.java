package dev.tributary.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.demo.broker.ChildBroker;
import dev.tributary.e2e.harness.AggregatorProcess;
import dev.tributary.e2e.harness.SharedBroker;
import dev.tributary.e2e.harness.TestClient;
import dev.tributary.e2e.harness.TestFederation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The network between aggregator and broker is cut without a word, longer than the group believes in the silent. */
class NetworkCutIT {

    /** Twice the session timeout of the test's aggregators. */
    private static final Duration SHORT = Duration.ofSeconds(6);

    @Test
    void shouldGoOnWhenNetworkIsCutForLongerThanTheSession() {
        requireSurvived(SHORT, 1);
    }

    @Test
    @Tag("chaos")
    void shouldGoOnWhenNetworkIsCutForThirtySeconds() {
        requireSurvived(Duration.ofSeconds(30), 1);
    }

    /** The other takes over meanwhile, and the one that was cut off is fenced when it comes back. */
    @Test
    @Tag("chaos")
    void shouldFenceInstanceWhenItWasCutOffAndAnotherTookOver() {
        requireSurvived(Duration.ofSeconds(30), 2);
    }

    private static void requireSurvived(Duration cut, int instances) {
        int listening = freePort();
        int advertised = freePort();
        try (ChildBroker broker = ChildBroker.startWithSecondListener(SharedBroker.IMPATIENT, listening, advertised);
                TcpProxy proxy = TcpProxy.start(advertised, listening);
                TestFederation federation =
                        TestFederation.create(Crowd.PLAN.withPartitions(2), broker.bootstrapServers())) {
            AggregatorProcess behind = federation.spawnAggregator(
                    "behind",
                    federation.file("state-behind"),
                    AggregatorProcess.KAFKA_CONFIG.formatted("127.0.0.1:" + advertised));
            behind.awaitReady();
            if (instances > 1) {
                federation
                        .spawnAggregator("beside", federation.file("state-beside"))
                        .awaitReady();
            }
            List<TestClient> clients = Crowd.start(federation, 4);
            Crowd.awaitProgress(federation, 3);

            proxy.cut();
            long from = federation.rounds().newest();
            // Not a wait for something: the length of the cut is what is tested.
            Awaitility.await().pollDelay(cut).atMost(cut.plusSeconds(10)).until(() -> true);
            long meanwhile = federation.rounds().newest() - from;
            proxy.restore();
            Crowd.awaitProgress(federation, 5);

            if (instances > 1) {
                assertThat(meanwhile).isPositive();
            }
            assertThat(behind.jvm().isRunning()).isTrue();
            Verdict.of(federation).require(clients);
            behind.awaitReady();
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
