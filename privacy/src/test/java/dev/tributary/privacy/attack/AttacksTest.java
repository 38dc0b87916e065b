package dev.tributary.privacy.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** Attacks on constructed data whose answer is known. */
class AttacksTest {

    private static final int USERS = 200;

    @Test
    void shouldNameEveryUserWhenArtefactsAreTheirModelsWithSomeNoise() {
        List<float[]> models = vectors(1);
        List<float[]> noise = vectors(2);
        List<float[]> leaked = new ArrayList<>();
        for (int user = 0; user < USERS; user++) {
            float[] artefact = new float[models.get(user).length];
            for (int i = 0; i < artefact.length; i++) {
                artefact[i] = 3 * models.get(user)[i] + noise.get(user)[i];
            }
            leaked.add(artefact);
        }

        assertThat(ModelMatching.hits(ModelMatching.match(models, leaked))).isEqualTo(USERS);
    }

    @Test
    void shouldNameHardlyAnyUserWhenArtefactsAreUnrelated() {
        // Hits are near Poisson of mean 1: more than 8 with a probability of 1.1e-6
        assertThat(ModelMatching.hits(ModelMatching.match(vectors(1), vectors(3))))
                .isLessThanOrEqualTo(8);
    }

    @Test
    void shouldGiveCosinesWhenVectorsAreZeroOppositeOrHuge() {
        assertThat(ModelMatching.cosine(new float[] {1, 0}, new float[] {-2, 0}))
                .isEqualTo(-1);
        assertThat(ModelMatching.cosine(new float[] {1, 0}, new float[] {1, 1}))
                .isCloseTo(Math.sqrt(0.5), within(1e-15));
        assertThat(ModelMatching.cosine(new float[2], new float[] {1, 1})).isZero();
        assertThat(ModelMatching.cosine(new float[] {Float.MAX_VALUE}, new float[] {Float.MAX_VALUE}))
                .isEqualTo(1);
        assertThat(ModelMatching.cosine(new float[] {Float.NaN}, new float[] {1}))
                .isZero();
        assertThatThrownBy(() -> ModelMatching.cosine(new float[1], new float[2]))
                .hasMessageEndingWith("had 1 and 2");
        assertThatThrownBy(() -> ModelMatching.match(List.of(), List.of())).hasMessageEndingWith("were none");
    }

    @Test
    void shouldFindTypedWordsWhenTheirRowsMoved() {
        float[] delta = {0, 0, 3, 4, 0.01f, 0, 0, -2};

        assertThat(MovedRows.find(delta, 2, 0.1)).containsExactly(1, 3);
        assertThat(MovedRows.find(new float[8], 2, 0.1)).isEmpty();
        assertThatThrownBy(() -> MovedRows.find(delta, 3, 0.1))
                .hasMessage("width of a row must divide 8 elements, was 3");
        assertThatThrownBy(() -> MovedRows.find(delta, 2, 1)).hasMessageEndingWith("was 1.0");
    }

    @Test
    void shouldScoreARecoveryWhenSomeWordsAreRight() {
        Recovery recovery = Recovery.of(Set.of(1, 2, 3, 4), Set.of(3, 4, 5));

        assertThat(recovery.precision()).isEqualTo(0.5);
        assertThat(recovery.recall()).isCloseTo(2 / 3.0, within(1e-15));
        assertThat(recovery.f1()).isCloseTo(4 / 7.0, within(1e-15));
        assertThat(Recovery.of(Set.of(), Set.of()).f1()).isZero();
        assertThatThrownBy(() -> new Recovery(1, 2, 3)).hasMessageContaining("was 2 of 1 and 3");
    }

    @Test
    void shouldExposeByRankWhenACanaryIsAmongCandidates() {
        double[] others = DoubleStream.iterate(1, x -> x + 1).limit(1023).toArray();

        assertThat(CanaryExposure.of(0.5, others)).isCloseTo(10, within(1e-12));
        assertThat(CanaryExposure.of(1, others)).isCloseTo(9, within(1e-12));
        assertThat(CanaryExposure.of(2000, others)).isZero();
        assertThat(CanaryExposure.nullBound(0.95)).isCloseTo(4.3219, within(1e-4));
        assertThatThrownBy(() -> CanaryExposure.of(Double.NaN, others)).hasMessageEndingWith("was NaN");
        assertThatThrownBy(() -> CanaryExposure.of(1, new double[0])).hasMessageEndingWith("were none");
        assertThatThrownBy(() -> CanaryExposure.nullBound(1)).hasMessageEndingWith("was 1.0");
    }

    @Test
    void shouldDrawTheCurveWhenScoresAreKnown() {
        MembershipRoc roc = new MembershipRoc(new double[] {3, 1, 4}, new double[] {2, 1, 0, -1});

        // Pairs won: 3 wins 4, 1 wins 2 and draws 1, 4 wins 4
        assertThat(roc.area()).isCloseTo(10.5 / 12, within(1e-15));
        assertThat(roc.truePositiveRate(0)).isCloseTo(2 / 3.0, within(1e-15));
        assertThat(roc.truePositiveRate(0.25)).isCloseTo(2 / 3.0, within(1e-15));
        assertThat(roc.truePositiveRate(0.5)).isEqualTo(1);
        assertThat(roc.truePositiveRate(1)).isEqualTo(1);
        assertThat(MembershipRoc.bound(0.01, 1, 1e-5)).isCloseTo(0.01 * Math.E + 1e-5, within(1e-15));
        assertThat(MembershipRoc.bound(0.5, 9, 0)).isEqualTo(1);
    }

    @Test
    void shouldGuessWhenScoresHaveOneDistribution() {
        // The area's standard error is √((n+m+1)/(12nm)) = 0.0091 for 2000 of each; five of them: 6e-7
        MembershipRoc roc = new MembershipRoc(scores(1), scores(2));

        assertThat(roc.area()).isCloseTo(0.5, within(5 * 0.0092));
        assertThat(roc.truePositiveRate(0.01)).isLessThan(0.04);
    }

    @Test
    void shouldPreferTheNearerDistributionWhenLikelihoodsAreCompared() {
        assertThat(MembershipRoc.likelihoodRatio(1, 1, 3, 1, 1)).isEqualTo(2);
        assertThat(MembershipRoc.likelihoodRatio(2, 1, 3, 1, 1)).isZero();
        assertThat(MembershipRoc.likelihoodRatio(1, 1, 1, 1, 2)).isCloseTo(Math.log(2), within(1e-15));
        assertThatThrownBy(() -> MembershipRoc.likelihoodRatio(1, 1, 1, 0, 1)).hasMessageContaining("were 0.0 and 1.0");
    }

    @Test
    void shouldRefuseWhenScoresAreMissingOrNaN() {
        assertThatThrownBy(() -> new MembershipRoc(new double[0], new double[1]))
                .hasMessageEndingWith("were 0 and 1");
        assertThatThrownBy(() -> new MembershipRoc(new double[] {1}, new double[] {Double.NaN, 1}))
                .hasMessage("scores must be numbers, was NaN");
        assertThatThrownBy(() -> new MembershipRoc(new double[1], new double[1]).truePositiveRate(-0.1))
                .hasMessageEndingWith("was -0.1");
    }

    private static List<float[]> vectors(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<float[]> vectors = new ArrayList<>();
        for (int user = 0; user < USERS; user++) {
            float[] vector = new float[300];
            for (int i = 0; i < vector.length; i++) {
                vector[i] = (float) random.nextGaussian();
            }
            vectors.add(vector);
        }
        return vectors;
    }

    private static double[] scores(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return DoubleStream.generate(random::nextGaussian).limit(2000).toArray();
    }
}
