package dev.tributary.client.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.schemas.FederationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTest {

    private static final byte[] OLD = "old".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NEW = "newer".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private Path temporary;

    @Test
    void shouldBeEmptyWhenNothingWasKept() {
        assertThat(file().read(100)).isEmpty();
        assertThat(directory()).doesNotExist();
    }

    @Test
    void shouldGiveTheLastValueWhenItWasReplaced() throws IOException {
        file().replace(OLD);
        file().replace(NEW);

        assertThat(file().read(NEW.length)).hasValue(NEW);
        try (Stream<Path> entries = Files.list(directory())) {
            assertThat(entries).as("no draft is left").hasSize(1);
        }
    }

    @Test
    void shouldBePrivateWhenMade() throws IOException {
        file().replace(NEW);

        assertThat(permissions(directory().resolve("kept"))).isEqualTo("rw-------");
        assertThat(permissions(directory())).isEqualTo("rwx------");
    }

    @Test
    void shouldRefuseFileWhenAnyByteIsAnother() throws IOException {
        file().replace(NEW);
        Path path = directory().resolve("kept");
        byte[] whole = Files.readAllBytes(path);

        for (int i = 0; i < whole.length; i++) {
            byte[] damaged = whole.clone();
            damaged[i] ^= 1;
            Files.write(path, damaged);
            assertThatThrownBy(() -> file().read(100))
                    .as("byte %s", i)
                    .isInstanceOf(FederationException.class)
                    .hasMessageStartingWith("state file must be whole, " + path + " was ");
        }
    }

    @Test
    void shouldRefuseFileWhenItIsTooLongOrCutOff() throws IOException {
        file().replace(NEW);

        assertThatThrownBy(() -> file().read(NEW.length - 1))
                .hasMessage("state file must be 40 to 44 bytes, " + directory().resolve("kept")
                        + " was 45; to begin without it, move it away");
        Files.write(directory().resolve("kept"), new byte[39]);
        assertThatThrownBy(() -> file().read(100)).hasMessageContaining(" was 39; ");
    }

    @Test
    void shouldSayWhatToDoWhenTheDirectoryCannotBeMade() throws IOException {
        Files.write(directory(), OLD);

        assertThatThrownBy(() -> file().replace(NEW))
                .isInstanceOf(FederationException.class)
                .hasMessageEndingWith("; another directory can be named with --state-dir");
    }

    private StateFile file() {
        return new StateFile(directory(), "kept");
    }

    private Path directory() {
        return temporary.resolve("state");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
