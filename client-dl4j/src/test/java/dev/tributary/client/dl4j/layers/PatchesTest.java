package dev.tributary.client.dl4j.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PatchesTest {

    private static final int IMAGES = 3;

    static LongStream seeds() {
        return LongStream.range(0, 50);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldSpreadPixelThatDefinitionNamesWhenWindowIsAny(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SlidingWindow window = window(random);
        float[] images = randoms(random, IMAGES * window.imageLength());
        float[] patches = randoms(random, 2 * window.patchLength() * window.outPositions());

        new Patches(window).spread(images, 1, 2, patches);

        int at = 0;
        for (int row = 0; row < window.patchLength(); row++) {
            for (int image = 1; image <= 2; image++) {
                for (int position = 0; position < window.outPositions(); position++) {
                    assertThat(patches[at++])
                            .as("row %s, image %s, position %s of %s", row, image, position, window)
                            .isEqualTo(pixel(images, image, row, position, window));
                }
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldGatherByTheTransposedMapWhenWindowIsAny(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SlidingWindow window = window(random);
        float[] images = randoms(random, IMAGES * window.imageLength());
        float[] patches = randoms(random, IMAGES * window.patchLength() * window.outPositions());
        float[] spread = new float[patches.length];
        float[] gathered = new float[images.length];

        new Patches(window).spread(images, 0, IMAGES, spread);
        new Patches(window).gather(patches, gathered, 0, IMAGES);

        assertThat(dot(gathered, images)).isCloseTo(dot(patches, spread), offset(1e-3));
    }

    @Test
    void shouldHaveNoColumnsWhenKernelColumnNeverMeetsTheImage() {
        SlidingWindow.Pair one = new SlidingWindow.Pair(1, 1);
        SlidingWindow window = new SlidingWindow(1, 1, 2, new SlidingWindow.Pair(1, 5), one, one, 0, 4, 1, 2);

        assertThat(window.firstOutColumn(0)).isEqualTo(2);
        assertThat(window.endOutColumn(0)).isEqualTo(2);
        assertThat(window.firstOutColumn(4)).isZero();
        assertThat(window.endOutColumn(4)).isEqualTo(2);
    }

    private static float pixel(float[] images, int image, int row, int position, SlidingWindow window) {
        int j = row % window.kernel().across();
        int i = row / window.kernel().across() % window.kernel().down();
        int channel = row / window.kernel().across() / window.kernel().down();
        int y = position / window.outWidth() * window.stride().down()
                - window.padTop()
                + i * window.dilation().down();
        int x = position % window.outWidth() * window.stride().across()
                - window.padLeft()
                + j * window.dilation().across();
        boolean outside = y < 0 || y >= window.height() || x < 0 || x >= window.width();
        return outside ? 0 : images[((image * window.channels() + channel) * window.height() + y) * window.width() + x];
    }

    private static SlidingWindow window(SplittableRandom random) {
        return new SlidingWindow(
                random.nextInt(1, 4),
                random.nextInt(1, 8),
                random.nextInt(1, 8),
                pair(random),
                pair(random),
                pair(random),
                random.nextInt(4),
                random.nextInt(4),
                random.nextInt(1, 8),
                random.nextInt(1, 8));
    }

    private static SlidingWindow.Pair pair(SplittableRandom random) {
        return new SlidingWindow.Pair(random.nextInt(1, 4), random.nextInt(1, 4));
    }

    private static float[] randoms(SplittableRandom random, int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return values;
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
