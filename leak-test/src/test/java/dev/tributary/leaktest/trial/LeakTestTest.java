package dev.tributary.leaktest.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.leaktest.attacks.Column;
import dev.tributary.leaktest.report.Finding;
import dev.tributary.leaktest.report.Findings;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The short form: 60 users. Bars and the probabilities that chance misses them are those of {@link Findings}. */
class LeakTestTest {

    private static LeakTestResults results;

    @BeforeAll
    static void attack() {
        results = new LeakTest(new LeakTestSettings(60, 6, 4, 1e-5, 42), step -> {}).run();
    }

    @Test
    void shouldFindEveryClaimTrueWhenSixtyUsersAreAttacked() {
        List<Finding> findings = Findings.of(results);

        assertThat(findings).isNotEmpty().allSatisfy(finding -> assertThat(finding.holds())
                .as(finding.toString())
                .isTrue());
    }

    @Test
    void shouldFindAlmostEveryUserInTheClearAndAlmostNoneUnderMasks() {
        assertThat(results.whoseIsIt().get(Column.PLAIN).hits()).isGreaterThanOrEqualTo(57);
        assertThat(results.whoseIsIt().get(Column.MASKED).hits()).isLessThanOrEqualTo(4);
        assertThat(results.whoseIsIt().get(Column.NOISE).hits()).isLessThanOrEqualTo(1);
    }

    @Test
    void shouldReadWordsInTheClearAndGuessThemUnderMasks() {
        assertThat(results.whichWords().get(Column.PLAIN).f1()).isGreaterThan(0.8);
        assertThat(results.whichWords().get(Column.MASKED).f1()).isLessThanOrEqualTo(results.guessing() + 0.001);
        assertThat(results.guessing()).isLessThan(0.5);
    }
}
