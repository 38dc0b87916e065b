package dev.tributary.schemas.masked;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads the bytes of {@link CanonicalBytes}. Each length is held against the rest before anything is allocated.
 *
 * <p>Not thread-safe.
 */
public final class CanonicalInput {

    private final ByteBuffer in;

    private CanonicalInput(ByteBuffer in) {
        this.in = in;
    }

    /**
     * Begins.
     *
     * @param bytes canonical bytes; not changed
     * @param label the label that they must begin with
     * @return stands behind the label
     * @throws MalformedMaskException if it is something else
     */
    public static CanonicalInput of(byte[] bytes, String label) throws MalformedMaskException {
        CanonicalInput input = new CanonicalInput(ByteBuffer.wrap(bytes));
        String found = input.text("label");
        if (!label.equals(found)) {
            throw new MalformedMaskException("label must be " + label + ", was another");
        }
        return input;
    }

    /**
     * Reads a text.
     *
     * @param name its name, for messages
     * @return the text
     * @throws MalformedMaskException if it is cut off or no UTF-8
     */
    public String text(String name) throws MalformedMaskException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes(name)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedMaskException(name + " must be UTF-8, was not", e);
        }
    }

    /**
     * Reads bytes.
     *
     * @param name their name, for messages
     * @return a new array
     * @throws MalformedMaskException if they are cut off
     */
    public byte[] bytes(String name) throws MalformedMaskException {
        require(name, Integer.BYTES);
        int length = in.getInt();
        if (length < 0) {
            throw new MalformedMaskException(name + " must have 0 bytes or more, had " + length);
        }
        require(name, length);
        byte[] value = new byte[length];
        in.get(value);
        return value;
    }

    /**
     * Reads bytes of a known length.
     *
     * @param name   their name, for messages
     * @param length how many
     * @return a new array
     * @throws MalformedMaskException if they are cut off or of another length
     */
    public byte[] bytes(String name, int length) throws MalformedMaskException {
        byte[] value = bytes(name);
        if (value.length != length) {
            throw new MalformedMaskException(name + " must have " + length + " bytes, had " + value.length);
        }
        return value;
    }

    /**
     * Reads a number.
     *
     * @param name  its name, for messages
     * @param least the least that it may be
     * @return the number
     * @throws MalformedMaskException if it is cut off or less
     */
    public long number(String name, long least) throws MalformedMaskException {
        require(name, Long.BYTES);
        long value = in.getLong();
        if (value < least) {
            throw new MalformedMaskException(name + " must be at least " + least + ", was " + value);
        }
        return value;
    }

    /**
     * Checks that all is read.
     *
     * @throws MalformedMaskException if something is left
     */
    public void requireEnd() throws MalformedMaskException {
        if (in.hasRemaining()) {
            throw new MalformedMaskException("nothing must follow the last field, " + in.remaining() + " bytes did");
        }
    }

    private void require(String name, int bytes) throws MalformedMaskException {
        if (in.remaining() < bytes) {
            throw new MalformedMaskException(
                    name + " must have " + bytes + " bytes, only " + in.remaining() + " were left");
        }
    }
}
