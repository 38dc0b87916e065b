package dev.tributary.privacy.words;

import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;

/** Sum of words of 16 bits: bits beyond a {@code short} fall off at the top, which is modulo 2^16. */
final class ShortWordSum extends WordSum {

    private final short[] sum;
    private final short[] block;

    ShortWordSum(int length) {
        super(WordSize.BITS_16, length);
        this.sum = new short[length];
        this.block = new short[Math.min(length, BLOCK)];
    }

    @Override
    void addWords(int from, ByteBuffer words, int count, int weight) {
        ShortBuffer piece = words.asShortBuffer();
        for (int done = 0; done < count; done += block.length) {
            int next = Math.min(block.length, count - done);
            piece.get(block, 0, next);
            addBlock(from + done, next, weight);
        }
    }

    @Override
    void addValues(int from, int[] values, int weight) {
        for (int done = 0; done < values.length; done += block.length) {
            int next = Math.min(block.length, values.length - done);
            for (int i = 0; i < next; i++) {
                block[i] = (short) values[done + i];
            }
            addBlock(from + done, next, weight);
        }
    }

    private void addBlock(int from, int count, int weight) {
        short factor = (short) weight;
        for (int i = 0; i < count; i++) {
            sum[from + i] = (short) (sum[from + i] + factor * block[i]);
        }
    }

    @Override
    void readValues(int from, int[] target, int count) {
        for (int i = 0; i < count; i++) {
            target[i] = sum[from + i];
        }
    }

    @Override
    void writeWords(int from, int count, ByteBuffer target) {
        target.asShortBuffer().put(sum, from, count);
    }

    @Override
    public void reset() {
        Arrays.fill(sum, (short) 0);
    }
}
