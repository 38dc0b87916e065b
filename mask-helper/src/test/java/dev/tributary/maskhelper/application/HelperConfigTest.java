package dev.tributary.maskhelper.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.maskhelper.command.MaskHelperMain;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HelperConfigTest {

    private static final String WHOLE = "root.key.file=root.key\nnoise.key.file=noise.key\nauthority.public.key="
            + "ab".repeat(32) + "\nepoch.directory=epochs\n";

    @TempDir
    private Path directory;

    private Path config;
    private Path settings;

    @BeforeEach
    void writeSettings() throws Exception {
        config = directory.resolve("helper.properties");
        settings = directory.resolve("federation.yaml");
        Files.writeString(config, WHOLE);
        Files.writeString(settings, "federation: digits\nprivacy: {masking: required}\n");
    }

    private String run() {
        StringWriter err = new StringWriter();
        int code = MaskHelperMain.commandLine()
                .setErr(new PrintWriter(err))
                .execute(
                        "mask-helper",
                        "--settings",
                        settings.toString(),
                        "--helper-config",
                        config.toString(),
                        "--bootstrap-server",
                        "127.0.0.1:1");
        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).hasLineCount(1);
        return err.toString();
    }

    @Test
    void shouldReadPathsBesideTheFile() {
        HelperConfig read = HelperConfig.load(config);

        assertThat(read.rootKey()).isEqualTo(directory.resolve("root.key"));
        assertThat(read.epochDirectory()).isEqualTo(directory.resolve("epochs"));
        assertThat(read.epochLength()).isEqualTo(Duration.ofDays(7));
        assertThat(read.authority()).hasToString("ab".repeat(32));
    }

    @ParameterizedTest
    @CsvSource({
        "epoch.hours=0, epoch.hours must be 1 to 8760",
        "epoch.hours=x, epoch.hours must be 1 to 8760",
        "authority.public.key=12, authority.public.key must be 64 hexadecimal digits",
        "root.key.file=, root.key.file must be given",
        "no.such=1, must be known",
    })
    void shouldRefuseInOneLineWhenConfigIsWrong(String line, String message) throws Exception {
        String key = line.substring(0, line.indexOf('=') + 1);
        String rest = WHOLE.lines().filter(other -> !other.startsWith(key)).collect(Collectors.joining("\n"));
        Files.writeString(config, rest + "\n" + line + "\n");

        assertThat(run()).contains(message);
    }

    @Test
    void shouldRefuseWhenUpdatesAreNotMaskedOrAKeyIsMissing() throws Exception {
        assertThat(run()).contains("root.key must be a readable key file");
        Files.writeString(settings, "federation: digits\nprivacy: {masking: off}\n");

        assertThat(run()).contains("privacy.masking must be required");
    }

    @Test
    void shouldRefuseWhenAKeyCanBeReadByOthers() throws Exception {
        Path root = directory.resolve("root.key");
        Files.writeString(root, "tributary root key: " + "00".repeat(32) + "\n");
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(run()).contains("chmod 600");
    }
}
