package dev.tributary.client.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TrainingPauseTest {

    private final TrainingPause pause = new TrainingPause();

    @Test
    void shouldBeOverOnceWhenItsTimeHasPassed() {
        pause.begin(1_000);

        assertThat(pause.isOver(30_999)).isFalse();
        assertThat(pause.isOver(31_000)).isTrue();
        assertThat(pause.isOver(99_000)).isFalse();
    }

    @Test
    void shouldLastTwiceAsLongEachTimeUpToTenMinutesWhenNothingHelps() {
        assertThat(LongStream.range(0, 7).map(i -> pause.begin(i).toSeconds()))
                .containsExactly(30L, 60L, 120L, 240L, 480L, 600L, 600L);
    }

    @Test
    void shouldBeginAnewWhenANewerVersionHasCome() {
        pause.begin(0);
        pause.begin(0);

        pause.forget();

        assertThat(pause.isOver(Long.MAX_VALUE - 1)).isFalse();
        assertThat(pause.begin(0).toSeconds()).isEqualTo(30);
    }
}
