package dev.tributary.client.masking;

import dev.tributary.masking.keys.ClientCertificate;
import dev.tributary.masking.keys.KeyFile;
import dev.tributary.masking.keys.SigningKey;
import dev.tributary.masking.keys.VerifyingKey;
import dev.tributary.masking.mask.Secret;
import dev.tributary.masking.seal.SeedSealer;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.masked.MalformedMaskException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;

/**
 * Keys of a client in a masked federation: its own, the enrolment authority's word on it, and the root key of
 * the one mask helper that it seals to. {@code docs/mask-helper.md} says how they are made.
 */
public final class MaskingKeys {

    private static final int MOST_CERTIFICATE_BYTES = 8192;

    private final SigningKey key;
    private final ClientCertificate certificate;
    private final VerifyingKey helperRoot;

    private MaskingKeys(SigningKey key, ClientCertificate certificate, VerifyingKey helperRoot) {
        this.key = key;
        this.certificate = certificate;
        this.helperRoot = helperRoot;
    }

    /**
     * Reads the files.
     *
     * @param key         file that {@code tributary keys client} made; hidden from others (0600), or mounted for a group
     *                    (0440)
     * @param certificate file that {@code tributary keys enrol} made
     * @param helperRoot  root key of the mask helper: 64 hexadecimal digits, from whoever runs it, never from a topic
     * @return the keys
     * @throws FederationException if a file is not as it must be, or the certificate is that of another key
     */
    public static MaskingKeys load(Path key, Path certificate, String helperRoot) {
        VerifyingKey root = VerifyingKey.parse("root key of the mask helper", helperRoot);
        ClientCertificate read = read(certificate);
        try (Secret secret = KeyFile.CLIENT.read(key)) {
            return of(SigningKey.of(secret), read, root);
        }
    }

    /**
     * Takes keys that are at hand.
     *
     * @param key         the client's key
     * @param certificate the enrolment authority's word on it
     * @param helperRoot  root key of the mask helper
     * @return the keys
     * @throws FederationException if the certificate is that of another key
     */
    public static MaskingKeys of(SigningKey key, ClientCertificate certificate, VerifyingKey helperRoot) {
        // Refuses a certificate of another key.
        new SeedSealer(key, certificate);
        return new MaskingKeys(key, certificate, helperRoot);
    }

    private static ClientCertificate read(Path file) {
        try {
            if (Files.size(file) <= MOST_CERTIFICATE_BYTES) {
                return ClientCertificate.parse(
                        HexFormat.of().parseHex(Files.readString(file).strip()));
            }
        } catch (IOException e) {
            throw new FederationException(file + " must be a readable certificate: " + e.getMessage(), e);
        } catch (IllegalArgumentException | MalformedMaskException e) {
            throw notACertificate(file, e);
        }
        throw notACertificate(file, null);
    }

    private static FederationException notACertificate(Path file, Exception cause) {
        return new FederationException(
                file + " must be a client's certificate as tributary keys enrol writes it, was something else", cause);
    }

    /**
     * Refuses a certificate that does not count.
     *
     * @param federation federation that the client joins
     * @param clientId   its pseudonym there
     * @param now        the time
     * @throws FederationException if the certificate is for another federation or client, or over
     */
    void requireGood(String federation, String clientId, Instant now) {
        require("be for federation ", federation, certificate.federation());
        require("be for client ", clientId, certificate.clientId());
        Instant end = Instant.ofEpochMilli(certificate.expiresAtMs());
        if (!now.isBefore(end)) {
            throw new FederationException(
                    "the client's certificate must not be over, was over at " + end + "; enrol the client again");
        }
    }

    private static void require(String sentence, String wanted, String given) {
        if (!wanted.equals(given)) {
            throw new FederationException("the client's certificate must " + sentence + wanted + ", was for " + given
                    + "; enrol this client: tributary keys enrol");
        }
    }

    SeedSealer sealer() {
        return new SeedSealer(key, certificate);
    }

    VerifyingKey helperRoot() {
        return helperRoot;
    }

    /** The client, its serial number and the public halves alone. */
    @Override
    public String toString() {
        return "MaskingKeys[" + certificate.clientId() + " " + certificate.serial() + ", key " + key.publicKey()
                + ", mask helper " + helperRoot + "]";
    }
}
