package dev.tributary.e2e.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tributary.client.round.ClientState;
import dev.tributary.e2e.harness.AggregatorProcess;
import dev.tributary.e2e.harness.MarkerFix;
import dev.tributary.e2e.harness.SharedBroker;
import dev.tributary.e2e.harness.TestClient;
import dev.tributary.e2e.harness.TestFederation;
import dev.tributary.testbed.broker.ChildBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The broker dies, again and again, or cannot write any more; all goes on by itself when it is back. */
@Tag("chaos")
class BrokerFaultIT {

    private static final int KILLS = 6;

    /** Some hundred updates more than what was written before. */
    private static final long ROOM_BYTES = 8 << 20;

    private ChildBroker broker;

    @BeforeEach
    void startBroker() {
        Map<String, String> properties = new TreeMap<>(SharedBroker.IMPATIENT);
        // A file of an index is as long as it may get from the beginning: it must fit in what the disk has.
        properties.put("log.index.size.max.bytes", "65536");
        broker = ChildBroker.start(properties, MarkerFix.jvmOptions());
    }

    @AfterEach
    void stopBroker() {
        broker.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldCountEachUpdateOnceWhenBrokerIsKilledAgainAndAgain(int partitions) {
        SplittableRandom random = new SplittableRandom(7);
        try (TestFederation federation = federation(partitions)) {
            AggregatorProcess aggregator = federation.spawnAggregator("aggregator", federation.file("state"));
            List<TestClient> clients = Crowd.start(federation, 4);
            Crowd.awaitProgress(federation, 2);
            for (int i = 0; i < KILLS; i++) {
                try (LogEnds ends = new LogEnds(federation)) {
                    ends.awaitMore(federation.topics().updates(), random.nextInt(1, 80));
                }
                broker.kill();
                broker.restart();
                Crowd.awaitProgress(federation, 2);
            }
            assertThat(aggregator.jvm().isRunning()).isTrue();
            Verdict.of(federation).require(clients);
        }
    }

    @Test
    void shouldSaySoAndGoOnWhenDiskOfBrokerIsFull() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(java.nio.file.Path.of("/usr/bin/prlimit")), "prlimit must be there");
        try (TestFederation federation = federation(1)) {
            AggregatorProcess aggregator = federation.spawnAggregator("aggregator", federation.file("state"));
            List<TestClient> clients = Crowd.start(federation, 4);
            Crowd.awaitProgress(federation, 3);

            // No file may grow beyond this: to the broker that is a write that fails, as on a full disk.
            limitFiles(ROOM_BYTES);
            await().atMost(TestFederation.PATIENCE).until(() -> !broker.isRunning());

            assertThat(broker.directory().resolve("broker.log"))
                    .content()
                    .containsAnyOf("log dirs have failed", "File too large", "No space left on device");
            await().atMost(TestFederation.PATIENCE).until(() -> clients.stream()
                    .anyMatch(client -> client.counts().retries() > 0));
            assertThat(clients)
                    .allMatch(client ->
                            client.state() == ClientState.PUBLISHING || client.state() == ClientState.WAITING);
            await().atMost(TestFederation.PATIENCE)
                    .until(() -> aggregator.jvm().stderr().contains("waiting for the cluster"));
            assertThat(aggregator.status("/livez")).isEqualTo(200);

            // There is space again, and someone starts the broker.
            broker.restart();
            Crowd.awaitProgress(federation, 3);
            Verdict.of(federation).require(clients);
            assertThat(aggregator.jvm().stderr()).contains("the cluster answers again");
        }
    }

    private TestFederation federation(int partitions) {
        return TestFederation.create(Crowd.PATIENT_PLAN.withPartitions(partitions), broker.bootstrapServers());
    }

    private void limitFiles(long bytes) throws IOException, InterruptedException {
        Process prlimit = new ProcessBuilder(
                        "prlimit", "--pid", String.valueOf(broker.pid()), "--fsize=" + bytes + ":unlimited")
                .inheritIO()
                .start();
        assertThat(prlimit.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(prlimit.exitValue()).isZero();
    }
}
