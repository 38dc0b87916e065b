package dev.tributary.demo.masking;

import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.masking.keys.KeyFile;
import dev.tributary.masking.mask.Secret;
import dev.tributary.schemas.FederationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * The files that a mask helper reads, as an operator would lay them out.
 *
 * @param directory where they lie
 */
record HelperFiles(Path directory) {

    private static final String ROOT_KEY = "root.key";
    private static final String NOISE_KEY = "noise.key";
    private static final int NOISE_KEY_BYTES = 32;

    /** It starts beside a broker and clients that leave it little of the processor. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    static HelperFiles write(Path directory, FederationSettings settings, RunKeys keys, String bootstrapServers) {
        HelperFiles files = new HelperFiles(directory);
        try (Secret root = keys.rootSecret();
                Secret noise = Secret.random(new SecureRandom(), NOISE_KEY_BYTES)) {
            Files.createDirectories(files.temporary());
            KeyFile.ROOT.write(directory.resolve(ROOT_KEY), root);
            KeyFile.NOISE.write(directory.resolve(NOISE_KEY), noise);
            Files.writeString(files.settings(), settings.text());
            Files.write(
                    files.config(),
                    List.of(
                            "root.key.file=" + ROOT_KEY,
                            "noise.key.file=" + NOISE_KEY,
                            "authority.public.key=" + keys.authorityKey(),
                            "epoch.directory=epochs"));
            Files.write(
                    files.kafka(),
                    List.of(
                            CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG + "=" + bootstrapServers,
                            CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG + "=" + PATIENCE.toMillis()));
        } catch (IOException e) {
            throw new FederationException(directory + " must be a writable directory, was not: " + e.getMessage(), e);
        }
        return files;
    }

    Path settings() {
        return directory.resolve("federation.yaml");
    }

    Path config() {
        return directory.resolve("helper.properties");
    }

    Path kafka() {
        return directory.resolve("kafka.properties");
    }

    Path state() {
        return directory.resolve("state");
    }

    Path temporary() {
        return directory.resolve("tmp");
    }
}
