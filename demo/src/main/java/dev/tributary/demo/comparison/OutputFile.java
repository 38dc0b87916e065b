package dev.tributary.demo.comparison;

import dev.tributary.schemas.FederationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes what the command was asked to write. */
final class OutputFile {

    private OutputFile() {}

    /**
     * Writes a text.
     *
     * @param option that named the file, for the message
     * @throws FederationException if it cannot be written
     */
    static void write(String option, Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new FederationException(option + " must be a writable file, was " + file + ": " + e, e);
        }
    }
}
