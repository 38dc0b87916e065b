package dev.tributary.client.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LabelledImagesTest {

    private final LabelledImages data =
            new LabelledImages(1, 2, 3, new byte[] {0, (byte) 255, 51, 102, (byte) 204, 1}, new byte[] {2, 0, 2});

    @Test
    void shouldScalePixelsWhenCopied() {
        float[] target = {9, 9, 9, 9};

        data.copyPixels(1, target, 1);

        assertThat(target).containsExactly(9, 0.2f, 0.4f, 9);
        assertThat(data.pixels()).containsExactly(0, 1, 0.2f, 0.4f, 0.8f, 1 / 255f);
    }

    @Test
    void shouldLeaveTargetUnchangedWhenItIsTooShort() {
        float[] target = {9, 9};

        assertThatThrownBy(() -> data.copyPixels(0, target, 1)).isInstanceOf(IndexOutOfBoundsException.class);

        assertThat(target).containsExactly(9, 9);
    }

    @Test
    void shouldViewExamplesInGivenOrderWhenSubsetIsOfASubset() {
        LabelledImages view = data.subset(new int[] {2, 1}).subset(new int[] {1, 0, 1});

        assertThat(view.labels()).containsExactly(0, 2, 0);
        assertThat(view.pixels()).containsExactly(0.2f, 0.4f, 0.8f, 1 / 255f, 0.2f, 0.4f);
        assertThat(view.range(1, 2).labels()).containsExactly(2);
        assertThat(view.labelCounts()).containsExactly(2, 0, 1);
    }

    @Test
    void shouldAllowEmptyView() {
        LabelledImages empty = data.range(1, 1);

        assertThat(empty.size()).isZero();
        assertThat(empty.pixels()).isEmpty();
        assertThat(empty.labelCounts()).containsExactly(0, 0, 0);
    }

    @Test
    void shouldRefuseIndexOutsideView() {
        assertThatThrownBy(() -> data.range(0, 2).label(2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> data.range(0, 4)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> data.subset(new int[] {3})).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void shouldRefuseConstructionWhenArgumentsDoNotAgree() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LabelledImages(1, 2, 3, new byte[3], new byte[1]))
                .withMessage("pixels must be 2 bytes (1 images of 1 × 2), was 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LabelledImages(1, 1, 2, new byte[1], new byte[] {2}))
                .withMessage("label must be below 2, was 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LabelledImages(0, 1, 2, new byte[0], new byte[0]))
                .withMessage("image size must be at least 1 × 1, was 0 × 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LabelledImages(1, 1, 257, new byte[0], new byte[0]))
                .withMessage("classCount must be 1 to 256, was 257");
    }

    @Test
    void shouldRefuseSplitWhenPartsDifferInShape() {
        LabelledImages other = new LabelledImages(2, 1, 3, new byte[2], new byte[1]);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TrainTestSplit(data, other))
                .withMessageStartingWith("test must be of the same shape as train");
    }
}
