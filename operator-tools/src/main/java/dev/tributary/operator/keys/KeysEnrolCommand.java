package dev.tributary.operator.keys;

import dev.tributary.masking.keys.ClientCertificate;
import dev.tributary.masking.keys.KeyFile;
import dev.tributary.masking.keys.SigningKey;
import dev.tributary.masking.keys.VerifyingKey;
import dev.tributary.masking.mask.Secret;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.WholeFile;
import dev.tributary.schemas.topic.FederationTopics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Signs a client's key. Needs no cluster. */
@Command(
        name = "enrol",
        description = "Signs a client's public key, and so admits the client. Needs no cluster.",
        mixinStandardHelpOptions = true)
final class KeysEnrolCommand implements Callable<Integer> {

    private static final String CLIENT_ID = "[A-Za-z0-9-]{1,64}";
    private static final int SERIAL_BYTES = 16;
    private static final int MOST_DAYS = 3650;

    @Spec
    private CommandSpec spec;

    @Option(names = "--federation", required = true, paramLabel = "NAME", description = "Name of the federation.")
    private String federation;

    @Option(
            names = "--authority-key",
            required = true,
            paramLabel = "FILE",
            description = "The enrolment authority's key.")
    private Path authority;

    @Option(
            names = "--client-key",
            required = true,
            paramLabel = "HEX",
            description = "The client's public key, as tributary keys client printed it.")
    private String clientKey;

    @Option(
            names = "--client-id",
            required = true,
            paramLabel = "ID",
            description = "The client's pseudonym: 1 to 64 of A-Z a-z 0-9 -.")
    private String clientId;

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "365",
            description = "Days that the certificate counts. Default: ${DEFAULT-VALUE}")
    private int days;

    @Option(
            names = "--certificate",
            required = true,
            paramLabel = "FILE",
            description = "The file that is made; it holds no secret.")
    private Path certificate;

    @Override
    public Integer call() {
        requireSound();
        byte[] serial = new byte[SERIAL_BYTES];
        new SecureRandom().nextBytes(serial);
        try (Secret secret = KeyFile.AUTHORITY.read(authority)) {
            ClientCertificate issued = ClientCertificate.issue(
                    SigningKey.of(secret),
                    new FederationTopics(federation).federation(),
                    HexFormat.of().formatHex(serial),
                    clientId,
                    VerifyingKey.parse("--client-key", clientKey),
                    Instant.now().plus(Duration.ofDays(days)).toEpochMilli());
            write(HexFormat.of().formatHex(issued.toBytes()) + "\n");
            spec.commandLine().getOut().println(issued.serial());
        }
        return 0;
    }

    private void write(String text) {
        Path directory = certificate.toAbsolutePath().getParent();
        try {
            if (directory != null) {
                Files.createDirectories(directory);
            }
            WholeFile.write(certificate, text);
        } catch (IOException e) {
            throw new FederationException(certificate + " must be a file that can be written: " + e.getMessage(), e);
        }
    }

    private void requireSound() {
        if (!clientId.matches(CLIENT_ID)) {
            throw new FederationException("--client-id must be 1 to 64 of A-Z a-z 0-9 -, was '" + clientId + "'");
        }
        if (days < 1 || days > MOST_DAYS) {
            throw new FederationException("--days must be 1 to " + MOST_DAYS + ", was " + days);
        }
        if (Files.exists(certificate)) {
            throw new FederationException(certificate + " must not exist yet, did; move it away");
        }
    }
}
