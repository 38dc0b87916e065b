package dev.tributary.privacy.words;

/** How many bits b a word has. Words are little-endian wherever they are bytes. */
public enum WordSize {

    /** Two bytes: half the traffic; needs a bound for each coordinate too. */
    BITS_16(16),

    /** Four bytes, as many as a FLOAT32. */
    BITS_32(32);

    private final int bits;

    WordSize(int bits) {
        this.bits = bits;
    }

    /**
     * Finds the size of that many bits.
     *
     * @param bits 16 or 32
     * @return the size
     * @throws IllegalArgumentException if there is none
     */
    public static WordSize ofBits(int bits) {
        for (WordSize size : values()) {
            if (size.bits == bits) {
                return size;
            }
        }
        throw new IllegalArgumentException("bits of a word must be 16 or 32, was " + bits);
    }

    /**
     * Counts the bits.
     *
     * @return b
     */
    public int bits() {
        return bits;
    }

    /**
     * Counts the bytes.
     *
     * @return b / 8
     */
    public int bytes() {
        return bits / Byte.SIZE;
    }

    /**
     * Gives the first number that a signed word cannot hold.
     *
     * @return 2^(b−1)
     */
    public long limit() {
        return 1L << (bits - 1);
    }

    /**
     * Counts the bytes of a vector.
     *
     * @param words how many words, 0 or more
     * @return as many bytes as they take
     * @throws IllegalArgumentException if an array cannot hold them
     */
    public int bytesOf(int words) {
        long all = (long) words * bytes();
        if (words < 0 || all > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "words must be 0 to " + Integer.MAX_VALUE / bytes() + " of " + bits + " bits, was " + words);
        }
        return (int) all;
    }
}
