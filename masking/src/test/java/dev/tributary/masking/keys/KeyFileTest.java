package dev.tributary.masking.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.masking.mask.Secret;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.PrivateFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileTest {

    @TempDir
    private Path directory;

    private final Secret secret = Secret.random(new SecureRandom(), 32);

    private Path written() {
        Path file = directory.resolve("made/a.key");
        KeyFile.CLIENT.write(file, secret);
        return file;
    }

    @Test
    void shouldReadWhatItWroteForItsOwnerAlone() throws Exception {
        Path file = written();

        assertThat(KeyFile.CLIENT.read(file).bytes()).isEqualTo(secret.bytes());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (var beside = Files.list(file.getParent())) {
            assertThat(beside).containsExactly(file);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"r--r-----", "r--------"})
    void shouldReadWhenMountedWithAGroup(String permissions) throws Exception {
        Path file = written();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

        assertThat(KeyFile.CLIENT.read(file).bytes()).isEqualTo(secret.bytes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "rw-rw----", "rw-----w-"})
    void shouldRefuseWhenOthersCanReadOrChangeIt(String permissions) throws Exception {
        Path file = written();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

        assertThatThrownBy(() -> KeyFile.CLIENT.read(file))
                .isInstanceOf(FederationException.class)
                .hasMessageContaining("chmod 600");
    }

    @Test
    void shouldNeverOverwriteAKey() {
        Path file = written();

        assertThatThrownBy(() -> KeyFile.CLIENT.write(file, secret)).hasMessageContaining("never overwritten");
    }

    @Test
    void shouldRefuseAKeyOfAnotherKindWithoutShowingIt() {
        Path file = written();

        assertThatThrownBy(() -> KeyFile.ROOT.read(file))
                .hasMessageContaining("must be a root key")
                .message()
                .doesNotContain(HexFormat.of().formatHex(secret.bytes(), 0, 4));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "tributary client key: 00"})
    void shouldRefuseWhenItIsNoKey(String content) throws Exception {
        Path file = directory.resolve("b.key");
        PrivateFiles.write(file, content.getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> KeyFile.CLIENT.read(file)).hasMessageContaining("was something else");
        assertThatThrownBy(() -> KeyFile.CLIENT.read(directory.resolve("none")))
                .hasMessageContaining("must be a readable key file");
    }
}
