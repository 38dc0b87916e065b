package dev.tributary.client.update;

import dev.tributary.client.state.PrivateFiles;
import dev.tributary.schemas.FederationException;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
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
    private static final int MAX_BYTES = 4096;

    private SecretFile() {}

    /**
     * Says where the secret is kept when nobody says otherwise.
     *
     * @param environment variables of the process
     * @param home        home directory of the user
     * @return {@code $XDG_STATE_HOME/tributary/secret}, or {@code ~/.local/state/tributary/secret}
     */
    public static Path defaultPath(Map<String, String> environment, Path home) {
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        Path base = state.isEmpty() ? home.resolve(".local").resolve("state") : Path.of(state);
        return base.resolve("tributary").resolve("secret");
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

    private static void requirePrivate(Path file) throws IOException {
        if (!PrivateFiles.isPosix(file)) {
            return;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        if (permissions.stream().anyMatch(OTHERS::contains)) {
            throw new FederationException("secret file must be private to its owner (rw-------), " + file + " was "
                    + PosixFilePermissions.toString(permissions) + "; if nobody else has read it: chmod 600 " + file);
        }
    }

    private static void create(Path file) throws IOException {
        // Written beside its place and linked there when whole: nobody ever reads half a secret, and of two
        // processes that get here together one finds the other's file.
        Path draft = PrivateFiles.draftBeside(file);
        try {
            try (SeekableByteChannel channel = Files.newByteChannel(draft, StandardOpenOption.WRITE)) {
                channel.write(java.nio.ByteBuffer.wrap(ClientSecret.freshBytes()));
            }
            putInPlace(draft, file);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static void putInPlace(Path draft, Path file) throws IOException {
        try {
            Files.createLink(file, draft);
            LOG.info("a new client secret was made in {}", file);
        } catch (FileAlreadyExistsException e) {
            LOG.debug("another process has just made {}", file);
        } catch (UnsupportedOperationException e) {
            // No hard links here: the window between two processes is that of one rename.
            Files.move(draft, file);
        }
    }
}
