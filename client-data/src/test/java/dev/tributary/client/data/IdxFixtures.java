package dev.tributary.client.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Writes small IDX files for tests, sound or broken. */
final class IdxFixtures {

    static final int IMAGES = 2051;
    static final int LABELS = 2049;

    private IdxFixtures() {}

    /** Returns a file of {@code count} 2 × 3 images whose pixels count up from 0. */
    static byte[] images(int count) {
        return idx(IMAGES, new int[] {count, 2, 3}, countingBytes(count * 6));
    }

    /** Returns a file of {@code count} labels: 0, 1, …, 9, 0, … */
    static byte[] labels(int count) {
        byte[] content = new byte[count];
        for (int i = 0; i < count; i++) {
            content[i] = (byte) (i % 10);
        }
        return idx(LABELS, new int[] {count}, content);
    }

    static byte[] idx(int magic, int[] dimensions, byte[] content) {
        ByteBuffer buffer = ByteBuffer.allocate(4 + 4 * dimensions.length + content.length);
        buffer.putInt(magic);
        for (int dimension : dimensions) {
            buffer.putInt(dimension);
        }
        return buffer.put(content).array();
    }

    static byte[] gzip(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static Path write(Path directory, String name, byte[] content) {
        try {
            return Files.write(directory.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] countingBytes(int length) {
        byte[] content = new byte[length];
        for (int i = 0; i < length; i++) {
            content[i] = (byte) i;
        }
        return content;
    }
}
