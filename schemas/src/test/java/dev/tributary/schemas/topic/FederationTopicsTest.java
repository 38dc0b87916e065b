package dev.tributary.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.schemas.FederationException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class FederationTopicsTest {

    @Test
    void shouldBeginEveryNameWithTheFederation() {
        FederationTopics topics = new FederationTopics("digits");

        assertThat(List.of(
                        topics.updates(),
                        topics.partials(),
                        topics.rounds(),
                        topics.model(),
                        topics.rejections(),
                        topics.applicationId(),
                        topics.publisherId()))
                .containsExactly(
                        "fl.digits.updates",
                        "fl.digits.partials",
                        "fl.digits.rounds",
                        "fl.digits.model",
                        "fl.digits.rejections",
                        "fl.digits.aggregator",
                        "fl.digits.publisher");
    }

    @Test
    void shouldBeginEveryNameWithAnotherPrefixWhenThereIsOne() {
        FederationTopics topics = new FederationTopics("acme.ml_fl.", "digits");

        assertThat(new TopicPlan(topics, 4, (short) 3, true).specs())
                .allSatisfy(spec -> assertThat(spec.name()).startsWith("acme.ml_fl.digits."));
        assertThat(List.of(topics.common(), topics.applicationId(), topics.maskHelperId(), topics.publisherId()))
                .containsExactly(
                        "acme.ml_fl.digits.",
                        "acme.ml_fl.digits.aggregator",
                        "acme.ml_fl.digits.mask-helper",
                        "acme.ml_fl.digits.publisher");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "0", "a-b", "a-", "63-characters-63-characters-63-characters-63-characters-63-char"})
    void shouldAcceptAGoodName(String name) {
        assertThat(new FederationTopics(name).federation()).isEqualTo(name);
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                "-a",
                "A",
                "a.b",
                "a_b",
                "a b",
                "a\n",
                "é",
                "64-characters-64-characters-64-characters-64-characters-64-chars"
            })
    void shouldRefuseAName(String name) {
        assertThatThrownBy(() -> new FederationTopics(name))
                .isInstanceOf(FederationException.class)
                .hasMessageStartingWith("federation must be 1 to 63 characters of a-z, 0-9 and '-'")
                .hasMessageEndingWith("was '" + name + "'");
    }
}
