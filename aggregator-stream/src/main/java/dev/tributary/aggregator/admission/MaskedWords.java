package dev.tributary.aggregator.admission;

import dev.tributary.privacy.words.WordSize;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Words under a mask, as their chunks have them.
 *
 * @param size   bits of a word
 * @param chunks little-endian words, from position to limit; a word may be cut by the end of a chunk; not to be changed
 */
public record MaskedWords(WordSize size, List<ByteBuffer> chunks) {

    /** Copies the list, not the bytes. */
    public MaskedWords {
        chunks = List.copyOf(chunks);
    }

    /** Shape alone. */
    @Override
    public String toString() {
        return "MaskedWords[" + size.bits() + " bits, " + chunks.size() + " chunks]";
    }
}
