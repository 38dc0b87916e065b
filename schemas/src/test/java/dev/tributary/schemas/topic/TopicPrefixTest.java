package dev.tributary.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.schemas.FederationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicPrefixTest {

    /** Of Kafka, for the name of a topic. */
    private static final int MOST_CHARACTERS = 249;

    @ParameterizedTest
    @CsvSource({
        ", , fl.",
        "'', '', fl.",
        ", acme.ml., acme.ml.",
        "one-, two-, one-",
        "_, , _",
    })
    void shouldTakeThePropertyThenTheVariableThenTheStandard(String property, String variable, String prefix) {
        assertThat(TopicPrefix.chosen(property, variable)).isEqualTo(prefix);
    }

    @ParameterizedTest
    @ValueSource(strings = {"acme/ml.", "acme ml.", "ä.", "a\n", "fl:", "${team}."})
    void shouldRefuseAPrefixWhenKafkaAllowsNoSuchName(String prefix) {
        assertThatThrownBy(() -> TopicPrefix.chosen(null, prefix))
                .isInstanceOf(FederationException.class)
                .hasMessageStartingWith("TRIBUTARY_TOPIC_PREFIX must be 1 to 100 characters of A-Z, a-z, 0-9,")
                .hasMessageContaining("was '" + prefix + "'");
        assertThatThrownBy(() -> TopicPrefix.chosen(prefix, null))
                .hasMessageStartingWith("tributary.topic.prefix must be");
        assertThatThrownBy(() -> new FederationTopics(prefix, "digits")).hasMessageStartingWith("topic prefix must be");
    }

    @Test
    void shouldLeaveRoomForTheLongestNameWhenItIsAsLongAsItMayBe() {
        String prefix = "p".repeat(100);
        FederationTopics topics = new FederationTopics(prefix, "f".repeat(63));

        assertThat(topics.applicationId() + "-evaluation-windows-with-some-further-words-changelog")
                .hasSizeLessThan(MOST_CHARACTERS);
        assertThatThrownBy(() -> new FederationTopics(prefix + "p", "digits")).isInstanceOf(FederationException.class);
    }
}
