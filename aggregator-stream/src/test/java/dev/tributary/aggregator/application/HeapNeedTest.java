package dev.tributary.aggregator.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.schemas.FederationException;
import org.junit.jupiter.api.Test;

class HeapNeedTest {

    private static final int PARAMETERS = 10 << 20;
    private static final long MIB = 1L << 20;

    private static FederationSettings settings(String more) {
        return FederationSettings.parse(
                "federation: heap\nprivacy: {masking: off}\ntopics: {updatePartitions: 2}\n" + more);
    }

    @Test
    void shouldAddUpArraysAndBoundsByTheFormula() {
        HeapNeed need = HeapNeed.of(settings("admission: {maxHeldBytes: 100MiB}"), PARAMETERS);
        assertThat(need).isEqualTo(new HeapNeed(40 * MIB * (4 * 2 + 11), 2 * 100 * MIB, (3 * 64 + 64) * MIB));
    }

    @Test
    void shouldCountWhatTheStrategyKeeps() {
        long plain = HeapNeed.of(settings(""), PARAMETERS).arrayBytes();
        long withMoments =
                HeapNeed.of(settings("strategy: {name: fedAdam}"), PARAMETERS).arrayBytes();
        assertThat(withMoments - plain).isEqualTo(2 * 40 * MIB);
    }

    @Test
    void shouldRefuseWhenArraysExceedTheHeap() {
        HeapNeed need = HeapNeed.of(settings("admission: {maxHeldBytes: 100MiB}"), PARAMETERS);
        assertThatCode(() -> need.requireArraysFit(760 * MIB, PARAMETERS)).doesNotThrowAnyException();
        assertThatThrownBy(() -> need.requireArraysFit(760 * MIB - 1, PARAMETERS))
                .isInstanceOf(FederationException.class)
                .hasMessage("heap must be at least 760 MiB for a model of 10485760 parameters, and 1216 MiB to hold and"
                        + " buffer all that the settings allow, was 760 MiB; raise -Xmx");
    }

    @Test
    void shouldRefuseWhenNoUpdateCouldEverBeHeld() {
        assertThatThrownBy(
                        () -> HeapNeed.requireRoomForAnUpdate(settings("admission: {maxHeldBytes: 40MiB}"), PARAMETERS))
                .isInstanceOf(FederationException.class)
                .hasMessageStartingWith("admission.maxHeldBytes must be at least 42008576 for an update of 10485760"
                        + " parameters as FLOAT32, was 41943040");
        assertThatCode(() -> HeapNeed.requireRoomForAnUpdate(settings("admission: {maxHeldBytes: 41MiB}"), PARAMETERS))
                .doesNotThrowAnyException();
    }
}
