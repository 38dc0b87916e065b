package dev.tributary.schemas.globalmodel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.schemas.framing.RecordFraming;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The model topic as clients and the aggregator read it: a version is given whole and right, or not at all. */
class ModelAssemblerFuzzTest {

    private static final int RECORDS = 10_000;
    private static final int VERSIONS = 6;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 2);
    }

    static LongStream manySeeds() {
        return LongStream.rangeClosed(101, 130);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldGiveWholeVersionsOnlyWhenRecordsAreHostile(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Mutations mutations = new Mutations(random);
        List<Map.Entry<String, byte[]>> good = new ArrayList<>();
        for (int version = 1; version <= VERSIONS; version++) {
            good.addAll(ModelFixtures.records(ModelFixtures.model(version, 3)).entrySet());
        }
        int given = 0;
        ModelAssembler assembler = new ModelAssembler(new RecordFraming());
        for (int i = 0; i < RECORDS; i++) {
            Map.Entry<String, byte[]> record = good.get(random.nextInt(good.size()));
            byte[] other = good.get(random.nextInt(good.size())).getValue();
            byte[] sent = random.nextInt(3) == 0 ? mutations.of(record.getValue(), other) : record.getValue();
            assembler.accept(oddKey(random, record.getKey()), random.nextInt(50) == 0 ? null : sent);
            if (random.nextInt(20) == 0) {
                given += assembler
                        .newest()
                        .map(ModelAssemblerFuzzTest::requireRight)
                        .orElse(0);
            }
        }
        assertThat(given).isPositive();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("manySeeds")
    @Tag("chaos")
    void shouldGiveWholeVersionsOnlyWhenManyRecordsAreHostile(long seed) {
        shouldGiveWholeVersionsOnlyWhenRecordsAreHostile(seed);
    }

    private static int requireRight(GlobalModel model) {
        float[] right = ModelFixtures.model(model.version(), 3).parameters();
        assertThat(model.parameters()).isEqualTo(right);
        return 1;
    }

    private static String oddKey(SplittableRandom random, String key) {
        return switch (random.nextInt(40)) {
            case 0 -> null;
            case 1 -> "k".repeat(random.nextInt(300));
            case 2 -> "9999999999999999999/head";
            case 3 -> "3/2147483648";
            default -> key;
        };
    }
}
