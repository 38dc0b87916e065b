package dev.tributary.aggregator.aggregation;

/**
 * Walks over long vectors block by block. A loop over a whole model runs some seconds in the interpreter's and the first
 * compiler's code before Java replaces it, since Java counts calls: a method that is called for each block is compiled
 * for good within the first model (docs/performance.md, "The first updates").
 */
public final class Blocks {

    /** Elements in a block: 32 KiB of doubles, which stay in the processor's first cache. */
    private static final int LENGTH = 4096;

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
