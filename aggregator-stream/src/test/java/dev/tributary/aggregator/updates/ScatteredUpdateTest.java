package dev.tributary.aggregator.updates;

import static dev.tributary.aggregator.harness.UpdateFixtures.update;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.aggregator.admission.HomePartition;
import dev.tributary.aggregator.harness.RecordedLog;
import dev.tributary.aggregator.harness.Records;
import dev.tributary.aggregator.harness.SettingsFixtures;
import dev.tributary.aggregator.harness.StageTask;
import dev.tributary.aggregator.harness.Stages;
import dev.tributary.aggregator.harness.UpdateFixtures;
import dev.tributary.aggregator.version.NewestVersion;
import dev.tributary.schemas.avro.PartialSum;
import dev.tributary.schemas.avro.Rejection;
import dev.tributary.schemas.layout.ParameterLayout;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.api.Test;

/** A client that sends one update to every partition: each task remembers the clients of its own partition alone. */
class ScatteredUpdateTest {

    private static final int PARTITIONS = 3;
    private static final String CLIENT = "scattered";

    private static final int HOME = new HomePartition(0, PARTITIONS).of(CLIENT);

    private static List<KeyValue<String, byte[]>> forwarded(int partition, UpdateFixtures update) {
        StageTask task = Stages.admission(
                SettingsFixtures.settings("round: {goal: 10}", "combining: {interval: 1s}"),
                partition,
                4096,
                new RecordedLog(PARTITIONS));
        task.showVersion(new NewestVersion(0, 4, ParameterLayout.flat(4).fingerprint()));
        task.start(0);
        long offset = 0;
        for (KeyValue<String, byte[]> record : update.records()) {
            task.process(offset++, record, 100);
        }
        task.tick(6000);
        return task.takeForwarded().stream()
                .map(forward -> KeyValue.<String, byte[]>pair(
                        forward.record().key(), forward.record().value()))
                .toList();
    }

    @Test
    void shouldCountUpdateOnceWhenItComesInSeveralPartitions() {
        List<PartialSum> sums = new ArrayList<>();
        List<Rejection> rejections = new ArrayList<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            // One record and several: the chunks that follow a refused manifest are no second rejection.
            List<KeyValue<String, byte[]>> forwarded =
                    forwarded(partition, update().from(CLIENT).id("one").chunkBytes(partition == HOME ? 16 : 4));
            sums.addAll(Records.ofType(PartialSum.class, forwarded));
            rejections.addAll(Records.ofType(Rejection.class, forwarded));
        }

        assertThat(sums).singleElement().satisfies(sum -> assertThat(sum.getMembers())
                .hasSize(1));
        assertThat(rejections).hasSize(PARTITIONS - 1).allSatisfy(rejection -> {
            assertThat(rejection.getReason()).isEqualTo("WRONG_PARTITION");
            assertThat(rejection.getDetail())
                    .startsWith("records of the client must be in partition " + HOME + ", was ");
        });
    }

    @Test
    void shouldNameTheKeyWhenAScatteredUpdateIsAnothersToo() {
        int elsewhere = (HOME + 1) % PARTITIONS;

        List<KeyValue<String, byte[]>> forwarded =
                forwarded(elsewhere, update().from(CLIENT).key("another"));

        assertThat(Records.ofType(Rejection.class, forwarded))
                .extracting(Rejection::getReason)
                .containsExactly("CLIENT_ID_MISMATCH");
    }
}
