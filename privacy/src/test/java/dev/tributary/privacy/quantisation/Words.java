package dev.tributary.privacy.quantisation;

import dev.tributary.privacy.words.WordSize;
import dev.tributary.privacy.words.WordSum;
import java.util.List;
import java.util.SplittableRandom;

/** Words of updates, as tests need them. */
final class Words {

    static final ExtraValues NOTHING_TOLD = new ExtraValues(1, Double.NaN, Double.NaN);

    private Words() {}

    static UpdateWords plain(WordSize size, double clippingNorm, int bound, int parameterCount) {
        return new UpdateWords(Quantisation.of(size, clippingNorm, bound), parameterCount, List.of(), false);
    }

    static WordSum sum(UpdateWords words, int[] values) {
        WordSum sum = WordSum.zero(words.quantisation().wordSize(), words.length());
        sum.add(0, values, 1);
        return sum;
    }

    static float[] gaussian(int length, double norm, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = new double[length];
        double squares = 0;
        for (int i = 0; i < length; i++) {
            values[i] = random.nextGaussian();
            squares += values[i] * values[i];
        }
        float[] scaled = new float[length];
        for (int i = 0; i < length; i++) {
            scaled[i] = (float) (values[i] * norm / Math.sqrt(squares));
        }
        return scaled;
    }

    static long squares(int[] integers, int count) {
        long squares = 0;
        for (int i = 0; i < count; i++) {
            squares = Math.addExact(squares, Math.multiplyExact((long) integers[i], (long) integers[i]));
        }
        return squares;
    }
}
