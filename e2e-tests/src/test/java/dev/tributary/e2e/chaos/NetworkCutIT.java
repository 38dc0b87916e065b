package dev.tributary.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.e2e.harness.AggregatorProcess;
import dev.tributary.e2e.harness.SharedBroker;
import dev.tributary.e2e.harness.TestClient;
import dev.tributary.e2e.harness.TestFederation;
import dev.tributary.testbed.broker.ChildBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The network between aggregator and broker is cut without a word, longer than the group believes in the silent. */
class NetworkCutIT {

    /** Twice the session timeout of the test's aggregators. */
    private static final Duration SHORT = Duration.ofSeconds(6);

    private static final Duration LONG = Duration.ofSeconds(30);

    /** An instance takes no task of a living one before it has caught up: whoever comes second has nothing to do. */
    private static final String STAYS = AggregatorProcess.KAFKA_CONFIG + "acceptable.recovery.lag=0\n";

    private ChildBroker broker;
    private TcpProxy proxy;
    private String throughProxy;

    @BeforeEach
    void startBrokerBehindProxy() {
        int listening = freePort();
        int advertised = freePort();
        broker = ChildBroker.startWithSecondListener(SharedBroker.IMPATIENT, listening, advertised);
        proxy = TcpProxy.start(advertised, listening);
        throughProxy = "127.0.0.1:" + advertised;
    }

    @AfterEach
    void stopBroker() {
        proxy.close();
        broker.close();
    }

    @Test
    void shouldGoOnWhenNetworkIsCutForLongerThanTheSession() {
        requireSurvived(SHORT, 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    @Tag("chaos")
    void shouldGoOnWhenNetworkIsCutForThirtySeconds(int partitions) {
        requireSurvived(LONG, partitions);
    }

    private void requireSurvived(Duration cut, int partitions) {
        try (TestFederation federation = federation(partitions)) {
            AggregatorProcess behind = spawn(federation, "behind", throughProxy);
            List<TestClient> clients = Crowd.start(federation, 4);
            Crowd.awaitProgress(federation, 3);

            proxy.cut();
            last(cut);
            proxy.restore();
            Crowd.awaitProgress(federation, 5);

            assertThat(behind.jvm().isRunning()).isTrue();
            Verdict.of(federation).require(clients);
            behind.awaitReady();
        }
    }

    /**
     * The other takes over meanwhile, and the one that was cut off is fenced when it comes back. With one partition there
     * is one task to take over, and no version comes from anybody else.
     */
    @Test
    @Tag("chaos")
    void shouldFenceInstanceWhenItWasCutOffAndAnotherTookOver() {
        try (TestFederation federation = federation(1)) {
            AggregatorProcess behind = spawn(federation, "behind", throughProxy);
            List<TestClient> clients = Crowd.start(federation, 4);
            Crowd.awaitProgress(federation, 3);
            AggregatorProcess beside = spawn(federation, "beside", broker.bootstrapServers());
            Crowd.awaitProgress(federation, 3);
            assertThat(AggregatorProcess.withRound(List.of(behind, beside))).isSameAs(behind);
            assertThat(beside.metric("tributary_rounds_closed_total")).isZero();

            proxy.cut();
            long from = federation.rounds().newest();
            last(LONG);
            long meanwhile = federation.rounds().newest() - from;
            assertThat(beside.metric("tributary_rounds_closed_total")).isPositive();
            proxy.restore();
            Crowd.awaitProgress(federation, 5);

            System.out.printf("%d versions while the instance that had the task was cut off%n", meanwhile);
            assertThat(behind.jvm().isRunning()).isTrue();
            Verdict.of(federation).require(clients);
            behind.awaitReady();
            await("the one that was cut off lets the round go")
                    .atMost(TestFederation.PATIENCE)
                    .until(() -> beside.hasRound() && !behind.hasRound());
        }
    }

    private TestFederation federation(int partitions) {
        return TestFederation.create(Crowd.PLAN.withPartitions(partitions), broker.bootstrapServers());
    }

    private static AggregatorProcess spawn(TestFederation federation, String name, String bootstrapServers) {
        return federation
                .spawnAggregator(name, federation.file("state-" + name), STAYS.formatted(bootstrapServers))
                .awaitReady();
    }

    /** Not a wait for something: the length of the cut is what is tested. */
    private static void last(Duration cut) {
        await().pollDelay(cut).atMost(cut.plusSeconds(10)).until(() -> true);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
