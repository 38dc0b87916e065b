package dev.tributary.privacy.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PrivacyPlanTest {

    private static final OptionalDouble NO = OptionalDouble.empty();

    @Test
    void shouldTellEpsilonWhenTheNoiseMultiplierIsGiven() {
        PrivacyPlan plan =
                PrivacyPlan.of(request(200, 20, 100, 10_000, OptionalDouble.of(4), NO, OptionalLong.empty()));

        // ⌈100·20/200⌉ = 10 releases of z = 4: the design's reference values
        assertThat(plan.participations()).isEqualTo(10);
        assertThat(plan.rho()).isCloseTo(0.3125, within(1e-14));
        assertThat(plan.epsilon()).isCloseTo(3.6170, within(5e-5));
        assertThat(plan.gaussianEpsilon().orElseThrow()).isCloseTo(3.3414, within(5e-5));
        assertThat(plan.everyRound()).isGreaterThan(plan.epsilon());
        assertThat(plan.noiseToSignal()).isEqualTo(20);
        assertThat(plan.level()).isEqualTo(NoiseLevel.HOPELESS);
        assertThat(plan.trainableParameters()).isEqualTo(625);
        assertThat(plan.neededGoal()).isEqualTo(80);
    }

    @Test
    void shouldNotPassEpsilonWhenTheNoiseMultiplierIsComputed() {
        for (double epsilon : new double[] {0.1, 1, 3.61697, 50}) {
            PrivacyPlan plan =
                    PrivacyPlan.of(request(200, 20, 100, 10_000, NO, OptionalDouble.of(epsilon), OptionalLong.of(10)));

            assertThat(plan.epsilon()).isBetween(epsilon * (1 - 1e-9), epsilon);
        }
    }

    @Test
    void shouldAskForMoreNoiseWhenAClientTakesPartMoreOften() {
        double few = plan(OptionalLong.of(10)).noiseMultiplier();
        double all = plan(OptionalLong.of(100)).noiseMultiplier();

        assertThat(all).isCloseTo(few * Math.sqrt(10), within(1e-9));
        assertThat(plan(OptionalLong.of(100)).everyRound()).isCloseTo(1, within(1e-9));
    }

    @Test
    void shouldClaimNoSamplingWhenAllTakePart() {
        PrivacyPlan plan = PrivacyPlan.of(request(20, 20, 10, 100, OptionalDouble.of(4), NO, OptionalLong.empty()));

        assertThat(plan.participations()).isEqualTo(10);
        assertThat(plan.sampled().orElseThrow()).isCloseTo(plan.epsilon(), within(1e-9));
        assertThat(plan.everyRound()).isCloseTo(plan.epsilon(), within(1e-12));
    }

    @Test
    void shouldGradeWhenRatiosAreAtTheBorders() {
        assertThat(NoiseLevel.of(0.999)).isEqualTo(NoiseLevel.LOW);
        assertThat(NoiseLevel.of(1)).isEqualTo(NoiseLevel.BEARABLE);
        assertThat(NoiseLevel.of(5)).isEqualTo(NoiseLevel.BEARABLE);
        assertThat(NoiseLevel.of(5.001)).isEqualTo(NoiseLevel.HOPELESS);
    }

    @Test
    void shouldStayFiniteWhenArgumentsAreExtreme() {
        PrivacyPlan huge = PrivacyPlan.of(new PlanRequest(
                1_000_000_000,
                1_000_000_000,
                1_000_000_000,
                Integer.MAX_VALUE,
                1e-200,
                OptionalDouble.of(1e-6),
                NO,
                OptionalLong.empty()));
        PrivacyPlan tiny =
                PrivacyPlan.of(new PlanRequest(1, 1, 1, 1, 0.9, OptionalDouble.of(1e6), NO, OptionalLong.empty()));

        assertThat(huge.epsilon()).isFinite().isGreaterThan(1e15);
        assertThat(huge.sampled()).isEmpty();
        assertThat(tiny.epsilon()).isNotNegative();
        assertThat(tiny.trainableParameters()).isZero();
    }

    @Test
    void shouldNameBoundAndValueWhenAnArgumentIsOutside() {
        OptionalLong none = OptionalLong.empty();
        OptionalDouble one = OptionalDouble.of(1);

        assertThatThrownBy(() -> request(0, 1, 1, 1, one, NO, none))
                .hasMessage("clients must be from 1 to 1000000000, was 0");
        assertThatThrownBy(() -> request(5, 6, 1, 1, one, NO, none)).hasMessage("goal must be from 1 to 5, was 6");
        assertThatThrownBy(() -> request(5, 5, 1, 1, one, one, none)).hasMessageContaining("was both");
        assertThatThrownBy(() -> request(5, 5, 1, 1, NO, NO, none)).hasMessageContaining("was none");
        assertThatThrownBy(() -> request(5, 5, 1, 1, OptionalDouble.of(Double.NaN), NO, none))
                .hasMessage("noise multiplier must be from 1e-6 to 1e6, was NaN");
        assertThatThrownBy(() -> request(10, 5, 10, 1, one, NO, OptionalLong.of(4)))
                .hasMessage(
                        "participations must be 5 or more to fill all rounds, was 4; plan fewer rounds, a smaller goal or"
                                + " more clients");
        assertThatThrownBy(() -> new PlanRequest(1, 1, 1, 1, 0, one, NO, none))
                .hasMessage("delta must be 1e-200 or more and below 1, was 0.0");
    }

    private static PrivacyPlan plan(OptionalLong participations) {
        return PrivacyPlan.of(request(200, 20, 100, 10_000, NO, OptionalDouble.of(1), participations));
    }

    private static PlanRequest request(
            long clients,
            long goal,
            long rounds,
            long parameters,
            OptionalDouble z,
            OptionalDouble epsilon,
            OptionalLong participations) {
        return new PlanRequest(clients, goal, rounds, parameters, 1e-5, z, epsilon, participations);
    }
}
