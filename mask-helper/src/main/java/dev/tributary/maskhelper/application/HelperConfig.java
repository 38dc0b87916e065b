package dev.tributary.maskhelper.application;

import dev.tributary.masking.keys.VerifyingKey;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.TextFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * Settings of a mask helper beside the federation's: where its keys are. A properties file; paths are relative to it.
 *
 * @param rootKey        file of the root key
 * @param noiseKey       file of the noise key
 * @param authority      public key of the enrolment authority
 * @param epochDirectory directory of the epoch keys and of the promise: on a disk that outlives the process, and that no
 *                       backup keeps
 * @param epochLength    time after which a new epoch key is made
 */
public record HelperConfig(
        Path rootKey, Path noiseKey, VerifyingKey authority, Path epochDirectory, Duration epochLength) {

    private static final String ROOT_KEY = "root.key.file";
    private static final String NOISE_KEY = "noise.key.file";
    private static final String AUTHORITY = "authority.public.key";
    private static final String EPOCH_DIRECTORY = "epoch.directory";
    private static final String EPOCH_HOURS = "epoch.hours";
    private static final Set<String> KNOWN = Set.of(ROOT_KEY, NOISE_KEY, AUTHORITY, EPOCH_DIRECTORY, EPOCH_HOURS);
    private static final int STANDARD_HOURS = 168;
    private static final int MOST_HOURS = 8760;

    /**
     * Reads a configuration.
     *
     * @param file the file
     * @return the configuration
     * @throws FederationException naming the file, and the key with its bound and value, if anything is wrong
     */
    public static HelperConfig load(Path file) {
        Properties properties = read(file);
        Set<String> unknown = new TreeSet<>(properties.stringPropertyNames());
        unknown.removeAll(KNOWN);
        if (!unknown.isEmpty()) {
            throw new FederationException(
                    file + ": " + unknown + " must be known; known here: " + new TreeSet<>(KNOWN));
        }
        Path home =
                Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file that was read lies in a directory");
        return new HelperConfig(
                home.resolve(required(file, properties, ROOT_KEY)),
                home.resolve(required(file, properties, NOISE_KEY)),
                VerifyingKey.parse(AUTHORITY, required(file, properties, AUTHORITY)),
                home.resolve(required(file, properties, EPOCH_DIRECTORY)),
                Duration.ofHours(hours(file, properties.getProperty(EPOCH_HOURS, String.valueOf(STANDARD_HOURS)))));
    }

    private static Properties read(Path file) {
        try {
            return TextFile.readProperties(file);
        } catch (IOException e) {
            throw new FederationException(file + " must be a readable properties file: " + e.getMessage(), e);
        }
    }

    private static String required(Path file, Properties properties, String key) {
        String value = properties.getProperty(key, "").strip();
        if (value.isEmpty()) {
            throw new FederationException(file + ": " + key + " must be given, was absent");
        }
        return value;
    }

    private static int hours(Path file, String text) {
        try {
            int hours = Integer.parseInt(text.strip());
            if (hours >= 1 && hours <= MOST_HOURS) {
                return hours;
            }
        } catch (NumberFormatException e) {
            // Refused below, with the value.
        }
        throw new FederationException(file + ": " + EPOCH_HOURS + " must be 1 to " + MOST_HOURS + ", was " + text);
    }
}
