package dev.tributary.schemas.masked;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Writes fields one after the other so that no two lists of fields have the same bytes: a text or some bytes after their
 * length (4 bytes, big-endian), a number as 8 bytes, big-endian. The first field is a label of their kind.
 *
 * <p>Not thread-safe.
 */
public final class CanonicalBytes {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private CanonicalBytes() {}

    /**
     * Begins.
     *
     * @param label kind of the bytes, such as {@code tributary/masked/1}: no other kind begins so
     * @return the label alone
     */
    public static CanonicalBytes of(String label) {
        return new CanonicalBytes().text(label);
    }

    /**
     * Adds a text.
     *
     * @param value the text, written in UTF-8
     * @return this
     */
    public CanonicalBytes text(String value) {
        return bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Adds bytes.
     *
     * @param value the bytes; not kept
     * @return this
     */
    public CanonicalBytes bytes(byte[] value) {
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(value.length).array());
        out.writeBytes(value);
        return this;
    }

    /**
     * Adds a number.
     *
     * @param value any
     * @return this
     */
    public CanonicalBytes number(long value) {
        out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
        return this;
    }

    /**
     * Gives the bytes so far.
     *
     * @return a new array
     */
    public byte[] toBytes() {
        return out.toByteArray();
    }
}
