package dev.tributary.e2e.chaos;

import dev.tributary.e2e.harness.AggregatorProcess;
import dev.tributary.e2e.harness.FederationPlan;
import dev.tributary.e2e.harness.SharedBroker;
import dev.tributary.e2e.harness.TestClient;
import dev.tributary.e2e.harness.TestFederation;
import dev.tributary.testbed.broker.EmbeddedBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code kill -9} of the aggregator at 30 instants of one run: between the chunks of an update, in the middle of a round,
 * and while a version is being published. Once with one partition, where both stages are one task, and once with two.
 */
@Tag("chaos")
@ExtendWith(SharedBroker.class)
class RandomKillIT {

    private static final int KILLS = Integer.getInteger("chaos.kills", 30);

    /** A version of 15 chunks and a partial sum of 25: there is time to die in the middle of either. */
    private static final FederationPlan PLAN = FederationPlan.of(
                    60_000, Crowd.PLAN.sections() + "combining: {maxUpdates: 2}\n")
            .withMaxMessageBytes(20_000);

    /** One task commits when a round closes, or now and then: so often that there are commits in the middle of rounds. */
    private static final String OFTEN = AggregatorProcess.KAFKA_CONFIG + "commit.interval.ms=20\n";

    /** What an instance says that goes on in a round of which it had committed something. */
    private static final Pattern CONTINUES = Pattern.compile("continues with (\\d+) updates");

    private static EmbeddedBroker broker;

    @BeforeAll
    static void takeBroker(EmbeddedBroker shared) {
        broker = shared;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldCountEachUpdateOnceWhenKilledAtThirtyInstants(int partitions) {
        SplittableRandom random = new SplittableRandom(20261122);
        List<Instant> instants = Instant.of(partitions);
        Map<Instant, Integer> kills = new TreeMap<>();
        List<Long> outagesMs = new ArrayList<>();
        List<String> continued = new ArrayList<>();
        try (TestFederation federation =
                        TestFederation.create(PLAN.withPartitions(partitions), broker.bootstrapServers());
                LogEnds ends = new LogEnds(federation)) {
            AggregatorProcess aggregator = spawn(federation, 0, 0);
            List<TestClient> clients = Crowd.start(federation, 4);
            Crowd.awaitProgress(federation, 1);
            for (int life = 1; life <= KILLS; life++) {
                Instant instant = instants.get(random.nextInt(instants.size()));
                instant.await(federation, ends, random);
                aggregator.jvm().kill();
                long killedAt = System.nanoTime();
                kills.merge(instant, 1, Integer::sum);
                // A state directory that stays names the same transactional id, a new one another.
                aggregator = spawn(federation, life, random.nextBoolean() ? 0 : life);
                Crowd.awaitProgress(federation, 1);
                outagesMs.add(Duration.ofNanos(System.nanoTime() - killedAt).toMillis());
                continued.add(updatesContinued(aggregator));
            }
            long newest = Verdict.of(federation).require(clients).newest();
            System.out.printf(
                    "%d partitions: killed %s, %d versions, next version after %s ms, rounds continued with %s updates%n",
                    partitions, kills, newest, outagesMs, continued);
        }
    }

    private static AggregatorProcess spawn(TestFederation federation, int life, int state) {
        return federation.spawnAggregator(
                "aggregator-" + life, federation.file("state-" + state), OFTEN.formatted(broker.bootstrapServers()));
    }

    private static String updatesContinued(AggregatorProcess aggregator) {
        return CONTINUES
                .matcher(aggregator.jvm().stderr())
                .results()
                .map(line -> line.group(1))
                .findFirst()
                .orElse("no");
    }

    /** When to strike. */
    private enum Instant {
        BETWEEN_CHUNKS {
            @Override
            void await(TestFederation federation, LogEnds ends, SplittableRandom random) {
                ends.awaitMore(federation.topics().updates(), random.nextInt(1, 60));
            }
        },
        /** Updates were admitted, and their round is not closed: they are in the one task's round, or on the way there. */
        AFTER_ADMISSION {
            @Override
            void await(TestFederation federation, LogEnds ends, SplittableRandom random) {
                ends.awaitMore(federation.topics().applicationId() + "-admission-changelog", random.nextInt(1, 40));
                awaitOpenUpdates(federation);
            }
        },
        /** The same with stages of their own. */
        AFTER_PARTIAL_SUM {
            @Override
            void await(TestFederation federation, LogEnds ends, SplittableRandom random) {
                ends.awaitMore(federation.topics().partials(), random.nextInt(1, 60));
            }
        },
        DURING_PUBLISH {
            @Override
            void await(TestFederation federation, LogEnds ends, SplittableRandom random) {
                ends.awaitMore(federation.topics().model(), random.nextInt(1, 20));
            }
        };

        static List<Instant> of(int partitions) {
            return List.of(BETWEEN_CHUNKS, partitions == 1 ? AFTER_ADMISSION : AFTER_PARTIAL_SUM, DURING_PUBLISH);
        }

        /** Waits for acknowledged updates that count in no version yet. */
        private static void awaitOpenUpdates(TestFederation federation) {
            Awaitility.await()
                    .atMost(TestFederation.PATIENCE)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> !Verdict.missing(
                                    federation.clients().acknowledged(),
                                    federation.rounds().countedUpdates())
                            .isEmpty());
        }

        abstract void await(TestFederation federation, LogEnds ends, SplittableRandom random);
    }
}
