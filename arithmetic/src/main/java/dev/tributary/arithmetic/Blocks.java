package dev.tributary.arithmetic;

/**
 * Walks over long vectors block by block. Java compiles for good what is called often, and a loop over a whole model is
 * one call: called for each block it gets there sooner (docs/performance.md, "What an update costs").
 */
public final class Blocks {

    /** Elements in a block: 32 KiB of doubles, which stay in the processor's first cache. */
    public static final int LENGTH = 4096;

    private Blocks() {}

    /** Does something to a block. */
    @FunctionalInterface
    public interface Block {

        /**
         * Is called once for each block, in order.
         *
         * @param from first index
         * @param to   index after the last one
         */
        void on(int from, int to);
    }

    /**
     * Goes over a vector.
     *
     * @param length its length
     * @param block  is called for each block
     */
    public static void of(int length, Block block) {
        for (int from = 0; from < length; from += LENGTH) {
            block.on(from, Math.min(from + LENGTH, length));
        }
    }
}
