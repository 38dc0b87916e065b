package dev.tributary.client.update;

import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.PrivateFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file in which a client keeps its secret: raw bytes, readable by its owner alone. Made on first use.
 *
 * <p>On file systems without POSIX permissions the file inherits those of its directory, and none are checked.
 */
public final class SecretFile {

    private static final Logger LOG = LoggerFactory.getLogger(SecretFile.class);
    private static final Set<PosixFilePermission> OTHERS = EnumSet.complementOf(EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE));
    private static final Set<PosixFilePermission> MORE_THAN_A_GROUPS_READING = EnumSet.of(
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);
    private static final int MAX_BYTES = 4096;

    private SecretFile() {}

    /**
     * Says where the secret is kept when nobody says otherwise. Never in a place that depends on the working directory:
     * the pseudonym would change with it.
     *
     * @param environment variables of the process
     * @param home        home directory of the user, as Java tells it: {@code ?} for a user id without an entry
     * @return {@code $XDG_STATE_HOME/tributary/secret}, or {@code ~/.local/state/tributary/secret}
     * @throws FederationException if {@code XDG_STATE_HOME} is relative, or there is no home directory
     */
    public static Path defaultPath(Map<String, String> environment, Path home) {
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        if (!state.isEmpty()) {
            return under(Path.of(state), "XDG_STATE_HOME must be an absolute path, was " + state);
        }
        Path known = home.isAbsolute() ? home : Path.of(environment.getOrDefault("HOME", ""));
        return under(
                known.resolve(".local").resolve("state"),
                "home directory of the user must be known, was " + home + " (a user id without an entry in passwd?)");
    }

    private static Path under(Path state, String flaw) {
        if (!state.isAbsolute()) {
            throw new FederationException(flaw + "; name the secret with --secret-file, or set XDG_STATE_HOME");
        }
        return state.resolve("tributary").resolve("secret");
    }

    /**
     * Reads the secret, and makes file and directories first if there are none. Two processes that do so at the same
     * time get the same secret.
     *
     * @param file where the secret is or shall be
     * @return the secret
     * @throws FederationException if the file cannot be read or made, others may read it, or it holds no secret
     */
    public static ClientSecret loadOrCreate(Path file) {
        try {
            if (Files.notExists(file)) {
                create(file.toAbsolutePath());
            }
            requirePrivate(file);
            return new ClientSecret(read(file));
        } catch (IOException e) {
            throw new FederationException(
                    "secret file must be readable and writable by its owner, " + file + " was not: "
                            + e.getClass().getSimpleName() + " " + e.getMessage()
                            + "; another can be named with --secret-file",
                    e);
        }
    }

    private static byte[] read(Path file) throws IOException {
        long length = Files.size(file);
        if (!Files.isRegularFile(file) || length < ClientSecret.MIN_BYTES || length > MAX_BYTES) {
            throw new FederationException("secret file must be a file of " + ClientSecret.MIN_BYTES + " to " + MAX_BYTES
                    + " random bytes, " + file + " was "
                    + (Files.isRegularFile(file) ? "one of " + length + " bytes" : "no file"));
        }
        return Files.readAllBytes(file);
    }

    /**
     * A Secret that Kubernetes mounts with a group ({@code fsGroup}) belongs to root and can be read by that group; its
     * mode cannot be changed where it is mounted. Such a file nobody but its mount's maker can write.
     */
    private static void requirePrivate(Path file) throws IOException {
        if (!PrivateFiles.isPosix(file)) {
            return;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        if (permissions.stream().noneMatch(OTHERS::contains)) {
            return;
        }
        boolean isMountedForAGroup = permissions.stream().noneMatch(MORE_THAN_A_GROUPS_READING::contains)
                && (!permissions.contains(PosixFilePermission.OWNER_WRITE) || !Files.isWritable(file));
        if (!isMountedForAGroup) {
            throw new FederationException("secret file must be private to its owner (rw-------), or read-only for its"
                    + " owner and a group (r--r-----), " + file + " was " + PosixFilePermissions.toString(permissions)
                    + "; if nobody else has read it: chmod 600 " + file
                    + ", or for a mounted Kubernetes Secret defaultMode: 0440");
        }
    }

    private static void create(Path file) throws IOException {
        // Written beside its place and linked there when whole: nobody ever reads half a secret, and of two
        // processes that get here together one finds the other's file.
        Path draft = PrivateFiles.draftBeside(file);
        try {
            try (SeekableByteChannel channel = Files.newByteChannel(draft, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(ClientSecret.freshBytes()));
            }
            putInPlace(draft, file, Files::createLink);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** Gives a file a second name. */
    interface Linking {

        /**
         * Links, or fails as {@link Files#createLink} does.
         *
         * @param name     the second name
         * @param existing the file
         */
        void link(Path name, Path existing) throws IOException;
    }

    /**
     * Puts a finished draft in the place of the secret, unless there is one already.
     *
     * @param draft   whole secret
     * @param file    its place
     * @param linking the file system's way of hard links
     */
    static void putInPlace(Path draft, Path file, Linking linking) throws IOException {
        try {
            linking.link(file, draft);
            LOG.info("a new client secret was made in {}", file);
        } catch (FileAlreadyExistsException e) {
            LOG.debug("another process has just made {}", file);
        } catch (UnsupportedOperationException | FileSystemException e) {
            LOG.debug("no hard links in {}", file.getParent(), e);
            moveUnderLock(draft, file);
        }
    }

    /**
     * Without hard links (CIFS, Azure Files, some FUSE mounts) there is no way to put a whole file in a place only if
     * it is free. So whoever has the lock file moves its draft; the others wait until it has. Threads of one process
     * cannot hold a file lock one after the other by waiting, hence synchronized.
     */
    private static synchronized void moveUnderLock(Path draft, Path file) throws IOException {
        Path lock = file.resolveSibling(file.getFileName() + ".lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            if (held.isValid() && Files.notExists(file)) {
                Files.move(draft, file);
                LOG.info("a new client secret was made in {}", file);
            }
        }
    }
}
