package dev.tributary.log.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tributary.schemas.avro.FederationState;
import dev.tributary.schemas.avro.RoundMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpeningModeTest {

    @Test
    void shouldTellModeAndRateAsOfVersionZero() {
        FederationState state = OpeningMode.of(true, 0.25).state(1_700_000_000_000L);

        assertThat(state).isEqualTo(new FederationState(0L, RoundMode.SYNC, 0.25, false, "", 1_700_000_000_000L));
    }

    @Test
    void shouldInviteEverybodyWhenRoundsAreAsynchronous() {
        assertThat(OpeningMode.of(false, 0.25)).isEqualTo(OpeningMode.ASYNC);
        assertThat(OpeningMode.ASYNC.samplingRate()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"SYNC, 0", "SYNC, -0.1", "SYNC, 1.0000001", "SYNC, NaN", "ASYNC, 0.5", "UNKNOWN, 1"})
    void shouldRefuseWhatNoFederationHas(RoundMode mode, double samplingRate) {
        assertThatIllegalArgumentException().isThrownBy(() -> new OpeningMode(mode, samplingRate));
    }
}
