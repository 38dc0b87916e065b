package dev.tributary.aggregator.evaluation.judging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.aggregator.harness.SettingsFixtures;
import dev.tributary.federation.settings.evaluation.EvaluationSettings;
import dev.tributary.schemas.avro.MetricSpread;
import dev.tributary.schemas.avro.VersionEvaluation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VersionJudgeTest {

    private static final String ROLLBACK = "guard: {maxFall: 0.05, action: rollback}";
    private static final long NEWEST = 10_000;

    private static EvaluationSettings settings(String rules) {
        return SettingsFixtures.settings("evaluation: {" + rules + "}").evaluation();
    }

    private static VersionEvaluation evaluation(long version, String metric, double mean) {
        return new VersionEvaluation(version, 3L, 3L, 30L, Map.of(metric, new MetricSpread(mean, 0.1, 3L)), false, 0L);
    }

    private static Verdict judge(VersionJudge judge, long version, double accuracy) {
        return judge.judge(evaluation(version, "accuracy", accuracy), 0, NEWEST);
    }

    /** Versions 0, 1, 2, … in their order; the verdict of the last one. */
    private static Verdict judgeAll(VersionJudge judge, double... accuracies) {
        Verdict last = Verdict.NOTHING;
        for (int version = 0; version < accuracies.length; version++) {
            last = judge(judge, version, accuracies[version]);
        }
        return last;
    }

    @Test
    void shouldFindNothingWhenNoRuleIsOn() {
        assertThat(judgeAll(new VersionJudge(settings("")), 0.9, 0.1, 0.1)).isEqualTo(Verdict.NOTHING);
    }

    @Test
    void shouldMarkVersionWhenItFallsByMoreThanMaxFallBelowTheBest() {
        VersionJudge judge = new VersionJudge(settings("guard: {maxFall: 0.25}"));

        assertThat(judgeAll(judge, 0.5, 0.75, 0.5).isBad()).isFalse();
        assertThat(judge(judge, 3, 0.49))
                .isEqualTo(new Verdict(true, OptionalLong.empty(), Verdict.NOTHING.stopReason()));
    }

    private static Verdict judgeOf(VersionJudge judge, long version, double accuracy, long reports, long groupSize) {
        MetricSpread spread = new MetricSpread(accuracy, 0.1, reports);
        return judge.judge(
                new VersionEvaluation(version, reports, groupSize, 30L, Map.of("accuracy", spread), false, 0L),
                0,
                NEWEST);
    }

    @Test
    void shouldActOnNothingWhenTooSmallAPartOfTheClientsHasReported() {
        VersionJudge judge = new VersionJudge(settings(ROLLBACK + ", stop: {target: 0.8}"));
        judgeOf(judge, 0, 0.7, 4, 4);

        assertThat(judgeOf(judge, 1, 0.81, 3, 4)).as("would stop").isEqualTo(Verdict.NOTHING);
        assertThat(judgeOf(judge, 1, 0.1, 3, 4)).as("would roll back").isEqualTo(Verdict.NOTHING);
        assertThat(judgeOf(judge, 1, 0.1, 4, 4).rollbackTo()).hasValue(0);
    }

    @Test
    void shouldCompareNoFurtherBackWhenTheGroupHasChanged() {
        VersionJudge judge = new VersionJudge(settings("guard: {maxFall: 0.05}"));
        judgeOf(judge, 0, 0.9, 4, 4);

        assertThat(judgeOf(judge, 1, 0.7, 3, 3).isBad())
                .as("first of the new group")
                .isFalse();
        assertThat(judgeOf(judge, 2, 0.6, 3, 3).isBad()).isTrue();
    }

    @Test
    void shouldCompareAsBeforeWhenOneOfManyIsAbsent() {
        VersionJudge judge = new VersionJudge(settings("guard: {maxFall: 0.05}"));
        judgeOf(judge, 0, 0.9, 20, 20);

        assertThat(judgeOf(judge, 1, 0.7, 18, 20).isBad()).isTrue();
    }

    @Test
    void shouldRememberTheGroupWhenItGoesOnFromItsMemory() {
        EvaluationSettings settings = settings("guard: {maxFall: 0.05}");
        VersionJudge judge = new VersionJudge(settings);
        judgeOf(judge, 0, 0.9, 4, 4);

        VersionJudge next = VersionJudge.of(settings, judge.memory());

        assertThat(judgeOf(next, 1, 0.7, 3, 3).isBad()).isFalse();
    }

    @Test
    void shouldTurnAroundWhenLowerIsBetter() {
        VersionJudge judge =
                new VersionJudge(settings("metric: loss, better: lower, guard: {maxFall: 0.5}, stop: {target: 0.25}"));

        judge.judge(evaluation(0, "loss", 1), 0, NEWEST);
        assertThat(judge.judge(evaluation(1, "loss", 1.75), 0, NEWEST).isBad()).isTrue();
        assertThat(judge.judge(evaluation(2, "loss", 0.25), 0, NEWEST).stopReason())
                .contains("version 2 reached evaluation.stop.target: loss is 0.250000, target 0.250000");
    }

    @Test
    void shouldRollBackToTheBestVersionWhenOneIsBad() {
        Verdict verdict = judgeAll(new VersionJudge(settings(ROLLBACK)), 0.80, 0.90, 0.88, 0.70);

        assertThat(verdict.isBad()).isTrue();
        assertThat(verdict.rollbackTo()).hasValue(1);
    }

    @Test
    void shouldRollBackToTheBestReadableVersionWhenTheBestIsGone() {
        VersionJudge judge = new VersionJudge(settings(ROLLBACK));
        judgeAll(judge, 0.90, 0.86, 0.89, 0.87);

        assertThat(judge.judge(evaluation(4, "accuracy", 0.5), 1, NEWEST).rollbackTo())
                .hasValue(2);
        assertThat(judge.judge(evaluation(4, "accuracy", 0.5), 3, NEWEST).rollbackTo())
                .hasValue(3);
        assertThat(judge.judge(evaluation(4, "accuracy", 0.5), 4, NEWEST).rollbackTo())
                .isEmpty();
        assertThat(judge.judge(evaluation(4, "accuracy", 0.5), 400, NEWEST).rollbackTo())
                .isEmpty();
    }

    @Test
    void shouldNotRollBackToBadVersionWhenNoOtherIsReadable() {
        VersionJudge judge = new VersionJudge(settings(ROLLBACK));
        judgeAll(judge, 0.90, 0.70, 0.60);

        Verdict verdict = judge.judge(evaluation(3, "accuracy", 0.5), 1, NEWEST);

        assertThat(verdict.isBad()).isTrue();
        assertThat(verdict.rollbackTo()).isEmpty();
    }

    @Test
    void shouldOnlyMarkWhenLaterVersionIsGood() {
        VersionJudge judge = new VersionJudge(settings(ROLLBACK));
        judge(judge, 0, 0.9);
        judge(judge, 2, 0.9);

        assertThat(judge(judge, 1, 0.5))
                .isEqualTo(new Verdict(true, OptionalLong.empty(), Verdict.NOTHING.stopReason()));
    }

    @Test
    void shouldTakeBackTheMarkWhenMoreReportsSayOtherwise() {
        VersionJudge judge = new VersionJudge(settings(ROLLBACK));

        assertThat(judgeAll(judge, 0.9, 0.5).isBad()).isTrue();
        assertThat(judge(judge, 1, 0.88)).isEqualTo(Verdict.NOTHING);
        assertThat(judge(judge, 0, 0.95)).isEqualTo(Verdict.NOTHING);
        assertThat(judge(judge, 1, 0.88).isBad()).isTrue();
    }

    @Test
    void shouldCompareWithTheVersionRolledBackToWhenTheModelWasRolledBack() {
        VersionJudge judge = new VersionJudge(settings(ROLLBACK));
        judgeAll(judge, 0.9, 0.5);
        judge.rolledBack(2, 0);

        // A late report on the bad version leaves its mark and has no further consequence.
        assertThat(judge(judge, 1, 0.4))
                .isEqualTo(new Verdict(true, OptionalLong.empty(), Verdict.NOTHING.stopReason()));
        assertThat(judge(judge, 3, 0.5).rollbackTo()).hasValue(2);
        // The test data have changed: the same parameters are now worth less, and so is what is compared with them.
        assertThat(judge(judge, 2, 0.52)).isEqualTo(Verdict.NOTHING);
        assertThat(judge(judge, 3, 0.5)).isEqualTo(Verdict.NOTHING);
    }

    @Test
    void shouldBeginAnewWhenModelWasReplaced() {
        VersionJudge judge = new VersionJudge(settings(ROLLBACK + ", stop: {patience: 2}"));
        judgeAll(judge, 0.9, 0.9);
        judge.modelReplaced(2);

        assertThat(judge(judge, 2, 0.3)).isEqualTo(Verdict.NOTHING);
        assertThat(judge(judge, 3, 0.3)).isEqualTo(Verdict.NOTHING);
        assertThat(judge(judge, 4, 0.1).rollbackTo()).hasValue(3);
    }

    @Test
    void shouldStopWhenTargetIsReached() {
        VersionJudge judge = new VersionJudge(settings("stop: {target: 0.95}"));

        assertThat(judgeAll(judge, 0.5, 0.9499).stopReason()).isEmpty();
        assertThat(judge(judge, 2, 0.95).stopReason())
                .contains("version 2 reached evaluation.stop.target: accuracy is 0.950000, target 0.950000");
    }

    @Test
    void shouldStopWhenPatienceIsUsedUp() {
        VersionJudge judge = new VersionJudge(settings("stop: {patience: 3, minProgress: 0.1}"));

        // Two small gains together are progress; from there on none is.
        assertThat(judgeAll(judge, 0.50, 0.56, 0.61, 0.70, 0.60).stopReason()).isEmpty();
        assertThat(judge(judge, 8, 0.71).stopReason())
                .contains("evaluation.stop.patience is used up: 3 evaluated versions without progress,"
                        + " best accuracy is 0.710000");
        assertThat(judge(judge, 8, 0.72).stopReason()).isEmpty();
    }

    @Test
    void shouldCountPatienceBeyondItsHistoryWhenItIsLong() {
        VersionJudge judge = new VersionJudge(settings("stop: {patience: 200}, guard: {maxFall: 0.2}"));
        judge(judge, 0, 0.9);

        for (int version = 1; version < 200; version++) {
            assertThat(judge(judge, version, 0.8)).isEqualTo(Verdict.NOTHING);
        }
        assertThat(judge(judge, 200, 0.6).isBad()).isTrue();
        assertThat(judge(judge, 200, 0.8).stopReason()).isPresent();
    }

    @Test
    void shouldHaveNoConsequenceWhenMetricIsMissingOrVersionIsNotPublished() {
        VersionJudge judge = new VersionJudge(settings(ROLLBACK));
        judgeAll(judge, 0.9);

        assertThat(judge.judge(evaluation(1, "loss", 0.1), 0, NEWEST)).isEqualTo(Verdict.NOTHING);
        assertThat(judge.judge(evaluation(7, "accuracy", 0.1), 0, 6)).isEqualTo(Verdict.NOTHING);
        assertThat(judge.judge(evaluation(-1, "accuracy", 0.1), 0, 6)).isEqualTo(Verdict.NOTHING);
        assertThat(judge.judge(evaluation(1, "accuracy", Double.NaN), 0, 6)).isEqualTo(Verdict.NOTHING);
    }

    @Test
    void shouldForgetVersionsWhenMetricWasChanged() {
        VersionJudge judge = new VersionJudge(settings(ROLLBACK));
        judgeAll(judge, 0.9);

        VersionJudge other = VersionJudge.of(settings("metric: loss, better: lower, " + ROLLBACK), judge.memory());

        assertThat(other.judge(evaluation(1, "loss", 2.3), 0, NEWEST)).isEqualTo(Verdict.NOTHING);
    }

    static LongStream seeds() {
        return LongStream.range(0, 20);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldGiveTheSameVerdictsWhenItGoesOnFromItsMemory(long seed) {
        // Given
        EvaluationSettings rules = settings(ROLLBACK + ", stop: {patience: 20, target: 0.99}");
        VersionJudge whole = new VersionJudge(rules);
        VersionJudge resumed = new VersionJudge(rules);
        SplittableRandom random = new SplittableRandom(seed);
        List<Verdict> expected = new ArrayList<>();
        List<Verdict> actual = new ArrayList<>();

        // When
        for (long newest = 0; newest < 300; newest++) {
            if (newest > 0 && random.nextInt(20) == 0) {
                whole.rolledBack(newest, newest - 1);
                resumed.rolledBack(newest, newest - 1);
            }
            long version = Math.max(0, newest - random.nextInt(8));
            VersionEvaluation evaluation = evaluation(version, "accuracy", random.nextDouble(0.8, 1));
            expected.add(whole.judge(evaluation, newest - 4, newest));
            resumed = VersionJudge.of(rules, resumed.memory());
            actual.add(resumed.judge(evaluation, newest - 4, newest));
        }

        // Then
        assertThat(actual).isEqualTo(expected);
        assertThat(expected).anyMatch(Verdict::isBad).anyMatch(verdict -> verdict.rollbackTo()
                .isPresent());
        assertThat(resumed.memory().means()).hasSizeLessThanOrEqualTo(VersionJudge.HISTORY);
        assertThat(resumed.memory().replacements()).hasSizeLessThanOrEqualTo(VersionJudge.HISTORY);
    }
}
