package dev.tributary.maskhelper.epoch;

import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.TextFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/** Small files that only their owner reads, written whole or not at all, and on the disk before the call returns. */
final class OwnerFiles {

    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private OwnerFiles() {}

    static void write(Path file, String content) {
        Path draft = Path.of(file + ".draft");
        Path directory = Objects.requireNonNull(
                file.toAbsolutePath().getParent(), () -> file + " must be a file in a directory");
        try {
            Files.createDirectories(directory);
            Files.deleteIfExists(draft);
            try (FileChannel channel = FileChannel.open(
                    draft, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWNER_ONLY)) {
                ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
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
