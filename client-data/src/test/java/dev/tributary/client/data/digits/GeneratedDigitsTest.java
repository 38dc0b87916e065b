package dev.tributary.client.data.digits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tributary.client.data.LabelledImages;
import dev.tributary.client.data.TrainTestSplit;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class GeneratedDigitsTest {

    @Test
    void shouldDrawSameBitsOnEveryMachineWhenSeedIsGiven() throws NoSuchAlgorithmException {
        LabelledImages digits = GeneratedDigits.generate(42, 0, 500);

        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (float pixel : digits.pixels()) {
            digest.update((byte) Math.round(255 * pixel));
        }
        for (int label : digits.labels()) {
            digest.update((byte) label);
        }
        // Whoever changes the drawing on purpose puts the new digest here, and says so in the changelog.
        assertThat(HexFormat.of().formatHex(digest.digest()))
                .isEqualTo("195f1cfd0d7ba87ad4b46811d9f1f18b8086b01c3da7e20cddbccf58466d7ca9");
    }

    @Test
    void shouldDrawExampleByItsIndexAloneWhenRangesOverlap() {
        LabelledImages first = GeneratedDigits.generate(3, 0, 20);
        LabelledImages later = GeneratedDigits.generate(3, 15, 20);

        assertThat(later.range(0, 5).pixels()).isEqualTo(first.range(15, 20).pixels());
        assertThat(later.range(0, 5).labels()).isEqualTo(first.range(15, 20).labels());
    }

    @Test
    void shouldKeepTestPartWhenTrainPartGrows() {
        TrainTestSplit small = GeneratedDigits.split(5, 10, 30);
        TrainTestSplit large = GeneratedDigits.split(5, 200, 30);

        assertThat(large.test().pixels()).isEqualTo(small.test().pixels());
        assertThat(large.train().size()).isEqualTo(200);
        assertThat(large.train().range(0, 30).pixels())
                .isNotEqualTo(large.test().pixels());
    }

    @Test
    void shouldDrawOtherDigitsWhenSeedDiffers() {
        assertThat(GeneratedDigits.generate(1, 0, 10).pixels())
                .isNotEqualTo(GeneratedDigits.generate(2, 0, 10).pixels());
    }

    @Test
    void shouldDrawInkOnEveryImageAndMostlyPaper() {
        LabelledImages digits = GeneratedDigits.generate(8, 0, 2_000);
        float[] image = new float[digits.pixelsPerImage()];
        for (int i = 0; i < digits.size(); i++) {
            digits.copyPixels(i, image, 0);
            int inked = 0;
            for (float pixel : image) {
                inked += pixel > 0.4f ? 1 : 0;
            }
            assertThat(inked).as("inked pixels of image %d", i).isBetween(8, 330);
        }
    }

    @Test
    void shouldBeNeitherTrivialNorHopelessForNearestMeanImage() {
        TrainTestSplit split = GeneratedDigits.split(11, 4_000, 1_000);

        double accuracy = NearestMeanImage.of(split.train()).accuracy(split.test());

        // 0.1 is chance. A plain template match must not solve the task, or no learning curve would be seen.
        assertThat(accuracy).isBetween(0.4, 0.8);
    }

    @Test
    void shouldRefuseCountWhenOutOfBounds() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GeneratedDigits.generate(1, 0, 0))
                .withMessage("count must be 1 to 2739137, was 0");
        assertThatIllegalArgumentException().isThrownBy(() -> GeneratedDigits.generate(1, 0, 2_739_138));
    }
}
