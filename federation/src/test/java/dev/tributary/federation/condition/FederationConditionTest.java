package dev.tributary.federation.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.topic.FederationTopics;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class FederationConditionTest {

    private static final FederationTopics TOPICS = new FederationTopics("digits");

    private static final OptionalLong NONE = OptionalLong.empty();

    private static FederationCondition condition(
            OptionalLong committed, boolean hasAdmission, boolean hasRound, OptionalLong newest) {
        return new FederationCondition(
                TOPICS,
                List.of(new InputState(TOPICS.updates(), 0, 0, 6, committed)),
                List.of(
                        new ChangelogState("fl.digits.aggregator-admission-changelog", 0, true, !hasAdmission),
                        new ChangelogState("fl.digits.aggregator-round-changelog", 0, true, !hasRound)),
                newest);
    }

    @Test
    void shouldBeSoundWhenNothingHasBegun() {
        assertThat(condition(NONE, false, false, NONE).isSound()).isTrue();
        assertThat(condition(NONE, false, false, OptionalLong.of(0)).isSound()).isTrue();
    }

    @Test
    void shouldBeSoundWhenEverythingIsThere() {
        FederationCondition condition = condition(OptionalLong.of(6), true, true, NONE);

        assertThat(condition.findings())
                .extracting(Finding::found)
                .containsExactly("offsets 0 to 6; the group goes on at 6", "holds the store", "holds the store");
        assertThat(condition.isSound()).isTrue();
    }

    @Test
    void shouldBeSoundAndSayHowItGoesOnWhenTheGroupIsLost() {
        FederationCondition condition = condition(NONE, true, true, NONE);

        assertThat(condition.isSound()).isTrue();
        assertThat(condition.findings().get(0).found())
                .endsWith("the group has no offset; read from its beginning, what was processed is passed over");
    }

    @Test
    void shouldSayWhatRetentionDeletedWhenTheGroupIsBehindTheBeginning() {
        InputState behind = new InputState(TOPICS.updates(), 0, 10, 12, OptionalLong.of(7));

        assertThat(behind.outlook()).isEqualTo("; 3 offsets were deleted before they were read");
    }

    @Test
    void shouldBeFlawedWhenUpdatesWereReadAndNobodyRemembersWhich() {
        assertThatThrownBy(() -> condition(OptionalLong.of(6), false, false, OptionalLong.of(0))
                        .requireSound())
                .isInstanceOf(FederationException.class)
                .hasMessageStartingWith(
                        "changelog fl.digits.aggregator-admission-changelog-0 must hold what was admitted"
                                + " from fl.digits.updates-0, which the group has read through offset 5, holds nothing")
                .hasMessageEndingWith("tributary federation adopt");
    }

    @Test
    void shouldBeFlawedWhenThereIsARoundAndNobodyRemembersWhatIsInIt() {
        assertThat(condition(NONE, false, true, NONE).isSound()).isFalse();
    }

    @Test
    void shouldBeFlawedWhenThereAreVersionsAndNoRound() {
        assertThat(condition(NONE, true, false, OptionalLong.of(1)).isSound()).isFalse();
        assertThat(condition(NONE, false, false, OptionalLong.of(1)).isSound()).isFalse();
        assertThat(condition(NONE, true, false, OptionalLong.of(0)).isSound()).isTrue();
    }

    @Test
    void shouldSayThatAChangelogIsMissingOrEmpty() {
        assertThat(new ChangelogState("x", 0, false, true).shown()).isEqualTo("missing");
        assertThat(new ChangelogState("x", 0, true, true).shown()).isEqualTo("empty");
    }
}
