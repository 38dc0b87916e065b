package dev.tributary.e2e.chaos;

import dev.tributary.demo.broker.EmbeddedBroker;
import dev.tributary.e2e.harness.AggregatorProcess;
import dev.tributary.e2e.harness.FederationPlan;
import dev.tributary.e2e.harness.SharedBroker;
import dev.tributary.e2e.harness.TestClient;
import dev.tributary.e2e.harness.TestFederation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * {@code kill -9} of the aggregator at 30 instants of one run: between the chunks of an update, between a partial sum
 * and the close of its round, and while a version is being published.
 */
@Tag("chaos")
@ExtendWith(SharedBroker.class)
class RandomKillIT {

    private static final int KILLS = Integer.getInteger("chaos.kills", 30);

    /** A version of 15 chunks and a partial sum of 25: there is time to die in the middle of either. */
    private static final FederationPlan PLAN =
            FederationPlan.of(60_000, Crowd.PLAN.sections()).withPartitions(2).withMaxMessageBytes(20_000);

    private static EmbeddedBroker broker;

    @BeforeAll
    static void takeBroker(EmbeddedBroker shared) {
        broker = shared;
    }

    @Test
    void shouldCountEachUpdateOnceWhenKilledAtThirtyInstants() {
        SplittableRandom random = new SplittableRandom(20261122);
        Map<Instant, Integer> kills = new TreeMap<>();
        List<Long> outagesMs = new ArrayList<>();
        try (TestFederation federation = TestFederation.create(PLAN, broker.bootstrapServers());
                LogEnds ends = new LogEnds(federation)) {
            AggregatorProcess aggregator = federation.spawnAggregator("aggregator-0", federation.file("state-0"));
            List<TestClient> clients = Crowd.start(federation, 4);
            Crowd.awaitProgress(federation, 1);
            for (int life = 1; life <= KILLS; life++) {
                Instant instant = Instant.values()[random.nextInt(Instant.values().length)];
                instant.await(federation, ends, random);
                aggregator.jvm().kill();
                long killedAt = System.nanoTime();
                kills.merge(instant, 1, Integer::sum);
                // A state directory that stays names the same transactional id, a new one another.
                aggregator = federation.spawnAggregator(
                        "aggregator-" + life, federation.file("state-" + (random.nextBoolean() ? 0 : life)));
                Crowd.awaitProgress(federation, 1);
                outagesMs.add(Duration.ofNanos(System.nanoTime() - killedAt).toMillis());
            }
            long newest = Verdict.of(federation).require(clients).newest();
            System.out.printf("killed %s, %d versions, next version after %s ms%n", kills, newest, outagesMs);
        }
    }

    /** When to strike. */
    private enum Instant {
        BETWEEN_CHUNKS {
            @Override
            void await(TestFederation federation, LogEnds ends, SplittableRandom random) {
                ends.awaitMore(federation.topics().updates(), random.nextInt(1, 60));
            }
        },
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

        abstract void await(TestFederation federation, LogEnds ends, SplittableRandom random);
    }
}
