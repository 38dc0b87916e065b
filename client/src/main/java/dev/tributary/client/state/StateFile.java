package dev.tributary.client.state;

import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.PrivateFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/**
 * A file that holds one value, the last that was put there: after a crash the old value or the new, never a mixture.
 *
 * <pre>
 * 8 bytes   "TRIBSTA1"
 * 32 bytes  SHA-256 of the content
 * the rest  content
 * </pre>
 *
 * <p>The file is readable by its owner alone, since a client's state tells of its data. One client at a time may use
 * it; not thread-safe.
 */
public final class StateFile {

    private static final byte[] MAGIC = "TRIBSTA1".getBytes(StandardCharsets.US_ASCII);
    private static final int DIGEST_BYTES = 32;
    private static final int HEADER_BYTES = MAGIC.length + DIGEST_BYTES;

    private final Path file;

    /**
     * Names a file, which need not exist. Nothing is read or made yet.
     *
     * @param directory made on first use, readable by its owner alone
     * @param name      name of the file in it
     */
    public StateFile(Path directory, String name) {
        file = directory.toAbsolutePath().resolve(name);
    }

    /**
     * Reads the content.
     *
     * @param maxBytes longest content that is taken; nothing of a longer file is read
     * @return a new array, or empty if there is no file
     * @throws FederationException if the file is longer, is not whole, is no such file, or cannot be read
     */
    public Optional<byte[]> read(int maxBytes) {
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        try {
            long length = Files.size(file);
            if (length < HEADER_BYTES || length > (long) maxBytes + HEADER_BYTES) {
                throw new FederationException("state file must be " + HEADER_BYTES + " to "
                        + ((long) maxBytes + HEADER_BYTES) + " bytes, " + file + " was " + length + remedy());
            }
            return Optional.of(checked(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw unusable("readable", e);
        }
    }

    private byte[] checked(byte[] bytes) {
        byte[] content = Arrays.copyOfRange(bytes, HEADER_BYTES, bytes.length);
        boolean isOurs = Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
        byte[] digest = Arrays.copyOfRange(bytes, MAGIC.length, HEADER_BYTES);
        if (!isOurs || !MessageDigest.isEqual(digest, sha256(content))) {
            throw new FederationException("state file must be whole, " + file + " was "
                    + (isOurs ? "damaged: its digest is another" : "no state file") + remedy());
        }
        return content;
    }

    private static String remedy() {
        return "; to begin without it, move it away";
    }

    /**
     * Puts a value in place of the one that is there.
     *
     * @param content not changed, not kept
     * @throws FederationException if it cannot be written; the old value is then still there
     */
    public void replace(byte[] content) {
        try {
            ByteBuffer whole = ByteBuffer.allocate(HEADER_BYTES + content.length);
            PrivateFiles.write(
                    file, whole.put(MAGIC).put(sha256(content)).put(content).array());
        } catch (IOException e) {
            throw unusable("writable", e);
        }
    }

    private FederationException unusable(String claim, IOException e) {
        return new FederationException(
                "state file must be " + claim + ", " + file + " was not: "
                        + e.getClass().getSimpleName() + " " + e.getMessage()
                        + "; another directory can be named with --state-dir",
                e);
    }

    private static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
