package dev.tributary.maskhelper.epoch;

import dev.tributary.masking.keys.EpochKey;
import dev.tributary.masking.mask.Secret;
import dev.tributary.schemas.FederationException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The epoch keys, a file each. Seeds are sealed to the newest; the one before lives on until its seeds have had their time.
 * Then its private half is destroyed.
 *
 * <p>Not thread-safe: one instance belongs to one task.
 */
public final class EpochKeys {

    private static final String PREFIX = "epoch-";
    private static final String SUFFIX = ".key";

    private final Path directory;
    private final Duration length;
    private final Duration overlap;
    private final TreeMap<Long, EpochKey> keys = new TreeMap<>();

    /**
     * Opens the keys.
     *
     * @param directory directory of the files, the helper's own
     * @param length    time after which a new key is made
     * @param overlap   further time in which a key lives: at least the lifetime of a seed
     * @throws FederationException if a file is none of a key
     */
    public EpochKeys(Path directory, Duration length, Duration overlap) {
        this.directory = directory;
        this.length = length;
        this.overlap = overlap;
        load();
    }

    private void load() {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, PREFIX + "*" + SUFFIX)) {
            for (Path file : files) {
                EpochKey key = parse(file);
                keys.put(key.epoch(), key);
            }
        } catch (IOException e) {
            throw new FederationException(directory + " must be readable by the mask helper: " + e.getMessage(), e);
        }
    }

    private static EpochKey parse(Path file) {
        try {
            String[] fields = OwnerFiles.read(file).strip().split(" ", -1);
            byte[] secret = HexFormat.of().parseHex(fields[3]);
            return EpochKey.of(
                    Long.parseLong(fields[0]),
                    Long.parseLong(fields[1]),
                    Long.parseLong(fields[2]),
                    Secret.owning(secret));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            // Not the cause's message: it could show a part of the key.
            throw new FederationException(file + " must be an epoch key as the mask helper writes it; restore it, or"
                    + " delete it: then its seeds expire");
        }
    }

    /**
     * Follows the clock: makes a key if there is none or the newest is old, destroys those that are over.
     *
     * @param nowMs the time
     * @return whether there is a new key to announce
     */
    public boolean tend(long nowMs) {
        keys.values().stream()
                .filter(key -> key.expiresAtMs() <= nowMs)
                .toList()
                .forEach(this::destroy);
        boolean isDue = keys.isEmpty() || keys.lastEntry().getValue().createdAtMs() + length.toMillis() <= nowMs;
        if (isDue) {
            make(nowMs);
        }
        return isDue;
    }

    /**
     * Ends all epochs at once: no seed that was sealed before opens any more.
     *
     * @param nowMs the time
     */
    public void renew(long nowMs) {
        // The new one first: its number must be above every one that clients have seen.
        long newest = keys.isEmpty() ? 0 : keys.lastKey();
        make(nowMs);
        keys.headMap(newest, true).values().stream().toList().forEach(this::destroy);
    }

    private void make(long nowMs) {
        // Numbers grow with time too, so that a helper whose files are lost goes on above them.
        long number = Math.max(keys.isEmpty() ? 1 : keys.lastKey() + 1, nowMs / 1000);
        EpochKey key = EpochKey.draw(number, nowMs, nowMs + length.plus(overlap).toMillis());
        String secret = HexFormat.of().formatHex(key.privateKey().bytes());
        OwnerFiles.write(
                file(number), number + " " + key.createdAtMs() + " " + key.expiresAtMs() + " " + secret + "\n");
        keys.put(number, key);
    }

    private void destroy(EpochKey key) {
        OwnerFiles.destroy(file(key.epoch()));
        key.privateKey().close();
        keys.remove(key.epoch());
    }

    private Path file(long epoch) {
        return directory.resolve(PREFIX + epoch + SUFFIX);
    }

    /**
     * Gives the key that seeds are sealed to.
     *
     * @return the newest; empty before {@link #tend}
     */
    public Optional<EpochKey> current() {
        return Optional.ofNullable(keys.lastEntry()).map(Map.Entry::getValue);
    }

    /**
     * Looks a key up.
     *
     * @param keyId its id
     * @return the key, if its private half still lives
     */
    public Optional<EpochKey> find(String keyId) {
        return keys.values().stream().filter(key -> key.id().equals(keyId)).findFirst();
    }
}
