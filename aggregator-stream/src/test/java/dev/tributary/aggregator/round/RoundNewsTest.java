package dev.tributary.aggregator.round;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.aggregator.harness.SettingsFixtures;
import dev.tributary.aggregator.round.machine.RoundCount;
import dev.tributary.aggregator.round.machine.RoundState;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RoundNewsTest {

    /** The default goal of ten, and so a quorum of five. */
    private static final RoundState STATE = RoundState.begun(0, 1, SettingsFixtures.settings(), 1_000);

    @Test
    void shouldSayThatNoVersionComesWhenFourClientsHaveTheGoalOfTen() {
        assertThat(RoundNews.belowQuorum(1, 1, new RoundCount(4, 4), STATE))
                .hasValue(
                        "round=1 has 4 updates of 4 clients after 1 deadlines; quorum 5, goal 10: no version comes before"
                                + " the quorum. If no more clients will come, lower round.goal and round.quorum with: tributary"
                                + " federation apply");
    }

    @Test
    void shouldSaySoMoreAndMoreSeldomWhenItGoesOn() {
        assertThat(IntStream.rangeClosed(1, 1000)
                        .filter(extensions -> RoundNews.belowQuorum(1, extensions, new RoundCount(4, 4), STATE)
                                .isPresent()))
                .containsExactly(1, 2, 4, 8, 16, 32, 64, 128, 256, 512);
    }

    @Test
    void shouldSayNothingWhenTheFederationIsAtRest() {
        assertThat(RoundNews.belowQuorum(1, 1, new RoundCount(0, 0), STATE)).isEmpty();
    }
}
