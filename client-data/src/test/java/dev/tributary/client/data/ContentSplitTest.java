package dev.tributary.client.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tributary.schemas.FederationException;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentSplitTest {

    @Test
    void shouldTrainOnNoOldTestExampleWhenOneIsAddedInFront() {
        ExampleSplit before = ContentSplit.of(examples(IntStream.range(0, 200)), 0.2, 7);
        ExampleSplit after =
                ContentSplit.of(examples(IntStream.concat(IntStream.of(255), IntStream.range(0, 200))), 0.2, 7);

        assertThat(values(after.train())).doesNotContainAnyElementsOf(values(before.test()));
        assertThat(values(after.test())).containsAll(values(before.test()));
        assertThat(before.test().size()).isBetween(20, 60);
    }

    @Test
    void shouldPutTheSameIntoOnePartWhenExamplesRepeat() {
        ExampleSplit split = ContentSplit.of(examples(IntStream.range(0, 300).map(i -> i % 50)), 0.3, 1);

        assertThat(values(split.train())).doesNotContainAnyElementsOf(values(split.test()));
        assertThat(split.train().size() + split.test().size()).isEqualTo(300);
    }

    @Test
    void shouldTakeOthersWhenTheSeedIsAnother() {
        LabelledImages examples = examples(IntStream.range(0, 100));

        assertThat(values(ContentSplit.of(examples, 0.2, 1).test()))
                .isNotEqualTo(values(ContentSplit.of(examples, 0.2, 2).test()));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-9, 0.5, 1 - 1e-9})
    void shouldLeaveOneInEachPartWhenThereAreTwo(double share) {
        ExampleSplit split = ContentSplit.of(examples(IntStream.of(3, 4)), share, 1);

        assertThat(split.train().size()).isEqualTo(1);
        assertThat(split.test().size()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, -0.1, Double.NaN})
    void shouldRefuseWhenTheShareIsOutOfBounds(double share) {
        assertThatExceptionOfType(FederationException.class)
                .isThrownBy(() -> ContentSplit.of(examples(IntStream.of(3, 4)), share, 1))
                .withMessage("share of test examples must be above 0 and below 1, was " + share);
    }

    @Test
    void shouldRefuseWhenAllExamplesAreTheSame() {
        assertThatExceptionOfType(FederationException.class)
                .isThrownBy(() -> ContentSplit.of(examples(IntStream.of(3, 3, 3)), 0.5, 1))
                .withMessageContaining("of 3 with the same content");
    }

    private static LabelledImages examples(IntStream values) {
        int[] all = values.toArray();
        byte[] pixels = new byte[all.length];
        IntStream.range(0, all.length).forEach(i -> pixels[i] = (byte) all[i]);
        return new LabelledImages(1, 1, 1, pixels, new byte[all.length]);
    }

    private static Set<Float> values(LabelledExamples images) {
        Set<Float> values = new HashSet<>();
        for (float value : ((LabelledImages) images).pixels()) {
            values.add(value);
        }
        return values;
    }
}
