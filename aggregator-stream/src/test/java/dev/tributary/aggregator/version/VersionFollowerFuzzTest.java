package dev.tributary.aggregator.version;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.aggregator.harness.MemoryStores;
import dev.tributary.aggregator.harness.ModelFixtures;
import dev.tributary.aggregator.harness.Mutations;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.topic.RecordKeys;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The global thread cannot be replaced when it dies: nothing on the rounds topic may make it throw. */
class VersionFollowerFuzzTest {

    private static final int RECORDS = 1_000;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 2);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldPassOverWhatIsNoRoundWhenRecordsAreHostile(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Mutations mutations = new Mutations(random);
        MockProcessorContext<String, byte[]> stores = MemoryStores.context(0);
        KeyValueStore<String, byte[]> store = MemoryStores.add(stores, "version");
        VersionFollower follower = new VersionFollower("version", new RecordFraming());
        follower.init(new MockProcessorContext<Void, Void>() {
            @Override
            @SuppressWarnings("unchecked")
            public <S extends org.apache.kafka.streams.processor.StateStore> S getStateStore(String name) {
                return (S) store;
            }
        });
        byte[] good = new RecordFraming().encode(ModelFixtures.roundOf(ModelFixtures.version(7, 1, 2)));
        for (int i = 0; i < RECORDS; i++) {
            String key =
                    switch (random.nextInt(6)) {
                        case 0 -> null;
                        case 1 -> "k".repeat(random.nextInt(300));
                        default -> RecordKeys.round(random.nextInt(20));
                    };
            byte[] value = random.nextInt(8) == 0 ? null : mutations.of(good, good);
            follower.process(new Record<>(key, value, 0));
        }

        follower.process(new Record<>(RecordKeys.round(7), good, 0));

        assertThat(NewestVersion.fromBytes(store.get(VersionFollower.NEWEST)).version())
                .isGreaterThanOrEqualTo(7);
    }
}
