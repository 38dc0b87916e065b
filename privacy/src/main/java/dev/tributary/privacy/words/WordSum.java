package dev.tributary.privacy.words;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Weighted sum of vectors of words, {@code Σ wᵢ·yᵢ mod 2^b}, built one piece of a vector at a time, in any order.
 *
 * <p>Nothing is allocated for a word: pieces are copied block by block into one array and added there by a loop that
 * the compiler turns into vector instructions.
 *
 * <p>Not thread-safe: one instance belongs to one task.
 */
public abstract sealed class WordSum permits IntWordSum, ShortWordSum {

    /** Words in a block: at most 16 KiB, which stay in the processor's first cache. */
    static final int BLOCK = 4096;

    private final WordSize size;
    private final int length;

    WordSum(WordSize size, int length) {
        this.size = size;
        this.length = length;
    }

    /**
     * Begins a sum.
     *
     * @param size   b
     * @param length words of each vector, 1 or more
     * @return every word 0
     * @throws IllegalArgumentException if the length is outside its bound
     */
    public static WordSum zero(WordSize size, int length) {
        if (length < 1) {
            throw new IllegalArgumentException("words must be 1 or more, was " + length);
        }
        size.bytesOf(length);
        return size == WordSize.BITS_32 ? new IntWordSum(length) : new ShortWordSum(length);
    }

    /**
     * Gives the size of a word.
     *
     * @return b
     */
    public final WordSize size() {
        return size;
    }

    /**
     * Counts the words.
     *
     * @return 1 or more
     */
    public final int length() {
        return length;
    }

    /**
     * Adds a piece of a vector.
     *
     * @param from   index of its first word
     * @param words  whole little-endian words between position and limit, which stay where they are; not changed
     * @param weight its factor, any number: −1 takes a vector away again
     * @throws IllegalArgumentException if the bytes are no whole words or reach beyond the sum, which is then unchanged
     */
    public final void add(int from, ByteBuffer words, int weight) {
        int count = words.remaining() / size.bytes();
        if (words.remaining() % size.bytes() != 0) {
            throw new IllegalArgumentException(
                    "bytes of a piece must be a multiple of " + size.bytes() + ", was " + words.remaining());
        }
        checkRange(from, count);
        addWords(from, words.duplicate().order(ByteOrder.LITTLE_ENDIAN), count, weight);
    }

    /**
     * Adds a piece of a vector of numbers.
     *
     * @param from   index of its first word
     * @param values the numbers, of which each gives its lowest b bits; not changed
     * @param weight its factor, any number
     * @throws IllegalArgumentException if they reach beyond the sum, which is then unchanged
     */
    public final void add(int from, int[] values, int weight) {
        checkRange(from, values.length);
        addValues(from, values, weight);
    }

    /**
     * Reads words as signed numbers.
     *
     * @param from   index of the first one
     * @param target receives them from index 0: −2^(b−1) to 2^(b−1) − 1
     * @param count  how many
     * @throws IllegalArgumentException if sum or target has fewer
     */
    public final void read(int from, int[] target, int count) {
        checkRange(from, count);
        if (count > target.length) {
            throw new IllegalArgumentException("target must have " + count + " places, had " + target.length);
        }
        readValues(from, target, count);
    }

    /**
     * Writes words as little-endian bytes.
     *
     * @param from   index of the first one
     * @param count  how many
     * @param target receives them at its position, which moves behind them; its byte order stays
     * @throws IllegalArgumentException if sum or target has fewer
     */
    public final void write(int from, int count, ByteBuffer target) {
        checkRange(from, count);
        int bytes = size.bytesOf(count);
        if (target.remaining() < bytes) {
            throw new IllegalArgumentException("target must have " + bytes + " bytes left, had " + target.remaining());
        }
        writeWords(from, count, target.duplicate().order(ByteOrder.LITTLE_ENDIAN));
        target.position(target.position() + bytes);
    }

    /**
     * Copies all words into little-endian bytes.
     *
     * @return a new array
     */
    public final byte[] toBytes() {
        byte[] bytes = new byte[size.bytesOf(length)];
        write(0, length, ByteBuffer.wrap(bytes));
        return bytes;
    }

    /**
     * Copies all words into signed numbers.
     *
     * @return a new array
     */
    public final int[] toValues() {
        int[] values = new int[length];
        read(0, values, length);
        return values;
    }

    /** Sets every word to 0. */
    public abstract void reset();

    abstract void addWords(int from, ByteBuffer words, int count, int weight);

    abstract void addValues(int from, int[] values, int weight);

    abstract void readValues(int from, int[] target, int count);

    abstract void writeWords(int from, int count, ByteBuffer target);

    private void checkRange(int from, int count) {
        if (from < 0 || count < 0 || count > length - from) {
            throw new IllegalArgumentException(
                    "words must lie between 0 and " + length + ", were " + count + " from " + from + " on");
        }
    }

    /** Shape alone: a word may be a secret. */
    @Override
    public final String toString() {
        return "WordSum[" + length + " x " + size.bits() + " bits]";
    }
}
