package dev.tributary.aggregator.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.aggregator.harness.HostileRecords;
import dev.tributary.aggregator.harness.UpdateFixtures;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** 80,000 hostile records: nothing throws, what is held stays within its bound, and a good update still counts. */
class UpdateIntakeFuzzTest {

    private static final int RECORDS = 10_000;
    private static final int VERSIONS = 7;
    private static final long MAX_HELD_BYTES = 60_000;

    private final IntakeHarness harness = new IntakeHarness(MAX_HELD_BYTES, HostileRecords.PARAMETERS);

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 8);
    }

    private HeldUpdates held() {
        return harness.intake().held();
    }

    static LongStream manySeeds() {
        return LongStream.rangeClosed(101, 200);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("manySeeds")
    @Tag("chaos")
    void shouldStandAMillionRecordsWhenAllAreHostile(long seed) {
        shouldStandEverythingWhenRecordsAreHostile(seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldStandEverythingWhenRecordsAreHostile(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        HostileRecords records = new HostileRecords(seed);

        for (int i = 0; i < RECORDS; i++) {
            harness.accept(records.next());
            pass(random);
            assertThat(held().bytes()).isLessThanOrEqualTo(MAX_HELD_BYTES);
        }

        assertThatHeldAddsUp();
        assertThat(harness.outcomes().admitted()).hasSizeGreaterThan(5);
        // Another client may use the same id, and the same client once the first update could only come again as stale.
        assertThat(harness.outcomes().admittedWithBase()).doesNotHaveDuplicates();
        assertThat(harness.outcomes().rejected().keySet()).hasSizeGreaterThan(11);
        UpdateIntake restarted = harness.restarted();
        assertThat(restarted.held().bytes()).isEqualTo(held().bytes());
        assertThat(states(restarted)).isEqualTo(states(harness.intake()));
        assertThatGoodUpdateIsAdmitted();
    }

    /** Time passes, and now and then a version is published. */
    private void pass(SplittableRandom random) {
        harness.pass(random.nextInt(50));
        int chance = random.nextInt(1000);
        if (chance == 0 && harness.version() < VERSIONS - 1) {
            harness.publishNextVersion();
        } else if (chance < 20) {
            harness.intake().expire();
        }
    }

    private void assertThatHeldAddsUp() {
        assertThat(held().bytes())
                .isEqualTo(held().values().stream().mapToLong(HeldUpdate::bytes).sum());
        assertThat(held().values()).hasSize(held().size());
    }

    private static Map<Long, Class<?>> states(UpdateIntake of) {
        Map<Long, Class<?>> states = new TreeMap<>();
        of.held().values().forEach(update -> states.put(update.offset(), update.getClass()));
        return states;
    }

    private void assertThatGoodUpdateIsAdmitted() {
        UpdateFixtures.update()
                .from("good")
                .id("good")
                .base(harness.version())
                .delta(new float[HostileRecords.PARAMETERS])
                .chunkBytes(100)
                .records()
                .forEach(harness::accept);

        assertThat(harness.outcomes().admitted()).last().isEqualTo("good");
    }
}
