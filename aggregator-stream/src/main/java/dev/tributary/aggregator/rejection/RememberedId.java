package dev.tributary.aggregator.rejection;

import dev.tributary.schemas.payload.Checksums;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** An id as it is remembered: itself, or the digest of one that is too long for an admitted update. */
public final class RememberedId {

    /** Greatest length of an id. A longer one is refused. */
    public static final int MAX_LENGTH = 64;

    /** Of the digest's 64: so that what is remembered is short enough to be remembered as it is. */
    private static final int DIGEST_DIGITS = 48;

    private RememberedId() {}

    /**
     * Bounds an id that a stranger chose.
     *
     * @param id any text, or null for none
     * @return the id itself up to {@value #MAX_LENGTH} characters, else a text that no valid id has
     */
    public static String of(String id) {
        if (id == null || id.length() <= MAX_LENGTH) {
            return id;
        }
        byte[] digest = Checksums.sha256(ByteBuffer.wrap(id.getBytes(StandardCharsets.UTF_8)));
        return "sha256/" + HexFormat.of().formatHex(digest).substring(0, DIGEST_DIGITS);
    }
}
