package dev.tributary.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextFileTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"", "\uFEFF"})
    void shouldReadFirstKeyUnderItsNameWhenFileBeginsWithByteOrderMark(String mark) throws IOException {
        Path file = file((mark + "security.protocol=SASL_SSL\nname=Jos\u00e9\n").getBytes(StandardCharsets.UTF_8));

        assertThat(TextFile.readProperties(file))
                .containsOnlyKeys("security.protocol", "name")
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("name", "Jos\u00e9");
    }

    @ParameterizedTest
    @CsvSource({"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE"})
    void shouldRefuseWithReasonWhenFileIsWide(String encoding) throws IOException {
        Path file = file("security.protocol=SASL_SSL\n".getBytes(Charset.forName(encoding)));

        assertThatThrownBy(() -> TextFile.readProperties(file))
                .isInstanceOf(FederationException.class)
                .hasMessage(file + " must be text in UTF-8, was UTF-16 or UTF-32; save it as UTF-8");
    }

    @Test
    void shouldSayWhereWhenBytesAreNoUtf8() throws IOException {
        Path file = file("name=Jos\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> TextFile.read(file))
                .isInstanceOf(FederationException.class)
                .hasMessage(file + " must be text in UTF-8, has a byte that is none at position 8; save it as UTF-8");
    }

    @Test
    void shouldRefuseWhenCharacterIsCutOffAtTheEnd() throws IOException {
        Path file = file(new byte[] {'a', (byte) 0xE2, (byte) 0x82});

        assertThatThrownBy(() -> TextFile.read(file)).hasMessageContaining("at position 1;");
    }

    @Test
    void shouldReadNothingWhenFileIsEmptyOrAMarkAlone() throws IOException {
        assertThat(TextFile.read(file(new byte[0]))).isEmpty();
        assertThat(TextFile.read(file(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF})))
                .isEmpty();
    }

    @Test
    void shouldRefuseWhenKeyStandsTwice() throws IOException {
        Path file = file("a=1\nb=2\na=3\n".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> TextFile.readProperties(file))
                .isInstanceOf(FederationException.class)
                .hasMessage(file + ": a must stand once, stands twice; delete one of them");
    }

    @Test
    void shouldRefuseWhenEscapeIsCutOff() throws IOException {
        Path file = file("a=\\u12\n".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> TextFile.readProperties(file)).isInstanceOf(FederationException.class);
    }

    private Path file(byte[] content) throws IOException {
        return Files.write(directory.resolve("file"), content);
    }
}
