package dev.tributary.federation.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SettingsDifferenceTest {

    private static FederationSettings settings(String more) {
        return FederationSettings.parse("federation: f\nprivacy: {masking: off}\n" + more);
    }

    @Test
    void shouldFindNothingWhenADefaultIsWrittenOut() {
        assertThat(SettingsDifference.between(
                        settings(""), settings("round: {goal: 10, deadline: 60s}\nmodel: {keepVersions: 5}\n")))
                .isEmpty();
    }

    @Test
    void shouldNameEachSettingThatDiffersWithBothValues() {
        assertThat(SettingsDifference.between(
                        settings(""),
                        settings("round: {goal: 20, quorum: 5, deadline: 90s}\nadmission: {holdTimeout: 1500ms}\n")))
                .containsExactly(
                        new SettingsDifference("admission.holdTimeout", "60s", "1500ms"),
                        new SettingsDifference("round.deadline", "60s", "90s"),
                        new SettingsDifference("round.goal", "10", "20"));
    }

    @Test
    void shouldNameTheOptionsThatComeWithAnotherStrategy() {
        assertThat(SettingsDifference.between(
                        settings("strategy: {name: fedAvgM}\n"),
                        settings("strategy: {name: fedAvgM, momentum: 0.5}\n")))
                .singleElement()
                .satisfies(change -> {
                    assertThat(change.path()).isEqualTo("strategy.momentum");
                    assertThat(change.after()).isEqualTo("0.5");
                });
        assertThat(SettingsDifference.between(settings(""), settings("strategy: {name: median}\n")))
                .contains(new SettingsDifference("strategy.name", "fedAvg", "median"));
    }

    @Test
    void shouldReachTheSectionsWithinSections() {
        assertThat(SettingsDifference.between(settings(""), settings("evaluation: {stop: {target: 0.9}}\n")))
                .containsExactly(new SettingsDifference("evaluation.stop.target", "none", "0.9"));
    }
}
