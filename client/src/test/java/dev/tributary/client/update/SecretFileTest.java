package dev.tributary.client.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.schemas.FederationException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "permissions are POSIX's")
class SecretFileTest {

    @TempDir
    private Path directory;

    @Test
    void shouldMakePrivateFileAndDirectoriesWhenThereAreNone() throws IOException {
        Path file = directory.resolve("state/tributary/secret");

        SecretFile.loadOrCreate(file);

        assertThat(permissions(file)).isEqualTo("rw-------");
        assertThat(permissions(file.getParent())).isEqualTo("rwx------");
        assertThat(Files.size(file)).isEqualTo(32);
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertThat(files).as("no draft is left over").containsExactly(file);
        }
    }

    @Test
    void shouldGiveTheSamePseudonymWhenReadAgain() {
        Path file = directory.resolve("secret");

        ClientId first = ClientId.of(SecretFile.loadOrCreate(file), "digits");

        assertThat(ClientId.of(SecretFile.loadOrCreate(file), "digits")).isEqualTo(first);
    }

    @Test
    void shouldGiveDifferentPseudonymsWhenFilesDiffer() {
        ClientSecret one = SecretFile.loadOrCreate(directory.resolve("one"));
        ClientSecret other = SecretFile.loadOrCreate(directory.resolve("other"));

        assertThat(ClientId.of(one, "digits")).isNotEqualTo(ClientId.of(other, "digits"));
    }

    @Test
    void shouldGiveOneSecretWhenManyMakeItAtOnce() throws Exception {
        Path file = directory.resolve("state/secret");
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            Callable<ClientId> make = () -> ClientId.of(SecretFile.loadOrCreate(file), "digits");
            List<Future<ClientId>> made =
                    pool.invokeAll(Stream.generate(() -> make).limit(32).toList());
            ClientId kept = ClientId.of(SecretFile.loadOrCreate(file), "digits");
            for (Future<ClientId> id : made) {
                assertThat(id.get()).isEqualTo(kept);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "r--rw----", "r--r--r--", "r--r-x---", "rwxrwxrwx"})
    void shouldRefuseFileWhenOthersMayUseIt(String permissions) throws IOException {
        Path file = Files.write(directory.resolve("secret"), new byte[32]);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));

        assertThatThrownBy(() -> SecretFile.loadOrCreate(file))
                .isInstanceOf(FederationException.class)
                .hasMessage("secret file must be private to its owner (rw-------), or read-only for its owner and a"
                        + " group (r--r-----), " + file + " was " + permissions
                        + "; if nobody else has read it: chmod 600 " + file
                        + ", or for a mounted Kubernetes Secret defaultMode: 0440");
    }

    @Test
    void shouldTakeFileWhenItIsMountedReadOnlyForAGroup() throws IOException {
        Path file = Files.write(directory.resolve("secret"), new byte[32]);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r-----"));

        assertThat(ClientId.of(SecretFile.loadOrCreate(file), "digits"))
                .isEqualTo(ClientId.of(new ClientSecret(new byte[32]), "digits"));
    }

    @Test
    void shouldPutOneSecretInPlaceWhenThereAreNoHardLinks() throws Exception {
        Path file = directory.resolve("secret");
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            Callable<ClientId> make = () -> {
                Path draft = Files.createTempFile(directory, "draft", "");
                Files.write(draft, ClientSecret.freshBytes());
                SecretFile.putInPlace(draft, file, (name, existing) -> {
                    throw new FileSystemException(name.toString(), existing.toString(), "Operation not permitted");
                });
                return ClientId.of(SecretFile.loadOrCreate(file), "digits");
            };
            List<Future<ClientId>> made =
                    pool.invokeAll(Stream.generate(() -> make).limit(32).toList());
            ClientId kept = ClientId.of(SecretFile.loadOrCreate(file), "digits");
            for (Future<ClientId> id : made) {
                assertThat(id.get()).isEqualTo(kept);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void shouldAskForAPlaceWhenTheUserHasNoHome() {
        assertThatThrownBy(() -> SecretFile.defaultPath(Map.of(), Path.of("?")))
                .isInstanceOf(FederationException.class)
                .hasMessageContaining("home directory of the user must be known, was ?")
                .hasMessageEndingWith("name the secret with --secret-file, or set XDG_STATE_HOME");
        assertThat(SecretFile.defaultPath(Map.of("HOME", "/home/other"), Path.of("?")))
                .isEqualTo(Path.of("/home/other/.local/state/tributary/secret"));
    }

    @Test
    void shouldRefuseAStateDirectoryWhenItFollowsTheWorkingDirectory() {
        assertThatThrownBy(() -> SecretFile.defaultPath(Map.of("XDG_STATE_HOME", "state"), Path.of("/home/somebody")))
                .isInstanceOf(FederationException.class)
                .hasMessageStartingWith("XDG_STATE_HOME must be an absolute path, was state");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 15, 4097})
    void shouldRefuseFileWhenItHoldsNoSecret(int length) throws IOException {
        Path file = Files.write(directory.resolve("secret"), new byte[length]);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

        assertThatThrownBy(() -> SecretFile.loadOrCreate(file))
                .isInstanceOf(FederationException.class)
                .hasMessageContaining("must be a file of 16 to 4096 random bytes")
                .hasMessageContaining("was one of " + length + " bytes");
    }

    @Test
    void shouldRefuseDirectoryWhenItStandsInTheFilesPlace() throws IOException {
        Path file = Files.createDirectory(
                directory.resolve("secret"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));

        assertThatThrownBy(() -> SecretFile.loadOrCreate(file))
                .isInstanceOf(FederationException.class)
                .hasMessageContaining("was no file");
    }

    @Test
    void shouldFollowTheStateDirectoryWhenEnvironmentNamesOne() {
        Path home = Path.of("/home/somebody");

        assertThat(SecretFile.defaultPath(Map.of("XDG_STATE_HOME", "/state"), home))
                .isEqualTo(Path.of("/state/tributary/secret"));
        assertThat(SecretFile.defaultPath(Map.of(), home))
                .isEqualTo(Path.of("/home/somebody/.local/state/tributary/secret"));
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
