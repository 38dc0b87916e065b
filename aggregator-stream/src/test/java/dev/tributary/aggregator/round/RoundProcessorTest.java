package dev.tributary.aggregator.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.tributary.aggregator.combining.OpenPartialSum;
import dev.tributary.aggregator.combining.PartialSumRecords;
import dev.tributary.aggregator.harness.ModelFixtures;
import dev.tributary.aggregator.harness.ModelLog;
import dev.tributary.aggregator.harness.RecordedLog;
import dev.tributary.aggregator.harness.Records;
import dev.tributary.aggregator.harness.SettingsFixtures;
import dev.tributary.aggregator.harness.SideWorks;
import dev.tributary.aggregator.harness.StageTask;
import dev.tributary.aggregator.harness.Stages;
import dev.tributary.aggregator.harness.UpdateFixtures;
import dev.tributary.aggregator.topology.NodeNames;
import dev.tributary.arithmetic.FloatVector;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.ModelUpdate;
import dev.tributary.schemas.avro.RoundResult;
import dev.tributary.schemas.avro.SettingsChange;
import dev.tributary.schemas.framing.RecordFraming;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.api.Test;

/** Stage 2 alone: what it does when something is not as it must be, and what a restart does not change. */
class RoundProcessorTest {

    private static final int CHUNK_BYTES = 4096;

    private final ModelLog models = new ModelLog();
    private final RecordedLog log = new RecordedLog();
    private final OpenPartialSum partial = new OpenPartialSum(0, 1, SideWorks.atOnce());
    private final StageTask task = Stages.round(
            SettingsFixtures.settings("round: {goal: 10, quorum: 1, deadline: 10s}"), CHUNK_BYTES, models, log);
    private long offset;

    private void publishInitial() {
        models.write(ModelFixtures.initial(0, 0, 0, 0), CHUNK_BYTES);
    }

    /** The next partial sum of partition 0, of one update; its parameters are as many as the delta's. */
    private byte[] nextPartial(float... delta) {
        ModelUpdate manifest = (ModelUpdate)
                Records.decode(UpdateFixtures.update().delta(delta).record().value);
        partial.add(manifest, FloatVector.of(delta), 1, 0, 1, 0, 0);
        List<byte[]> records = new ArrayList<>();
        new PartialSumRecords(0, CHUNK_BYTES, new RecordFraming()).write(partial, false, records::add);
        partial.reset();
        return records.get(0);
    }

    private void process(byte[] value, long nowMs) {
        KeyValue<String, byte[]> record = KeyValue.pair("0", value);
        log.append(task.input(), offset, record);
        task.process(offset++, record, nowMs);
    }

    private List<RoundResult> takeRounds() {
        List<KeyValue<String, byte[]>> forwarded = task.takeForwarded().stream()
                .map(forward -> KeyValue.<String, byte[]>pair(
                        forward.record().key(), forward.record().value()))
                .toList();
        return Records.ofType(RoundResult.class, forwarded);
    }

    @Test
    void shouldKeepDeadlineWhenItIsRestarted() {
        // Given: a round that opened at 0
        publishInitial();
        task.start(0);
        process(nextPartial(1, 2, 3, 4), 2000);
        task.commit();

        // When
        task.start(9000);
        task.tick(9999);
        assertThat(takeRounds()).isEmpty();
        task.tick(10_000);

        // Then
        assertThat(takeRounds()).singleElement().satisfies(round -> {
            assertThat(round.getOpenedAtMs()).isZero();
            assertThat(round.getClosedAtMs()).isEqualTo(10_000);
            assertThat(round.getUpdateCount()).isEqualTo(1);
        });
    }

    @Test
    void shouldNotCarryOutCommandsAgainWhenTheOffsetsOfTheGroupAreLost() {
        // Given: two commands, and a version with the settings of the second
        publishInitial();
        task.start(0);
        give(0, command("round: {goal: 1}"), 1);
        give(1, command("round: {goal: 2}"), 1);
        process(nextPartial(1, 2, 3, 4), 2);
        task.tick(10_000);
        task.takeForwarded().stream()
                .filter(forward -> forward.childName().equals(Optional.of(NodeNames.MODEL_SINK)))
                .forEach(forward ->
                        models.accept(forward.record().key(), forward.record().value()));
        task.commit();

        // When: the group begins at the beginning of control again
        task.start(11_000);
        give(0, command("round: {goal: 1}"), 11_001);
        process(nextPartial(1, 2, 3, 4), 11_002);
        process(nextPartial(1, 2, 3, 4), 11_003);
        give(2, command("round: {goal: 3}"), 11_004);
        process(nextPartial(1, 2, 3, 4), 11_005);
        process(nextPartial(1, 2, 3, 4), 11_006);

        // Then: the old command is passed over, the new one is not
        assertThat(takeRounds())
                .extracting(RoundResult::getVersion, RoundResult::getSettings)
                .containsExactly(
                        tuple(2L, "federation: test\nprivacy: {masking: off}\nround: {goal: 2}"),
                        tuple(3L, "federation: test\nprivacy: {masking: off}\nround: {goal: 3}"));
    }

    private void give(long commandOffset, KeyValue<String, byte[]> command, long nowMs) {
        TopicPartition control = new TopicPartition("fl.test.control", 0);
        log.append(control, commandOffset, command);
        task.process(control, commandOffset, command, nowMs);
    }

    private static KeyValue<String, byte[]> command(String round) {
        SettingsChange change =
                new SettingsChange("apply-1", "federation: test\nprivacy: {masking: off}\n" + round, "test", 0L);
        return KeyValue.pair("command", new RecordFraming().encode(change));
    }

    @Test
    void shouldWaitForAModelWhenThereIsNone() {
        task.start(0);
        task.tick(5000);
        publishInitial();
        task.tick(6000);
        process(nextPartial(1, 2, 3, 4), 7000);
        task.tick(15_999);
        assertThat(takeRounds()).isEmpty();

        task.tick(16_000);
        assertThat(takeRounds()).hasSize(1);
    }

    @Test
    void shouldStopWhenPartialSumComesBeforeAnyModel() {
        task.start(0);

        assertThatThrownBy(() -> process(nextPartial(1, 2, 3, 4), 1))
                .isInstanceOf(FederationException.class)
                .hasMessageContaining("fl.test.model must hold a model");
    }

    @Test
    void shouldStopWhenModelTopicWasMadeAnew() {
        publishInitial();
        task.start(0);
        process(nextPartial(1, 2, 3, 4), 1);
        task.commit();
        models.write(ModelFixtures.version(7, 0, 0, 0, 0), CHUNK_BYTES);

        assertThatThrownBy(() -> task.start(2))
                .isInstanceOf(FederationException.class)
                .hasMessageStartingWith("newest version on fl.test.model must be 0, was 7");
    }

    @Test
    void shouldStopWhenAPartialSumIsMissing() {
        publishInitial();
        task.start(0);
        nextPartial(1, 2, 3, 4);
        byte[] second = nextPartial(1, 2, 3, 4);

        assertThatThrownBy(() -> process(second, 1))
                .isInstanceOf(FederationException.class)
                .hasMessageStartingWith("next partial sum of partition 0 must be number 1, was 2");
    }

    @Test
    void shouldStopWhenPartialSumComesAgain() {
        publishInitial();
        task.start(0);
        byte[] first = nextPartial(1, 2, 3, 4);
        process(first, 1);

        assertThatThrownBy(() -> process(first, 2))
                .isInstanceOf(FederationException.class)
                .hasMessageStartingWith("next partial sum of partition 0 must be number 2, was 1");
    }

    @Test
    void shouldStopWhenPartialSumIsOfAnotherModel() {
        publishInitial();
        task.start(0);

        assertThatThrownBy(() -> process(nextPartial(1, 2, 3), 1))
                .isInstanceOf(FederationException.class)
                .hasMessageContaining("partial sum 0-1 must fit the model");
    }

    @Test
    void shouldStopWhenAStrangerWroteIntoPartials() {
        publishInitial();
        task.start(0);
        byte[] update = UpdateFixtures.update().record().value;

        for (byte[] strange : new byte[][] {null, {1, 2, 3}, update}) {
            assertThatThrownBy(() -> process(strange, 1))
                    .isInstanceOf(FederationException.class)
                    .hasMessageStartingWith("the topic of partial sums must hold only what the aggregator wrote");
        }
    }
}
