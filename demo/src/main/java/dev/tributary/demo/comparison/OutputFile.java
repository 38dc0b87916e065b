package dev.tributary.demo.comparison;

import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the command's output files. */
final class OutputFile {

    private OutputFile() {}

    /**
     * Checks that a file can be written, before hours of work for it; the file is neither made nor changed.
     *
     * @param option that named the file, for the message
     * @throws FederationException if it cannot be written
     */
    static void requireWritable(String option, Path file) {
        Path directory = file.toAbsolutePath().getParent();
        boolean isWritable = Files.exists(file)
                ? !Files.isDirectory(file) && Files.isWritable(file)
                : directory != null && Files.isDirectory(directory) && Files.isWritable(directory);
        if (!isWritable) {
            throw new FederationException(option + " must be a writable file, was " + file);
        }
    }

    /**
     * Writes a text.
     *
     * @param option that named the file, for the message
     * @throws FederationException if it cannot be written
     */
    static void write(String option, Path file, String text) {
        try {
            WholeFile.write(file, text);
        } catch (IOException e) {
            throw new FederationException(option + " must be a writable file, was " + file + ": " + e, e);
        }
    }
}
