package dev.tributary.demo.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.maskhelper.application.HelperConfig;
import dev.tributary.masking.keys.KeyFile;
import dev.tributary.masking.keys.SigningKey;
import dev.tributary.masking.mask.Secret;
import dev.tributary.schemas.FederationException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HelperFilesTest {

    private static final FederationSettings SETTINGS =
            FederationSettings.parse("{federation: demo, privacy: {masking: required}}");

    @TempDir
    private Path directory;

    @Test
    void shouldBeWhatAMaskHelperReadsWhenWritten() {
        RunKeys keys = RunKeys.random();

        HelperFiles files = HelperFiles.write(directory, SETTINGS, keys, "127.0.0.1:1");

        HelperConfig config = HelperConfig.load(files.config());
        assertThat(config.authority()).isEqualTo(keys.authorityKey());
        try (Secret root = KeyFile.ROOT.read(config.rootKey());
                Secret noise = KeyFile.NOISE.read(config.noiseKey())) {
            assertThat(SigningKey.of(root).publicKey()).isEqualTo(keys.helperRoot());
            assertThat(noise.bytes()).hasSize(32);
        }
        assertThat(files.kafka()).content().contains("bootstrap.servers=127.0.0.1:1");
        assertThat(FederationSettings.load(files.settings())).isEqualTo(SETTINGS);
    }

    @Test
    void shouldRefuseToOverwriteKeysWhenWrittenTwice() {
        HelperFiles.write(directory, SETTINGS, RunKeys.random(), "127.0.0.1:1");

        assertThatThrownBy(() -> HelperFiles.write(directory, SETTINGS, RunKeys.random(), "127.0.0.1:1"))
                .isInstanceOf(FederationException.class)
                .hasMessageContaining("must not exist yet");
    }

    @Test
    void shouldShowPublicHalvesAloneWhenKeysArePrinted() {
        RunKeys keys = RunKeys.random();

        assertThat(keys).hasToString("RunKeys[root " + keys.helperRoot() + ", authority " + keys.authorityKey() + "]");
    }
}
