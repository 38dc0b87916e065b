package dev.tributary.client.data.digits;

import dev.tributary.client.data.LabelledImages;
import dev.tributary.client.data.SplitMix64;
import dev.tributary.client.data.TrainTestSplit;
import java.util.List;

/**
 * Handwritten-like digits of 28 × 28 pixels, drawn from a seed: a data set that needs no download.
 *
 * <p>Example {@code i} of a seed depends on the seed and {@code i} alone, and its bits are the same on every machine
 * and Java release. Labels are uniform over the ten digits.
 */
public final class GeneratedDigits {

    /** Height and width of each image in pixels. */
    public static final int SIDE = 28;

    /** The ten digits. */
    public static final int CLASS_COUNT = 10;

    /** Index of the first test example: far beyond any training example, so that the parts share none. */
    private static final long FIRST_TEST_INDEX = 1L << 40;

    private final InkCanvas canvas = new InkCanvas(SIDE);

    private GeneratedDigits() {}

    /**
     * Draws a training and a test part; the test part is the same whatever the size of the training part.
     *
     * @param trainCount number of training examples, at least 1
     * @param testCount  number of test examples, at least 1
     */
    public static TrainTestSplit split(long seed, int trainCount, int testCount) {
        return new TrainTestSplit(generate(seed, 0, trainCount), generate(seed, FIRST_TEST_INDEX, testCount));
    }

    /**
     * Draws examples {@code firstIndex} to {@code firstIndex + count - 1} of a seed.
     *
     * @param count number of examples, 1 to 2,739,137 (2 GiB of pixels)
     */
    public static LabelledImages generate(long seed, long firstIndex, int count) {
        int mostExamples = Integer.MAX_VALUE / (SIDE * SIDE);
        if (count < 1 || count > mostExamples) {
            throw new IllegalArgumentException("count must be 1 to " + mostExamples + ", was " + count);
        }
        GeneratedDigits digits = new GeneratedDigits();
        byte[] pixels = new byte[count * SIDE * SIDE];
        byte[] labels = new byte[count];
        for (int i = 0; i < count; i++) {
            SplitMix64 random = SplitMix64.forItem(seed, firstIndex + i);
            int digit = random.nextInt(CLASS_COUNT);
            labels[i] = (byte) digit;
            digits.draw(digit, random, pixels, i * SIDE * SIDE);
        }
        return new LabelledImages(SIDE, SIDE, CLASS_COUNT, pixels, labels);
    }

    private void draw(int digit, SplitMix64 random, byte[] pixels, int offset) {
        List<DigitGlyphs.Glyph> variants = DigitGlyphs.of(digit);
        DigitGlyphs.Glyph glyph = variants.get(random.nextInt(variants.size()));
        canvas.clear();
        new Handwriting(random, SIDE).draw(glyph, canvas);
        develop(random, pixels, offset);
    }

    /** Turns ink into bytes: paper and ink of varying darkness, and noise in each pixel. */
    private void develop(SplitMix64 random, byte[] pixels, int offset) {
        double darkness = random.nextDouble(0.7, 1.0);
        double grain = random.nextDouble(0, 0.25);
        long bits = 0;
        for (int i = 0; i < SIDE * SIDE; i++) {
            // Four pixels' noise from one number.
            bits = i % 4 == 0 ? random.nextLong() : bits >>> 16;
            double noise = ((bits & 0xffff) / 65535.0 - 0.5) * grain;
            double grey = darkness * canvas.coverage(i) + noise;
            pixels[offset + i] = (byte) Math.rint(255 * Math.max(0, Math.min(1, grey)));
        }
    }
}
