package dev.tributary.privacy.quantisation;

import java.util.Arrays;

/** An update in integers, before it is masked. It tells everything of its client: mask it, then {@link #close}. */
public final class QuantisedUpdate implements AutoCloseable {

    private final int[] words;
    private final boolean clipped;

    QuantisedUpdate(int[] words, boolean clipped) {
        this.words = words;
        this.clipped = clipped;
    }

    /**
     * Gives the integers themselves, not a copy.
     *
     * @return one a parameter, then the extra words; zeros once closed
     */
    public int[] words() {
        return words;
    }

    /**
     * Tells whether the delta was longer than the clipping norm.
     *
     * @return true if it was clipped
     */
    public boolean isClipped() {
        return clipped;
    }

    /** Overwrites the integers. */
    @Override
    public void close() {
        Arrays.fill(words, 0);
    }

    /** Shape alone. */
    @Override
    public String toString() {
        return "QuantisedUpdate[" + words.length + " words]";
    }
}
