package dev.tributary.masking.keys;

import dev.tributary.masking.mask.Secret;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.PrivateFiles;
import dev.tributary.schemas.TextFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A private key of 32 bytes in a file: one line, {@code tributary <kind> key: <64 hexadecimal digits>}. Written whole or not at
 * all, for its owner alone (0600); read when others cannot: a Kubernetes Secret that is mounted with a group (0440) will do.
 *
 * @param kind root, noise, authority or client: a key of one kind is not taken for another
 */
public record KeyFile(String kind) {

    /** Root key of the mask helper. */
    public static final KeyFile ROOT = new KeyFile("root");
    /** Noise key of the mask helper. */
    public static final KeyFile NOISE = new KeyFile("noise");
    /** Key of the enrolment authority. */
    public static final KeyFile AUTHORITY = new KeyFile("authority");
    /** Key of a client. */
    public static final KeyFile CLIENT = new KeyFile("client");

    private static final int MOST_BYTES = 1024;
    private static final Pattern LINE = Pattern.compile("tributary ([a-z]+) key: ([0-9a-f]{64})\\s*");

    /**
     * Writes a key to a new file.
     *
     * @param file   the file; its directory is made if need be
     * @param secret 32 bytes
     * @throws FederationException if the file exists already, or cannot be written
     */
    public void write(Path file, Secret secret) {
        if (Files.exists(file)) {
            throw new FederationException(file + " must not exist yet, did; a key is never overwritten: move it away");
        }
        String line = "tributary " + kind + " key: " + HexFormat.of().formatHex(secret.bytes()) + "\n";
        try {
            PrivateFiles.write(file, line.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new FederationException(file + " must be a file that can be written: " + e.getMessage(), e);
        }
    }

    /**
     * Reads a key.
     *
     * @param file the file
     * @return the key, which the caller closes
     * @throws FederationException if it cannot be read, others can read it, or it is no key of this kind
     */
    public Secret read(Path file) {
        Matcher line = LINE.matcher(text(file));
        if (!line.matches() || !line.group(1).equals(kind)) {
            // Neither the content nor a part of it: it may be a key of another kind.
            throw new FederationException(
                    file + " must be a " + kind + " key as tributary keys writes it, was something else");
        }
        return Secret.owning(HexFormat.of().parseHex(line.group(2)));
    }

    private static String text(Path file) {
        try {
            requireHidden(file);
            if (Files.size(file) > MOST_BYTES) {
                return "";
            }
            return TextFile.read(file);
        } catch (IOException e) {
            throw new FederationException(file + " must be a readable key file: " + e.getMessage(), e);
        }
    }

    private static void requireHidden(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view == null) {
            return;
        }
        Set<PosixFilePermission> permissions = view.readAttributes().permissions();
        if (permissions.contains(PosixFilePermission.OTHERS_READ)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE)
                || permissions.contains(PosixFilePermission.GROUP_WRITE)) {
            throw new FederationException(file + " must be hidden from others, was "
                    + PosixFilePermissions.toString(permissions) + "; run: chmod 600 " + file);
        }
    }
}
