package dev.tributary.client.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/** Makes files and directories that nobody but their owner can read, where the file system knows permissions. */
public final class PrivateFiles {

    private static final Set<PosixFilePermission> OWNER_FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER_DIRECTORY = PosixFilePermissions.fromString("rwx------");

    private PrivateFiles() {}

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
