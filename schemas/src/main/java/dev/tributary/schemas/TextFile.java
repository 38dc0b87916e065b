package dev.tributary.schemas;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * Reads the files that people write: settings, properties, keys. They are UTF-8, with or without a byte-order mark. Anything
 * else is refused with the reason: read as UTF-8 all the same, the first key of a file would get another name, and what
 * it was to set, such as encryption, would not be set.
 */
public final class TextFile {

    private static final int BYTE_ORDER_MARK = '\uFEFF';

    private TextFile() {}

    /**
     * Reads a whole file.
     *
     * @param file the file
     * @return its text, without the byte-order mark
     * @throws IOException         if it cannot be read
     * @throws FederationException if it is no UTF-8; the message says nothing of its content
     */
    public static String read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        if (isWide(bytes)) {
            throw new FederationException(file + " must be text in UTF-8, was UTF-16 or UTF-32; save it as UTF-8");
        }
        String text = decode(file, bytes);
        return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    }

    /**
     * Reads a properties file, in which each key may stand once: of two values one would vanish.
     *
     * @param file the file
     * @return its properties by name
     * @throws IOException         if it cannot be read
     * @throws FederationException if it is no UTF-8, breaks the rules of escapes, or has a key twice
     */
    public static Properties readProperties(Path file) throws IOException {
        Properties properties = new UniqueKeys(file);
        try {
            properties.load(new StringReader(read(file)));
        } catch (IllegalArgumentException e) {
            throw new FederationException(file + " must be a properties file, was not: " + e.getMessage(), e);
        }
        return properties;
    }

    /** Every character of a text has an even number of bytes there, one of which is zero in all of ours. */
    private static boolean isWide(byte[] bytes) {
        int first = bytes.length < 2 ? 0 : (bytes[0] & 0xFF) << 8 | bytes[1] & 0xFF;
        if (first == 0xFEFF || first == 0xFFFE) {
            return true;
        }
        for (byte one : bytes) {
            if (one == 0) {
                return true;
            }
        }
        return false;
    }

    private static String decode(Path file, byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = decoder.decode(in, out, true);
        if (result.isError()) {
            throw new FederationException(file + " must be text in UTF-8, has a byte that is none at position "
                    + in.position() + "; save it as UTF-8");
        }
        return out.flip().toString();
    }

    /** Properties that refuse to forget a value that they were given. */
    private static final class UniqueKeys extends Properties {

        private static final long serialVersionUID = 1L;

        private final String file;

        UniqueKeys(Path file) {
            this.file = file.toString();
        }

        @Override
        public synchronized Object put(Object key, Object value) {
            if (containsKey(key)) {
                throw new FederationException(file + ": " + key + " must stand once, stands twice; delete one of them");
            }
            return super.put(key, value);
        }
    }
}
