package dev.tributary.schemas;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/**
 * Makes files and directories that nobody but their owner can read, where the file system knows permissions: keys,
 * secrets, and a client's state. For files that anybody may read: {@link WholeFile}.
 */
public final class PrivateFiles {

    private static final Set<PosixFilePermission> OWNER_FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER_DIRECTORY = PosixFilePermissions.fromString("rwx------");

    private PrivateFiles() {}

    /**
     * Writes a file whole or not at all, for its owner alone, and to the disk before it returns. Where the file system
     * has no atomic rename, a crash may leave a part.
     *
     * @param file  replaced if it exists; its directory is made first if it is missing
     * @param bytes not changed
     * @throws IOException if it cannot be written; {@code file} is then as it was
     */
    public static void write(Path file, byte[] bytes) throws IOException {
        Path place = file.toAbsolutePath();
        Path draft = draftBeside(place);
        try {
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                ByteBuffer rest = ByteBuffer.wrap(bytes);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                // On the disk before it takes the place of the old one: a rename may overtake the content.
                channel.force(true);
            }
            moveIntoPlace(draft, place);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static void moveIntoPlace(Path draft, Path file) throws IOException {
        try {
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /**
     * Makes an empty file beside another, to be written and then put in its place.
     *
     * @param file absolute; its directory is made first if it is missing
     * @return a new file in the same directory
     * @throws IOException if it cannot be made
     */
    public static Path draftBeside(Path file) throws IOException {
        Path directory = Objects.requireNonNull(file.getParent(), () -> file + " must be a file in a directory");
        makeDirectories(directory);
        return Files.createTempFile(directory, "." + file.getFileName(), "", attributes(directory, OWNER_FILE));
    }

    private static void makeDirectories(Path directory) throws IOException {
        Path existing = directory;
        while (existing != null && Files.notExists(existing)) {
            existing = existing.getParent();
        }
        Files.createDirectories(directory, attributes(existing == null ? directory : existing, OWNER_DIRECTORY));
    }

    private static FileAttribute<?>[] attributes(Path existing, Set<PosixFilePermission> permissions)
            throws IOException {
        return isPosix(existing)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    /**
     * Says whether a file's permissions can be told at all.
     *
     * @param existing file or directory
     * @return true where the file system has POSIX permissions
     * @throws IOException if it cannot be asked
     */
    public static boolean isPosix(Path existing) throws IOException {
        return Files.getFileStore(existing).supportsFileAttributeView("posix");
    }
}
