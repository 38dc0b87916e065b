package dev.tributary.schemas;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Files that are there whole or not at all: written beside their place, then renamed. So a full disk, or a process that
 * ends in the middle, leaves the old content. For files that anybody may read; not for secrets.
 */
public final class WholeFile {

    private static final String SUFFIX = ".part";

    private WholeFile() {}

    /** Fills a file. */
    @FunctionalInterface
    public interface Content {

        /**
         * Fills it.
         *
         * @param file to be made or overwritten
         * @throws IOException if it cannot be written
         */
        void writeTo(Path file) throws IOException;
    }

    /**
     * Writes bytes.
     *
     * @param file  replaced if it exists; a link is followed, and a file that is not regular, such as {@code /dev/stdout},
     *              is written straight into
     * @param bytes not changed
     * @throws IOException if it cannot be written; {@code file} is then as it was
     */
    public static void write(Path file, byte[] bytes) throws IOException {
        write(file, target -> Files.write(target, bytes));
    }

    /**
     * Writes a text as UTF-8.
     *
     * @param file as for bytes
     * @param text the whole content
     * @throws IOException if it cannot be written; {@code file} is then as it was
     */
    public static void write(Path file, String text) throws IOException {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Has a file written.
     *
     * @param file    as for bytes
     * @param content called once
     * @throws IOException if it cannot be written; {@code file} is then as it was
     */
    public static void write(Path file, Content content) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            content.writeTo(file);
            return;
        }
        Path place = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        String random = Long.toHexString(ThreadLocalRandom.current().nextLong());
        Path beside = place.resolveSibling("." + place.getFileName() + "." + random + SUFFIX);
        try {
            content.writeTo(beside);
            Files.move(beside, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }
}
