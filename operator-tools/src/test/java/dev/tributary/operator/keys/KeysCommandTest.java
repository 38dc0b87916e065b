package dev.tributary.operator.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.masking.keys.ClientCertificate;
import dev.tributary.masking.keys.KeyFile;
import dev.tributary.masking.keys.SigningKey;
import dev.tributary.masking.keys.VerifyingKey;
import dev.tributary.operator.command.CommandRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysCommandTest {

    @TempDir
    private Path directory;

    private String path(String name) {
        return directory.resolve(name).toString();
    }

    @Test
    void shouldMakeTheKeysOfAHelperAndPrintWhatClientsPin() {
        CommandRun run = CommandRun.of("keys", "helper", "--directory", path("helper"));

        assertThat(run.exitCode()).isZero();
        SigningKey root = SigningKey.of(KeyFile.ROOT.read(directory.resolve("helper/root.key")));
        assertThat(run.out().strip()).isEqualTo(root.publicKey().toString());
        assertThat(KeyFile.NOISE.read(directory.resolve("helper/noise.key")).bytes())
                .hasSize(32);
    }

    @Test
    void shouldMakeTheNoiseKeyOfAnAggregatorAndShowNothingOfIt() {
        CommandRun run = CommandRun.of("keys", "noise", "--key", path("noise.key"));

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().strip()).isEqualTo("made " + path("noise.key"));
        assertThat(KeyFile.NOISE.read(directory.resolve("noise.key")).bytes()).hasSize(32);
    }

    @Test
    void shouldEnrolAClientWithTheAuthoritysWord() throws Exception {
        String authority = CommandRun.of("keys", "authority", "--key", path("authority.key"))
                .out()
                .strip();
        String client = CommandRun.of("keys", "client", "--key", path("client.key"))
                .out()
                .strip();

        CommandRun run = enrol(client, "client-1");

        assertThat(run.exitCode()).as(run.err()).isZero();
        ClientCertificate certificate = ClientCertificate.parse(HexFormat.of()
                .parseHex(Files.readString(directory.resolve("certificate")).strip()));
        assertThat(certificate.serial()).isEqualTo(run.out().strip());
        assertThat(certificate.publicKey()).hasToString(client);
        assertThat(certificate.isGood(
                        VerifyingKey.parse("authority", authority), "digits", "client-1", System.currentTimeMillis()))
                .isTrue();
    }

    private CommandRun enrol(String clientKey, String clientId) {
        return CommandRun.of(
                "keys",
                "enrol",
                "--federation",
                "digits",
                "--authority-key",
                path("authority.key"),
                "--client-key",
                clientKey,
                "--client-id",
                clientId,
                "--certificate",
                path("certificate"));
    }

    @Test
    void shouldRefuseInOneLineWhenInputIsWrong() {
        CommandRun.of("keys", "authority", "--key", path("authority.key"));
        CommandRun again = CommandRun.of("keys", "authority", "--key", path("authority.key"));

        assertThat(again.exitCode()).isEqualTo(2);
        assertThat(again.err()).contains("never overwritten").hasLineCount(1);
        assertThat(enrol("abc", "client-1").err()).contains("--client-key must be 64 hexadecimal digits");
        assertThat(enrol("00".repeat(32), "a/b").err()).contains("--client-id must be");
    }

    @Test
    void shouldRefuseToRevokeWhatIsNoCertificate() {
        CommandRun.of("keys", "authority", "--key", path("authority.key"));

        CommandRun run = CommandRun.of(
                "keys",
                "revoke",
                "--authority-key",
                path("authority.key"),
                "--certificate",
                path("authority.key"),
                "--bootstrap-server",
                "127.0.0.1:1");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("must be a certificate");
    }
}
