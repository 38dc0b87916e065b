package dev.tributary.aggregator.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.aggregator.harness.AggregatorHarness;
import dev.tributary.aggregator.harness.HostileRecords;
import dev.tributary.aggregator.harness.ModelFixtures;
import dev.tributary.schemas.avro.RoundResult;
import dev.tributary.schemas.avro.UpdateMember;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Hostile records through the whole topology: no exception reaches the stream thread, and each version is sound. */
class HostileUpdatesTopologyTest {

    private static final int RECORDS = 5_000;

    private static final String SECTIONS =
            """
            round: {goal: 40, quorum: 1, deadline: 20s, maxStaleness: 3}
            admission: {maxDeltaNorm: 10, holdTimeout: 5s, maxHeldBytes: 1MiB}
            """;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 2);
    }

    static LongStream manySeeds() {
        return LongStream.rangeClosed(101, 120);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldPublishSoundVersionsWhenRecordsAreHostile(long seed) {
        requireSound(seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("manySeeds")
    @Tag("chaos")
    void shouldPublishSoundVersionsWhenManyRecordsAreHostile(long seed) {
        requireSound(seed);
    }

    private static void requireSound(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        HostileRecords records = new HostileRecords(seed);
        try (AggregatorHarness harness = AggregatorHarness.with(
                new ChunkSizes(4096, 4096),
                ModelFixtures.initial(new float[HostileRecords.PARAMETERS]),
                SECTIONS.strip().split("\n"))) {
            for (int i = 0; i < RECORDS; i++) {
                harness.pipe(records.next());
                if (random.nextInt(20) == 0) {
                    harness.advanceWallClock(Duration.ofMillis(random.nextInt(400)));
                }
            }
            // What is admitted is forwarded at one tick and closed at a later one; what waits is given up in between.
            for (int i = 0; i < 10; i++) {
                harness.advanceWallClock(Duration.ofSeconds(21));
            }

            requireSound(harness);
        }
    }

    private static void requireSound(AggregatorHarness harness) {
        Set<String> counted = new HashSet<>();
        for (RoundResult round : harness.rounds()) {
            List<UpdateMember> members = harness.members(round.getVersion());
            assertThat(members).hasSize(Math.toIntExact(round.getUpdateCount()));
            for (UpdateMember member : members) {
                assertThat(counted.add(member.getUpdateId() + " on " + member.getBaseVersion()))
                        .isTrue();
                assertThat(member.getStaleness()).isBetween(0L, 3L);
                assertThat(member.getExampleCount()).isBetween(1L, 1_000_000L);
            }
        }
        assertThat(harness.publishedModels()).hasSizeGreaterThan(2).allSatisfy(model -> {
            for (float parameter : model.parameters()) {
                assertThat(parameter).isFinite();
            }
        });
        // Each record is decided: what was admitted stands in a round, what was not is counted under a reason.
        assertThat((double) counted.size()).isEqualTo(count(harness, "tributary.updates.admitted"));
        int told = harness.rejections().size();
        assertThat(count(harness, "tributary.updates.rejected"))
                .isEqualTo(told + count(harness, "tributary.rejections.suppressed"))
                .isGreaterThan(500);
    }

    private static double count(AggregatorHarness harness, String name) {
        return harness.registry().find(name).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }
}
