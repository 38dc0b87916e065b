package dev.tributary.leaktest.attacks;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks for planted tokens at every place of every byte stream. Not thread-safe.
 */
public final class TokenSearch {

    private final Map<Long, byte[]> tokens = new HashMap<>();
    private long bytes;
    private int hits;

    /**
     * @param tokens bytes to look for, 8 bytes or more each, with different beginnings
     * @throws IllegalArgumentException if one is shorter
     */
    public TokenSearch(List<byte[]> tokens) {
        for (byte[] token : tokens) {
            if (token.length < Long.BYTES) {
                throw new IllegalArgumentException("a token must have 8 bytes or more, had " + token.length);
            }
            this.tokens.put(ByteBuffer.wrap(token).getLong(), token.clone());
        }
    }

    /**
     * Reads a stream.
     *
     * @param stream a record, a payload, a file; not changed
     */
    public void read(byte[] stream) {
        bytes += stream.length;
        long window = 0;
        for (int i = 0; i < stream.length; i++) {
            window = window << Byte.SIZE | stream[i] & 0xff;
            int from = i + 1 - Long.BYTES;
            byte[] token = from < 0 ? null : tokens.get(window);
            if (token != null
                    && from + token.length <= stream.length
                    && Arrays.equals(stream, from, from + token.length, token, 0, token.length)) {
                hits++;
            }
        }
    }

    /**
     * Counts places where a token stood.
     *
     * @return 0 or more
     */
    public int hits() {
        return hits;
    }

    /**
     * Counts the bytes that were read.
     *
     * @return 0 or more
     */
    public long bytes() {
        return bytes;
    }
}
