package dev.tributary.privacy.words;

import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;

/** Sum of words of 32 bits: Java's own arithmetic on {@code int} is modulo 2^32. */
final class IntWordSum extends WordSum {

    private final int[] sum;
    private final int[] block;

    IntWordSum(int length) {
        super(WordSize.BITS_32, length);
        this.sum = new int[length];
        this.block = new int[Math.min(length, BLOCK)];
    }

    @Override
    void addWords(int from, ByteBuffer words, int count, int weight) {
        IntBuffer piece = words.asIntBuffer();
        for (int done = 0; done < count; done += block.length) {
            int next = Math.min(block.length, count - done);
            piece.get(block, 0, next);
            addBlock(from + done, block, 0, next, weight);
        }
    }

    @Override
    void addValues(int from, int[] values, int weight) {
        for (int done = 0; done < values.length; done += BLOCK) {
            addBlock(from + done, values, done, Math.min(BLOCK, values.length - done), weight);
        }
    }

    private void addBlock(int from, int[] values, int first, int count, int weight) {
        for (int i = 0; i < count; i++) {
            sum[from + i] += weight * values[first + i];
        }
    }

    @Override
    void readValues(int from, int[] target, int count) {
        System.arraycopy(sum, from, target, 0, count);
    }

    @Override
    void writeWords(int from, int count, ByteBuffer target) {
        target.asIntBuffer().put(sum, from, count);
    }

    @Override
    public void reset() {
        Arrays.fill(sum, 0);
    }
}
