package dev.tributary.e2e.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.e2e.harness.AggregatorProcess;
import dev.tributary.e2e.harness.CommandLines;
import dev.tributary.e2e.harness.CommandLines.Run;
import dev.tributary.e2e.harness.ExactSums;
import dev.tributary.e2e.harness.FederationPlan;
import dev.tributary.e2e.harness.RawUpdate;
import dev.tributary.e2e.harness.TestFederation;
import dev.tributary.e2e.harness.UpdateSender;
import dev.tributary.testbed.broker.EmbeddedBroker;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;

/** A federation whose updates a test sends one by one, with one aggregator at a time. */
final class SteppedFederation implements AutoCloseable {

    /** Two updates close a round, and nothing else does. */
    static final FederationPlan PAIRS = planOf(2, "");

    private final TestFederation federation;
    private final UpdateSender sender;
    private final CommandLines commands;
    private int aggregators;

    SteppedFederation(FederationPlan plan, EmbeddedBroker broker) {
        federation = TestFederation.create(plan, broker.bootstrapServers());
        sender = federation.sender();
        commands = new CommandLines(broker.bootstrapServers());
        for (int i = 1; i <= 9; i++) {
            federation.clients().register("client-" + i, i);
        }
    }

    static FederationPlan planOf(int goal, String more) {
        return FederationPlan.of(
                100,
                "round: {goal: %d, quorum: %d, deadline: 1h, maxStaleness: 1000, stalenessExponent: 0}\n"
                                .formatted(goal, goal)
                        + "admission: {maxDeltaNorm: 1e9}\n" + more);
    }

    TestFederation federation() {
        return federation;
    }

    String name() {
        return federation.topics().federation();
    }

    AggregatorProcess start() {
        aggregators++;
        return federation.spawnAggregator("aggregator-" + aggregators, federation.file("state"));
    }

    /** Starts one with more variables in its environment. */
    AggregatorProcess start(Map<String, String> environment) {
        aggregators++;
        return federation.spawnAggregator("aggregator-" + aggregators, federation.file("state"), environment);
    }

    /** Starts one with more Kafka properties. */
    AggregatorProcess startWith(String properties) {
        aggregators++;
        String config =
                AggregatorProcess.KAFKA_CONFIG.formatted(federation.kafka().get("bootstrap.servers"));
        return federation.spawnAggregator("aggregator-" + aggregators, federation.file("state"), config + properties);
    }

    /** Starts one that must end by itself, with one line of ours; returns that line. */
    String refusedStart() {
        return refusal(start());
    }

    /** Requires that an aggregator ends by itself, with one line of ours; returns that line. */
    static String refusal(AggregatorProcess refused) {
        assertThat(refused.jvm().awaitExit(TestFederation.PATIENCE)).isEqualTo(2);
        String told = refused.jvm().stderr();
        assertThat(told).doesNotContain("\tat ");
        return told.lines().reduce((before, last) -> last).orElse("");
    }

    static void stop(AggregatorProcess aggregator) {
        aggregator.jvm().terminate();
        aggregator.jvm().awaitExit(TestFederation.PATIENCE);
    }

    /** Sends an update of each of these clients, on that version. */
    void send(long base, int... clients) {
        Arrays.stream(clients)
                .forEach(number -> sender.send(RawUpdate.contribution(federation, "client-" + number, base)));
    }

    /** Has the federation publish one version more, of the updates of clients 1 and 2. */
    void step() {
        long base = federation.rounds().newest();
        send(base, 1, 2);
        federation.awaitVersion(base + 1);
    }

    Run operator(String... words) {
        return commands.operator(words);
    }

    Run client(String... words) {
        return commands.client(words);
    }

    Run doctor() {
        return operator("federation", "doctor", "--federation", name());
    }

    Run adopt(String... more) {
        return operator(Stream.concat(Stream.of("federation", "adopt", "--federation", name()), Stream.of(more))
                .toArray(String[]::new));
    }

    /** Adopts the federation, once the group has forgotten the instance that was refused; it must go on from that version. */
    void adoptFrom(long version, String... more) {
        await().atMost(TestFederation.PATIENCE).untilAsserted(() -> {
            Run adopted = adopt(more);
            assertThat(adopted.out()).as(adopted.err()).contains("goes on from version " + version);
        });
    }

    /** Requires every version to be exact, and no update to count twice. */
    void requireExact() {
        new ExactSums(federation, 0).requireVersions();
    }

    @Override
    public void close() {
        federation.close();
    }
}
