package dev.tributary.aggregator.combining;

import dev.tributary.privacy.words.WordSum;
import dev.tributary.schemas.payload.PayloadException;

/** Sums of whole numbers that travel as doubles, which hold them exactly. */
final class WholeSum {

    private static final int BLOCK = 4096;

    private WholeSum() {}

    /**
     * Adds a sum of whole numbers to words.
     *
     * @throws PayloadException if one is no whole number, or too large for a word; the words are then of no use
     */
    static void addTo(double[] numbers, WordSum sum) throws PayloadException {
        if (numbers.length != sum.length()) {
            throw new PayloadException(
                    PayloadException.Flaw.LENGTH,
                    "partial sum must have " + sum.length() + " words, had " + numbers.length);
        }
        int[] block = new int[Math.min(BLOCK, numbers.length)];
        for (int from = 0; from < numbers.length; from += block.length) {
            int count = Math.min(block.length, numbers.length - from);
            int[] words = count == block.length ? block : new int[count];
            for (int i = 0; i < count; i++) {
                words[i] = word(numbers[from + i], sum);
            }
            sum.add(from, words, 1);
        }
    }

    private static int word(double number, WordSum sum) throws PayloadException {
        // Written so that NaN fails it.
        if (!(Math.abs(number) < sum.size().limit()) || number != Math.rint(number)) {
            throw new PayloadException(
                    PayloadException.Flaw.MALFORMED,
                    "numbers of a partial sum must be whole and below "
                            + sum.size().limit() + " in size, was one that is not");
        }
        return (int) number;
    }
}
