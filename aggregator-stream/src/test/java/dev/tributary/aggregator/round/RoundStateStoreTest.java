package dev.tributary.aggregator.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.aggregator.evaluation.judging.JudgeMemory;
import dev.tributary.aggregator.evaluation.judging.MetricHistory;
import dev.tributary.aggregator.harness.MemoryStores;
import dev.tributary.aggregator.harness.SettingsFixtures;
import dev.tributary.aggregator.round.machine.KeptVersions;
import dev.tributary.aggregator.round.machine.LogPositions;
import dev.tributary.aggregator.round.machine.PendingRelease;
import dev.tributary.aggregator.round.machine.RoundMachine;
import dev.tributary.aggregator.round.machine.RoundPhase;
import dev.tributary.aggregator.round.machine.RoundState;
import dev.tributary.aggregator.round.machine.RoundTerms;
import dev.tributary.aggregator.round.machine.RoundTimes;
import dev.tributary.aggregator.round.machine.UnmaskEvent;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.CloseReason;
import dev.tributary.schemas.masked.Digest;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

class RoundStateStoreTest {

    private final KeyValueStore<String, byte[]> store = MemoryStores.add(MemoryStores.context(0), "round");
    private final RoundStateStore states = new RoundStateStore(store);

    @Test
    void shouldBeAbsentWhenNothingWasSaved() {
        assertThat(states.load()).isEmpty();
    }

    @Test
    void shouldBeTheSameWhenSavedAndLoaded() {
        // Given
        FederationSettings settings = SettingsFixtures.settings("round: {goal: 7}");
        FederationSettings asked = SettingsFixtures.settings("strategy: {name: median}");
        RoundState state = new RoundState(
                Long.MAX_VALUE,
                new RoundPhase.Stopped("é 模型 done"),
                new RoundTimes(1L << 40, -5, Integer.MAX_VALUE),
                new RoundTerms(settings, Optional.of(new RoundTerms.AskedSettings("a-1", asked)), 0.1, true),
                new LogPositions(77, 99, 5, 6, 7, 8, Map.of(0, 1L, 999, Long.MAX_VALUE)),
                new KeptVersions(new TreeMap<>(Map.of(3L, 1, Long.MAX_VALUE, 400_000))),
                JudgeMemory.of(
                        "loss LOWER",
                        4,
                        new MetricHistory(-1, 6, 5, Double.MIN_VALUE, -0.0, 3),
                        List.of(2L, 6L),
                        Map.of(7L, Double.MAX_VALUE, 8L, 0.1)));

        // When
        states.save(state);

        // Then
        assertThat(states.load()).contains(state);
    }

    @Test
    void shouldBeTheSameWhenARoundWaitsForItsMasks() {
        RoundState begun = RoundState.begun(3, 1, SettingsFixtures.settings(), 1000);
        RoundState waiting = new RoundMachine(new RoundMachine.ModelShape(4, "layout"))
                .on(
                        begun,
                        new UnmaskEvent.MembersFixed(
                                new PendingRelease(
                                        4,
                                        Digest.hash(new byte[] {1}),
                                        CloseReason.DEADLINE,
                                        new RoundTimes(1, 2, 3),
                                        Map.of(0, 7L, 3, 1L),
                                        Set.of("u-1", "u-2"),
                                        2000),
                                2000))
                .state();

        states.save(waiting);

        assertThat(states.load()).contains(waiting);
        assertThat(waiting.phase().pending()).isPresent();
    }

    @Test
    void shouldReplaceWhatWasSavedWhenSavedAgain() {
        RoundState first = RoundState.begun(0, 1, SettingsFixtures.settings(), 1000);
        RoundState second = RoundState.begun(1, 2, SettingsFixtures.settings("round: {goal: 2}"), 2000);
        states.save(first);
        states.save(second);

        assertThat(states.load()).contains(second);
    }

    @Test
    void shouldRefuseTheStoreWhenItsFormatIsUnknown() {
        for (int format : new int[] {0, 1, 3, -1, Integer.MAX_VALUE}) {
            store.put(
                    RoundStateStore.KEY, ByteBuffer.allocate(64).putInt(format).array());
            assertThatThrownBy(states::load)
                    .isInstanceOf(FederationException.class)
                    .hasMessage(
                            "format of the state of stage 2 must be 2, was " + format
                                    + "; go on with the release of Tributary that wrote it (docs/recovery.md, \"Rolling upgrade\")");
        }
        store.put(RoundStateStore.KEY, new byte[3]);
        assertThatThrownBy(states::load).hasMessageStartingWith("format of the state of stage 2 must be 2, was -1");
    }

    @Test
    void shouldRefuseTheStoreWhenItWasWrittenBeforeFormatsHadNumbers() {
        store.put("open-round", new byte[64]);

        assertThatThrownBy(states::load)
                .isInstanceOf(FederationException.class)
                .hasMessageStartingWith(
                        "format of the state of stage 2 must be 2, was none, beginning with open-round");
    }
}
