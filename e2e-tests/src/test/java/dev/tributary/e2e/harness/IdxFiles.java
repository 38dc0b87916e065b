package dev.tributary.e2e.harness;

import dev.tributary.client.data.LabelledImages;
import dev.tributary.client.data.digits.GeneratedDigits;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Writes data sets in MNIST's format. */
public final class IdxFiles {

    private static final int IMAGES = 2051;
    private static final int LABELS = 2049;
    private static final int GREY_LEVELS = 255;

    private IdxFiles() {}

    /**
     * Writes generated digits as the four files of MNIST, the images gzipped.
     *
     * @param directory made if missing
     * @param train     images of the training part
     * @param test      images of the test part
     */
    public static Path write(Path directory, int train, int test) throws IOException {
        Files.createDirectories(directory);
        writePart(directory, "train", GeneratedDigits.generate(1, 0, train));
        writePart(directory, "t10k", GeneratedDigits.generate(1, train, test));
        return directory;
    }

    private static void writePart(Path directory, String part, LabelledImages images) throws IOException {
        byte[] labels = new byte[images.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = (byte) images.label(i);
        }
        Files.write(directory.resolve(part + "-labels-idx1-ubyte"), idx(labels, LABELS, images.size()));
        byte[] pixels = new byte[images.size() * images.pixelsPerImage()];
        float[] grey = images.pixels();
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) Math.round(grey[i] * GREY_LEVELS);
        }
        byte[] file = idx(pixels, IMAGES, images.size(), images.rows(), images.columns());
        try (OutputStream out =
                new GZIPOutputStream(Files.newOutputStream(directory.resolve(part + "-images-idx3-ubyte.gz")))) {
            out.write(file);
        }
    }

    private static byte[] idx(byte[] content, int magic, int... dimensions) {
        ByteBuffer buffer = ByteBuffer.allocate((1 + dimensions.length) * Integer.BYTES + content.length)
                .putInt(magic);
        for (int dimension : dimensions) {
            buffer.putInt(dimension);
        }
        return buffer.put(content).array();
    }
}
