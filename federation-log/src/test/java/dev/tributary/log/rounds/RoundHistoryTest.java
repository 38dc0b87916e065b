package dev.tributary.log.rounds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.schemas.avro.CloseReason;
import dev.tributary.schemas.avro.MetricSpread;
import dev.tributary.schemas.avro.RoundResult;
import dev.tributary.schemas.avro.VersionEvaluation;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.topic.RecordKeys;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoundHistoryTest {

    private final RecordFraming framing = new RecordFraming();
    private final RoundHistory history = new RoundHistory(new RecordFraming());
    private final Map<String, byte[]> written = new LinkedHashMap<>();

    private long write(String key, byte[] value) {
        written.put(key, value);
        return history.accept(key, value);
    }

    private long add(long version, CloseReason reason, long rolledBackTo, String settings) {
        RoundResult result = RoundResult.newBuilder()
                .setVersion(version)
                .setBaseVersion(version - 1)
                .setCloseReason(reason)
                .setUpdateCount(1)
                .setClientCount(1)
                .setPartialCount(1)
                .setExampleCount(1)
                .setAggregationWeight(1)
                .setStaleness(Map.of())
                .setMetrics(Map.of())
                .setUpdateBytes(1)
                .setModelBytes(1)
                .setStepL2Norm(1)
                .setOpenedAtMs(1)
                .setFirstUpdateAtMs(1)
                .setClosedAtMs(1)
                .setAggregationMs(1)
                .setExtensions(0)
                .setMemberRecords(0)
                .setStrategy("fedAvg")
                .setLayoutFingerprint("f")
                .setParameterCount(1)
                .setSettings(settings)
                .setCommandId("")
                .setRolledBackTo(rolledBackTo)
                .setDiscardedUpdateCount(0)
                .setNote("")
                .build();
        return write(RecordKeys.round(version), framing.encode(result));
    }

    private long judge(long version, boolean isBad) {
        VersionEvaluation evaluation = VersionEvaluation.newBuilder()
                .setVersion(version)
                .setReportCount(3)
                .setExampleCount(3)
                .setMetrics(Map.of("accuracy", new MetricSpread(0.5, 0.1, 3L)))
                .setIsBad(isBad)
                .setEvaluatedAtMs(1)
                .build();
        return write(RecordKeys.evaluation(version), framing.encode(evaluation));
    }

    @Test
    void shouldKnowNothingBeforeTheFirstRecord() {
        assertThat(history.newest()).isEmpty();
        assertThat(history.settingsInForce()).isEmpty();
        assertThat(history.marks(0)).isEmpty();
    }

    @Test
    void shouldTakeTheSettingsOfTheNewestRound() {
        add(0, CloseReason.INITIAL, -1, "");
        assertThat(history.settingsInForce()).isEmpty();

        add(1, CloseReason.GOAL, -1, "federation: a");
        add(2, CloseReason.GOAL, -1, "federation: b");

        assertThat(history.settingsInForce()).contains("federation: b");
    }

    @Test
    void shouldHoldOneCopyOfSettingsThatStayTheSame() {
        add(1, CloseReason.GOAL, -1, "federation: a");
        add(2, CloseReason.GOAL, -1, "federation: a");

        assertThat(history.results().get(1).getSettings())
                .isSameAs(history.results().get(0).getSettings());
    }

    @Test
    void shouldMarkWhatARollbackLeftBehind() {
        for (long version = 0; version < 4; version++) {
            add(version, CloseReason.GOAL, -1, "");
        }
        add(4, CloseReason.ROLLBACK, 1, "");
        add(5, CloseReason.GOAL, -1, "");

        assertThat(history.marks(1)).isEmpty();
        assertThat(history.marks(2)).containsExactly("rolled back by version 4");
        assertThat(history.marks(3)).containsExactly("rolled back by version 4");
        assertThat(history.marks(4)).containsExactly("copy of version 1");
        assertThat(history.marks(5)).isEmpty();
    }

    @Test
    void shouldMarkWhatTheGuardFoundBadUntilALaterFigureSaysOtherwise() {
        add(1, CloseReason.GOAL, -1, "");
        judge(1, true);
        assertThat(history.marks(1)).containsExactly("bad");

        assertThat(judge(1, false)).isEqualTo(1);

        assertThat(history.marks(1)).isEmpty();
        assertThat(history.evaluation(1)).isPresent();
    }

    @Test
    void shouldPassOverWhatItCannotRead() {
        assertThat(history.accept(RecordKeys.round(1), new byte[] {1, 2, 3})).isEqualTo(-1);
        assertThat(history.accept(RecordKeys.round(1), null)).isEqualTo(-1);
        assertThat(history.accept(null, new byte[] {1})).isEqualTo(-1);
        assertThat(history.accept(RecordKeys.members(1, 0), new byte[] {1})).isEqualTo(-1);
        assertThat(history.results()).isEmpty();
    }

    @Test
    void shouldForgetTheOldestWhenMoreComeThanAreHeld() {
        // Given
        RoundHistory small = new RoundHistory(new RecordFraming(), 3);
        add(1, CloseReason.GOAL, -1, "");
        judge(1, true);
        add(2, CloseReason.ROLLBACK, 0, "");
        for (long version = 3; version < 6; version++) {
            add(version, CloseReason.GOAL, -1, "");
        }

        // When
        written.forEach(small::accept);

        // Then
        assertThat(small.results()).extracting(RoundResult::getVersion).containsExactly(3L, 4L, 5L);
        assertThat(small.evaluation(1)).isEmpty();
        assertThat(small.result(2)).isEmpty();
        assertThat(small.result(5)).isPresent();
        assertThat(small.marks(5)).isEmpty();
        assertThat(history.results()).hasSize(5);
        assertThat(history.marks(1)).containsExactly("bad", "rolled back by version 2");
    }
}
