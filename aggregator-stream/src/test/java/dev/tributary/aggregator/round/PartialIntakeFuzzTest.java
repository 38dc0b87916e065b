package dev.tributary.aggregator.round;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.aggregator.combining.OpenPartialSum;
import dev.tributary.aggregator.combining.PartialSumRecords;
import dev.tributary.aggregator.harness.Mutations;
import dev.tributary.aggregator.harness.Records;
import dev.tributary.aggregator.harness.SettingsFixtures;
import dev.tributary.aggregator.harness.SideWorks;
import dev.tributary.aggregator.harness.UpdateFixtures;
import dev.tributary.arithmetic.FloatVector;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.ModelUpdate;
import dev.tributary.schemas.framing.RecordFraming;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The topic of partial sums is the aggregator's alone, so that what does not fit stops it: with one line for a person,
 * never with another exception, and never by adding a sum of another length or a second time.
 */
class PartialIntakeFuzzTest {

    private static final int RECORDS = 5_000;
    private static final int PARAMETERS = 40;
    private static final int CHUNK_BYTES = 200;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 2);
    }

    static LongStream manySeeds() {
        return LongStream.rangeClosed(101, 140);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldAddOrStopWithOneLineWhenPartialSumsAreHostile(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Mutations mutations = new Mutations(random);
        List<byte[]> good = goodRecords();
        int added = 0;
        int stopped = 0;
        int records = 0;
        while (records < RECORDS) {
            PartialIntake intake = new PartialIntake(new RecordFraming());
            RoundWindow window = new RoundWindow(RoundSums.of(SettingsFixtures.settings(), PARAMETERS), Map.of());
            try {
                for (int i = 0; i < good.size(); i++) {
                    byte[] record = good.get(i);
                    byte[] sent = random.nextInt(10) == 0 ? mutations.of(record, good.get(0)) : record;
                    records++;
                    intake.accept(sent, i).ifPresent(partial -> window.add(partial, 0));
                }
            } catch (FederationException e) {
                assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
                stopped++;
            }
            added += window.lastSequences().size();
            // Numbers without gaps: none is added twice, none is passed over.
            assertThat(window.lastSequences().values()).allMatch(sequence -> sequence <= 3);
        }
        assertThat(added).isPositive();
        assertThat(stopped).isPositive();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("manySeeds")
    @Tag("chaos")
    void shouldAddOrStopWithOneLineWhenManyPartialSumsAreHostile(long seed) {
        shouldAddOrStopWithOneLineWhenPartialSumsAreHostile(seed);
    }

    private static List<byte[]> goodRecords() {
        List<byte[]> records = new ArrayList<>();
        OpenPartialSum partial = new OpenPartialSum(0, 1, SideWorks.atOnce());
        PartialSumRecords writer = new PartialSumRecords(0, CHUNK_BYTES, new RecordFraming());
        for (int i = 0; i < 3; i++) {
            UpdateFixtures update = UpdateFixtures.update()
                    .from("client-" + i)
                    .metric("loss", i)
                    .delta(new float[PARAMETERS]);
            ModelUpdate manifest = (ModelUpdate) Records.decode(update.record().value);
            partial.add(manifest, FloatVector.of(new float[PARAMETERS]), 1, 0, 1, i, 0);
            writer.write(partial, false, records::add);
            partial.reset();
        }
        return records;
    }
}
