package dev.tributary.schemas.masked;

import dev.tributary.schemas.avro.Sha256;
import dev.tributary.schemas.payload.Checksums;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/** A SHA-256 as a value: equal when its 32 bytes are. */
public final class Digest implements Comparable<Digest> {

    /** Bytes of a SHA-256. */
    public static final int BYTES = 32;

    private final byte[] bytes;

    private Digest(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("a digest must have 32 bytes, had " + bytes.length);
        }
        this.bytes = bytes;
    }

    /**
     * Takes bytes for a digest.
     *
     * @param bytes 32 bytes; copied
     * @return the digest
     * @throws IllegalArgumentException if there are not 32
     */
    public static Digest of(byte[] bytes) {
        return new Digest(bytes.clone());
    }

    /**
     * Reads a field of a record.
     *
     * @param field the field; copied
     * @return the digest
     */
    public static Digest of(Sha256 field) {
        return of(field.bytes());
    }

    /**
     * Reads hexadecimal digits.
     *
     * @param text 64 digits
     * @return the digest
     * @throws IllegalArgumentException if it is something else
     */
    public static Digest parse(String text) {
        return new Digest(HexFormat.of().parseHex(text));
    }

    /**
     * Hashes bytes.
     *
     * @param content the bytes; not kept
     * @return their SHA-256
     */
    public static Digest hash(byte[] content) {
        return new Digest(Checksums.sha256(ByteBuffer.wrap(content)));
    }

    /**
     * Copies the bytes.
     *
     * @return a new array of 32
     */
    public byte[] toBytes() {
        return bytes.clone();
    }

    /**
     * Writes it as a field of a record.
     *
     * @return the field
     */
    public Sha256 toField() {
        return new Sha256(bytes.clone());
    }

    @Override
    public int compareTo(Digest other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Digest that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Its 64 hexadecimal digits. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
