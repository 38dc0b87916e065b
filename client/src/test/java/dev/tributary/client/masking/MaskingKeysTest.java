package dev.tributary.client.masking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.client.update.ClientId;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.masking.keys.ClientCertificate;
import dev.tributary.masking.keys.KeyFile;
import dev.tributary.masking.keys.SigningKey;
import dev.tributary.masking.mask.Secret;
import dev.tributary.schemas.FederationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskingKeysTest {

    private static final long END = MaskedFixtures.NOW.toEpochMilli() + MaskedFixtures.HOUR;

    private final MaskedFixtures fixtures = new MaskedFixtures();

    @TempDir
    private Path directory;

    private Path key() throws IOException {
        Path file = directory.resolve("client.key");
        if (!Files.exists(file)) {
            try (Secret secret = fixtures.client.toSecret()) {
                KeyFile.CLIENT.write(file, secret);
            }
        }
        return file;
    }

    private Path certificate(ClientCertificate certificate) throws IOException {
        return Files.writeString(
                directory.resolve("client.certificate"), HexFormat.of().formatHex(certificate.toBytes()) + "\n");
    }

    private MaskingKeys load(ClientCertificate certificate) throws IOException {
        return MaskingKeys.load(
                key(), certificate(certificate), fixtures.root.publicKey().toString());
    }

    private void require(MaskingKeys keys) {
        new MaskedMembership(keys, MaskedFixtures.settings("", ""))
                .requireFor(MaskedFixtures.FEDERATION, MaskedFixtures.CLIENT, MaskedFixtures.CLOCK);
    }

    @Test
    void shouldTakeFilesWhenTheyAreThoseOfTheClient() throws IOException {
        MaskingKeys keys = load(fixtures.certificate(MaskedFixtures.FEDERATION, MaskedFixtures.CLIENT, END));

        assertThatCode(() -> require(keys)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"r--r-----", "rw-------", "r--------"})
    void shouldReadAKeyWhenItIsHiddenOrMountedForAGroup(String permissions) throws IOException {
        Files.setPosixFilePermissions(key(), PosixFilePermissions.fromString(permissions));

        assertThatCode(() -> load(fixtures.certificate(MaskedFixtures.FEDERATION, MaskedFixtures.CLIENT, END)))
                .doesNotThrowAnyException();
    }

    @Test
    void shouldRefuseAKeyWhenOthersCanReadIt() throws IOException {
        Files.setPosixFilePermissions(key(), PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> load(fixtures.certificate(MaskedFixtures.FEDERATION, MaskedFixtures.CLIENT, END)))
                .isInstanceOf(FederationException.class)
                .hasMessageContaining("must be hidden from others");
    }

    @Test
    void shouldSayInOneLineWhenTheCertificateIsOver() throws IOException {
        MaskingKeys keys = load(fixtures.certificate(
                MaskedFixtures.FEDERATION, MaskedFixtures.CLIENT, MaskedFixtures.NOW.toEpochMilli()));

        assertThatThrownBy(() -> require(keys))
                .isInstanceOf(FederationException.class)
                .hasMessage("the client's certificate must not be over, was over at 2027-01-01T00:00:00Z;"
                        + " enrol the client again");
    }

    @Test
    void shouldRefuseACertificateWhenItIsForSomebodyElse() throws IOException {
        MaskingKeys other = load(fixtures.certificate(MaskedFixtures.FEDERATION, new ClientId("somebody"), END));
        assertThatThrownBy(() -> require(other))
                .hasMessage("the client's certificate must be for client " + MaskedFixtures.CLIENT
                        + ", was for somebody; enrol this client: tributary keys enrol");

        MaskingKeys elsewhere = load(fixtures.certificate("letters", MaskedFixtures.CLIENT, END));
        assertThatThrownBy(() -> require(elsewhere)).hasMessageContaining("for federation digits, was for letters");

        SigningKey another = SigningKey.random(new SecureRandom());
        ClientCertificate certificate = fixtures.certificate(MaskedFixtures.FEDERATION, MaskedFixtures.CLIENT, END);
        assertThatThrownBy(() -> MaskingKeys.of(another, certificate, fixtures.root.publicKey()))
                .hasMessageContaining("must be that of its key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no hex", "00", "tributary client key: 00"})
    void shouldRefuseAFileWhenItIsNoCertificate(String content) throws IOException {
        Path file = Files.writeString(directory.resolve("other"), content);

        assertThatThrownBy(() ->
                        MaskingKeys.load(key(), file, fixtures.root.publicKey().toString()))
                .isInstanceOf(FederationException.class)
                .hasMessage(
                        file + " must be a client's certificate as tributary keys enrol writes it, was something else");
    }

    @Test
    void shouldRefuseAPinWhenItIsNoKey() throws IOException {
        Path file = certificate(fixtures.certificate(MaskedFixtures.FEDERATION, MaskedFixtures.CLIENT, END));

        assertThatThrownBy(() -> MaskingKeys.load(key(), file, "abc"))
                .hasMessageContaining("root key of the mask helper must be 64 hexadecimal digits");
    }

    @Test
    void shouldTellNoSecretWhenItIsPrinted() throws IOException {
        MaskingKeys keys = load(fixtures.certificate(MaskedFixtures.FEDERATION, MaskedFixtures.CLIENT, END));
        String secret = Files.readString(key()).replaceAll(".*key: ", "").strip();

        assertThat(secret).hasSize(64);
        assertThat(keys.toString()).doesNotContain(secret).contains(MaskedFixtures.CLIENT.value());
    }

    @Test
    void shouldRefuseKeysWhenTheSettingsAskForNoMasks() {
        FederationSettings clear = FederationSettings.parse("federation: digits\nprivacy: {masking: off}\n");

        assertThatThrownBy(() -> new MaskedMembership(fixtures.keys(), clear))
                .hasMessageStartingWith("privacy.masking must be required for a client with masking keys, was off");
    }
}
