package dev.tributary.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PrivateFilesTest {

    private static final byte[] OLD = {1, 2, 3};
    private static final byte[] NEW = {4};

    @TempDir
    private Path directory;

    @Test
    void shouldHoldTheLastBytesAloneWhenWrittenTwice() throws IOException {
        // Given
        Path file = directory.resolve("deep/below/secret");
        PrivateFiles.write(file, OLD);

        // When
        PrivateFiles.write(file, NEW);

        // Then
        assertThat(file).hasBinaryContent(NEW);
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void shouldWriteAnEmptyFileWhenThereAreNoBytes() throws IOException {
        // When
        PrivateFiles.write(directory.resolve("empty"), new byte[0]);

        // Then
        assertThat(directory.resolve("empty")).isEmptyFile();
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "permissions are POSIX's")
    void shouldBeItsOwnersAloneWhenAnybodyCouldReadTheOldOne() throws IOException {
        // Given
        Path file = Files.write(directory.resolve("secret"), OLD);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        // When
        PrivateFiles.write(file, NEW);
        PrivateFiles.write(directory.resolve("made/secret"), NEW);

        // Then
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("made"))))
                .isEqualTo("rwx------");
    }

    @Test
    void shouldLeaveNothingBehindWhenItsPlaceIsADirectory() throws IOException {
        // Given
        Path place = Files.createDirectory(directory.resolve("taken"));
        Files.write(place.resolve("content"), OLD);

        // Then
        assertThatThrownBy(() -> PrivateFiles.write(place, NEW)).isInstanceOf(IOException.class);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(place);
        }
    }
}
