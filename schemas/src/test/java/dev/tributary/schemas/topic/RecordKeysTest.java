package dev.tributary.schemas.topic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.schemas.topic.RecordKeys.ModelKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordKeysTest {

    @Test
    void shouldReadBackTheKeysOfTheModelTopic() {
        assertThat(RecordKeys.modelHead(7)).isEqualTo("7/head");
        assertThat(RecordKeys.modelChunk(7, 12)).isEqualTo("7/12");
        assertThat(RecordKeys.parseModelKey("7/head")).contains(new ModelKey(7, -1));
        assertThat(RecordKeys.parseModelKey("7/12")).contains(new ModelKey(7, 12));
        assertThat(RecordKeys.parseModelKey(RecordKeys.modelChunk(999_999_999_999_999_999L, 999_999_999)))
                .contains(new ModelKey(999_999_999_999_999_999L, 999_999_999));
    }

    @Test
    void shouldTellHeadsFromChunks() {
        assertThat(new ModelKey(0, -1).isHead()).isTrue();
        assertThat(new ModelKey(0, 0).isHead()).isFalse();
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                "7",
                "7/",
                "/head",
                "7/Head",
                "-1/head",
                "7/-1",
                "7/1/2",
                " 7/1",
                "7/1\n",
                "٧/1",
                "9999999999999999999/head",
                "7/9999999999",
                "round/7"
            })
    void shouldReadNothingWhenKeyIsNotOfTheModelTopic(String key) {
        assertThat(RecordKeys.parseModelKey(key)).isEmpty();
    }

    @Test
    void shouldTellRoundsFromMembers() {
        assertThat(RecordKeys.round(7)).isEqualTo("round/7");
        assertThat(RecordKeys.members(7, 2)).isEqualTo("members/7/2");
        assertThat(RecordKeys.isRound(RecordKeys.round(7))).isTrue();
        assertThat(RecordKeys.isRound(RecordKeys.members(7, 2))).isFalse();
        assertThat(RecordKeys.isRound("round/-1")).isFalse();
        assertThat(RecordKeys.isRound(null)).isFalse();
    }
}
