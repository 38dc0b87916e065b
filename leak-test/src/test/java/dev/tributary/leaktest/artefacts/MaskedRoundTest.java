package dev.tributary.leaktest.artefacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.client.data.SplitMix64;
import dev.tributary.privacy.words.WordSum;
import dev.tributary.schemas.layout.ParameterLayout;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MaskedRoundTest {

    private static final int PARAMETERS = 300_000;
    private static final ParameterLayout LAYOUT = ParameterLayout.flat(PARAMETERS);

    private final Parties parties = new Parties(3, 7);

    private static SumPlan plan(int noiseMultiplier) {
        return new SumPlan(PARAMETERS, 1, 3, noiseMultiplier, 7);
    }

    private static List<float[]> deltas() {
        SplitMix64 random = new SplitMix64(11);
        List<float[]> deltas = new ArrayList<>();
        for (int user = 0; user < 3; user++) {
            float[] delta = new float[PARAMETERS];
            for (int i = 0; i < delta.length; i++) {
                delta[i] = (float) (random.nextGaussian() / 500);
            }
            deltas.add(delta);
        }
        return deltas;
    }

    @Test
    void shouldReleaseTheClearSumWhenUpdatesOfSeveralChunksAreMasked() {
        // Given
        SumPlan plan = plan(0);
        MaskedRound round = new MaskedRound(plan, parties);
        WordSum expected = WordSum.zero(plan.words().quantisation().wordSize(), PARAMETERS);

        // When
        for (int user = 0; user < 3; user++) {
            LeakedUpdate update = new MaskedClient(parties, user, plan, 7).write(4, LAYOUT, deltas().get(user));
            assertThat(update.records()).hasSizeGreaterThan(1);
            round.add(update);
            expected.add(0, plan.quantise(deltas().get(user)).words(), 1);
        }

        // Then
        assertThat(round.release().toValues()).isEqualTo(expected.toValues());
    }

    @Test
    void shouldReadADeltaToTheBitWhenAnUpdateIsClear() {
        float[] delta = deltas().get(0);
        LeakedUpdate update = new ClearClient(parties, 0, 7).write(4, LAYOUT, delta);

        assertThat(update.records()).hasSizeGreaterThan(1);
        assertThat(new LeakReader().read(update)).isEqualTo(delta);
    }

    @Test
    void shouldReadNumbersOfFullRangeWhenADeltaOfZerosIsMasked() {
        // When
        float[] read =
                new LeakReader().read(new MaskedClient(parties, 0, plan(0), 7).write(4, LAYOUT, new float[PARAMETERS]));

        // Then: means of 300,000 uniform words stray from 0 by five standard errors once in a million.
        double mean = 0;
        for (float word : read) {
            mean += word / PARAMETERS;
        }
        double standardError = 0x1p32 / Math.sqrt(12.0 * PARAMETERS);
        assertThat(Math.abs(mean)).isLessThan(5 * standardError);
    }

    @Test
    void shouldRefuseWhenASeedIsOfAnotherUpdate() {
        // Given
        SumPlan plan = plan(0);
        LeakedUpdate one = new MaskedClient(parties, 0, plan, 7).write(4, LAYOUT, deltas().get(0));
        LeakedUpdate other = new MaskedClient(parties, 1, plan, 7).write(4, LAYOUT, deltas().get(1));

        // When
        LeakedUpdate mixed = new LeakedUpdate(one.records(), other.seed());

        // Then
        MaskedRound round = new MaskedRound(plan, parties);
        assertThatThrownBy(() -> round.add(mixed)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldAddNoiseOfItsDeviationWhenARoundIsReleased() {
        // Given
        SumPlan plan = plan(2);
        MaskedRound round = new MaskedRound(plan, parties);
        round.add(new MaskedClient(parties, 0, plan, 7).write(4, LAYOUT, new float[PARAMETERS]));

        // When
        int[] released = round.release().toValues();

        // Then: the deviation of 300,000 normal numbers is off by 1 % once in 10^13 runs.
        double squares = 0;
        for (int word : released) {
            squares += (double) word * word / PARAMETERS;
        }
        assertThat(Math.sqrt(squares) / plan.sigma()).isBetween(0.99, 1.01);
    }
}
