package dev.tributary.client.data;

import dev.tributary.schemas.FederationException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * One IDX file read into memory: the format of MNIST, plain or gzipped, told apart by the first bytes.
 *
 * <p>The header is not believed: its sizes are compared with the file's real length before anything of that size
 * is allocated, and memory grows only as bytes really arrive.
 */
final class IdxFile {

    private static final int GZIP_MAGIC = 0x1f8b;
    /** No deflate stream unpacks to more than this many times its length (RFC 1951's best case). */
    private static final long MAX_DEFLATE_RATIO = 1032;
    /** Largest array that every JVM can make. */
    private static final long MAX_CONTENT_BYTES = Integer.MAX_VALUE - 8;
    /** Rows and columns beyond this are no image that a demonstration network takes. */
    private static final int MAX_SIDE = 4096;

    private final Path file;
    private final int[] dimensions;
    private final byte[] content;

    private IdxFile(Path file, int[] dimensions, byte[] content) {
        this.file = file;
        this.dimensions = dimensions;
        this.content = content;
    }

    /**
     * Reads a whole file.
     *
     * @throws FederationException if the file is missing, unreadable, of another kind, corrupt, cut off or too long
     */
    static IdxFile read(Path file, IdxKind kind) {
        if (!Files.isRegularFile(file)) {
            throw new FederationException(file + " must be an IDX " + kind.noun() + " file, was "
                    + (Files.exists(file) ? "no file" : "missing"));
        }
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            return isGzip(raw)
                    ? read(file, kind, new GZIPInputStream(raw, 1 << 16), Files.size(file) * MAX_DEFLATE_RATIO, false)
                    : read(file, kind, raw, Files.size(file), true);
        } catch (ZipException e) {
            throw new FederationException(file + " must be a sound gzip file, was corrupt: " + e.getMessage(), e);
        } catch (EOFException e) {
            throw new FederationException(file + " must be a whole IDX " + kind.noun() + " file, was cut off", e);
        } catch (IOException e) {
            throw new FederationException(file + " must be readable, was not: " + e.getMessage(), e);
        }
    }

    /** Returns the file that was read. */
    Path file() {
        return file;
    }

    /** Returns how many entries there are: images or labels. */
    int count() {
        return dimensions[0];
    }

    /** Returns a length of the header: 0 = count, 1 = rows, 2 = columns. */
    int dimension(int index) {
        return dimensions[index];
    }

    /** Returns the entries, one unsigned byte a value; the array itself, not a copy. */
    byte[] content() {
        return content;
    }

    private static boolean isGzip(InputStream in) throws IOException {
        in.mark(2);
        int first = in.read();
        int second = in.read();
        in.reset();
        return second >= 0 && (first << 8 | second) == GZIP_MAGIC;
    }

    private static IdxFile read(Path file, IdxKind kind, InputStream in, long lengthBound, boolean exact)
            throws IOException {
        DataInputStream header = new DataInputStream(in);
        int magic = header.readInt();
        if (magic != kind.magic()) {
            throw new FederationException(file + " must be an IDX " + kind.noun() + " file (magic " + kind.magic()
                    + "), was magic " + Integer.toUnsignedString(magic));
        }
        int[] dimensions = readDimensions(file, kind, header);
        long declared = declaredBytes(file, dimensions);
        long available = lengthBound - kind.headerBytes();
        if (available < declared) {
            throw cutOff(file, kind, declared, exact ? String.valueOf(available) : "at most " + available);
        }
        byte[] content = in.readNBytes((int) declared);
        if (content.length < declared) {
            throw cutOff(file, kind, declared, String.valueOf(content.length));
        }
        // Reading to the end also makes a gzip stream check its CRC.
        if (in.read() >= 0) {
            throw new FederationException(
                    file + " must end after the " + declared + " bytes that its header declares, was longer");
        }
        return new IdxFile(file, dimensions, content);
    }

    private static int[] readDimensions(Path file, IdxKind kind, DataInputStream header) throws IOException {
        int[] dimensions = new int[kind.dimensionCount()];
        for (int i = 0; i < dimensions.length; i++) {
            dimensions[i] = header.readInt();
            int most = i == 0 ? Integer.MAX_VALUE : MAX_SIDE;
            if (dimensions[i] < 1 || dimensions[i] > most) {
                String name = new String[] {kind.noun() + " count", "row count", "column count"}[i];
                throw new FederationException(file + ": " + name + " must be 1 to " + most + ", was "
                        + Integer.toUnsignedString(dimensions[i]));
            }
        }
        return dimensions;
    }

    private static long declaredBytes(Path file, int[] dimensions) {
        long bytes = 1;
        // At most 2^31 · 2^12 · 2^12: no overflow.
        for (int dimension : dimensions) {
            bytes *= dimension;
        }
        if (bytes > MAX_CONTENT_BYTES) {
            throw new FederationException(file + " must declare at most " + MAX_CONTENT_BYTES + " bytes, was " + bytes);
        }
        return bytes;
    }

    private static FederationException cutOff(Path file, IdxKind kind, long declared, String found) {
        return new FederationException(file + " must be a whole IDX " + kind.noun() + " file of " + declared
                + " bytes after the header, was cut off at " + found);
    }
}
