package dev.tributary.maskhelper.epoch;

import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.PrivateFiles;
import dev.tributary.schemas.TextFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Small files that only their owner reads, written whole or not at all, and on the disk before the call returns. */
final class OwnerFiles {

    private OwnerFiles() {}

    static void write(Path file, String content) {
        try {
            PrivateFiles.write(file, content.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new FederationException(file + " must be writable by the mask helper: " + e.getMessage(), e);
        }
    }

    static String read(Path file) {
        try {
            return TextFile.read(file);
        } catch (IOException e) {
            throw new FederationException(file + " must be readable by the mask helper: " + e.getMessage(), e);
        }
    }

    /** Overwrites a file before it is deleted, as far as the file system lets that mean something. */
    static void destroy(Path file) {
        try {
            if (Files.exists(file)) {
                Files.write(file, new byte[(int) Files.size(file)], StandardOpenOption.WRITE, StandardOpenOption.SYNC);
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new FederationException(file + " must be deletable by the mask helper: " + e.getMessage(), e);
        }
    }
}
