package dev.tributary.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {

    @TempDir
    private Path directory;

    @Test
    void shouldReplaceAFileWhenItIsThere() throws IOException {
        Path file = Files.writeString(directory.resolve("model.zip"), "the old one, which is longer");

        WholeFile.write(file, "new");

        assertThat(file).hasContent("new");
        assertThat(names()).containsExactly("model.zip");
    }

    @Test
    void shouldKeepTheOldFileWhenTheDiskIsFullInTheMiddle() throws IOException {
        Path file = Files.writeString(directory.resolve("model.zip"), "good");

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> WholeFile.write(file, target -> {
                    Files.writeString(target, "half of");
                    throw new IOException("No space left on device");
                }))
                .withMessage("No space left on device");

        assertThat(file).hasContent("good");
        assertThat(names()).as("nothing is left over").containsExactly("model.zip");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need rights there")
    void shouldKeepALinkWhenItsTargetIsReplaced() throws IOException {
        Path target = Files.writeString(directory.resolve("target"), "old");
        Path link = Files.createSymbolicLink(directory.resolve("link"), target);

        WholeFile.write(link, "new");

        assertThat(link).isSymbolicLink();
        assertThat(target).hasContent("new");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "it has no /dev/null")
    void shouldWriteStraightIntoADeviceWhenOneIsNamed() throws IOException {
        WholeFile.write(Path.of("/dev/null"), "gone");

        assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
    }

    @Test
    void shouldSayWhyWhenTheFolderIsMissing() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> WholeFile.write(directory.resolve("missing/model.zip"), "new"))
                .withMessageContaining("missing");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
