package dev.tributary.aggregator.updates;

import static dev.tributary.aggregator.harness.UpdateFixtures.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.aggregator.harness.RecordedLog;
import dev.tributary.aggregator.harness.Records;
import dev.tributary.aggregator.harness.SettingsFixtures;
import dev.tributary.aggregator.harness.StageTask;
import dev.tributary.aggregator.harness.Stages;
import dev.tributary.aggregator.version.NewestVersion;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.PartialSum;
import dev.tributary.schemas.avro.Rejection;
import dev.tributary.schemas.layout.ParameterLayout;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Stage 1 alone: what a restart does when the log is not what it was, and to times. */
class AdmissionProcessorTest {

    private final RecordedLog log = new RecordedLog();
    private final StageTask task = Stages.admission(
            SettingsFixtures.settings(
                    "round: {goal: 10}", "admission: {holdTimeout: 10s}", "combining: {interval: 1s}"),
            0,
            4096,
            log);
    private long offset;

    @BeforeEach
    void showVersionZero() {
        task.showVersion(new NewestVersion(0, 4, ParameterLayout.flat(4).fingerprint()));
    }

    private void process(KeyValue<String, byte[]> record, long nowMs) {
        log.append(task.input(), offset, record);
        task.process(offset++, record, nowMs);
    }

    private List<KeyValue<String, byte[]>> takeForwarded() {
        return task.takeForwarded().stream()
                .map(forward -> KeyValue.<String, byte[]>pair(
                        forward.record().key(), forward.record().value()))
                .toList();
    }

    @Test
    void shouldForwardWhatWasOpenWhenRestartedBeforeAnyVersionIsSeen() {
        task.start(0);
        process(update().record(), 100);
        task.commit();

        task.showVersion(null);
        task.start(5000);
        task.tick(6000);

        assertThat(Records.ofType(PartialSum.class, takeForwarded())).hasSize(1);
    }

    @Test
    void shouldStopWhenAMemberOfTheOpenSumIsGoneFromTheLog() {
        task.start(0);
        task.process(offset, update().record(), 100);
        task.commit();

        assertThatThrownBy(() -> task.start(200))
                .isInstanceOf(FederationException.class)
                .hasMessageStartingWith("the topic of updates must still hold what was read from it")
                .hasMessageContaining("of 1 updates in the open round only 0 are left");
    }

    @Test
    void shouldStopWhenAMemberOfTheOpenSumHasChangedInTheLog() {
        task.start(0);
        KeyValue<String, byte[]> good = update().record();
        byte[] changed = good.value.clone();
        changed[changed.length - 1] ^= 1;
        task.process(offset, good, 100);
        log.append(task.input(), offset, KeyValue.pair(good.key, changed));
        task.commit();

        assertThatThrownBy(() -> task.start(200))
                .isInstanceOf(FederationException.class)
                .hasMessageContaining("the record at offset 0 was good before");
    }

    @Test
    void shouldGiveHeldUpdatesTheirTimeAgainWhenRestarted() {
        task.start(0);
        List<KeyValue<String, byte[]>> records = update().chunkBytes(8).records();
        process(records.get(0), 100);
        task.commit();

        // When
        task.start(60_000);
        task.tick(69_000);
        assertThat(takeForwarded()).isEmpty();
        process(records.get(1), 69_500);
        task.tick(71_000);

        // Then
        assertThat(Records.ofType(PartialSum.class, takeForwarded())).hasSize(1);
    }

    @Test
    void shouldRefuseOnceWhenUpdateExpiresAfterARestart() {
        task.start(0);
        process(update().chunkBytes(4).record(), 100);
        task.commit();
        task.start(60_000);
        task.tick(70_000);
        task.commit();
        assertThat(Records.ofType(Rejection.class, takeForwarded())).hasSize(1);

        task.start(80_000);
        task.tick(100_000);
        process(update().chunkBytes(4).records().get(1), 100_001);

        assertThat(Records.ofType(Rejection.class, takeForwarded()))
                .extracting(Rejection::getDetail)
                .containsExactly("chunks must follow their manifest, was chunk 1 without one");
    }
}
