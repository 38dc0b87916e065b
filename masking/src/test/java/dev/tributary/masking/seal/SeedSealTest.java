package dev.tributary.masking.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.masking.MaskedVectors;
import dev.tributary.masking.keys.EpochKey;
import dev.tributary.masking.keys.SigningKey;
import dev.tributary.masking.mask.Secret;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.GoldenFiles;
import dev.tributary.schemas.masked.Digest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.stream.Stream;
import org.bouncycastle.crypto.hpke.HPKE;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeedSealTest {

    private static final byte[] NONE = new byte[0];

    private final JsonNode golden = MaskedVectors.envelope();
    private final Digest header = Digest.of(MaskedVectors.bytes(golden, "headerDigest"));
    private final String client = golden.get("clientId").textValue();
    private final EpochKey key = MaskedVectors.epochKey();
    private final SeedOpener opener = new SeedOpener(MaskedVectors.FEDERATION, MaskedVectors.authority(), key);

    static Stream<Arguments> bad() {
        return GoldenFiles.stream(MaskedVectors.envelope().get("bad"))
                .map(bad -> Arguments.of(
                        bad.get("why").textValue(),
                        SealFlaw.valueOf(bad.get("flaw").textValue()),
                        MaskedVectors.bytes(bad, "sealed")));
    }

    @Test
    void shouldOpenWhatPythonSealed() throws Exception {
        try (OpenedSeed opened =
                opener.open(MaskedVectors.bytes(golden, "sealed"), header, client, MaskedVectors.NOW_MS)) {
            assertThat(opened.seed().bytes()).isEqualTo(MaskedVectors.bytes(golden, "seed"));
            assertThat(opened.serial()).isEqualTo(MaskedVectors.certificate().serial());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad")
    void shouldRefuseWhenTheEnvelopeIsBad(String why, SealFlaw flaw, byte[] sealed) {
        assertThatThrownBy(() -> opener.open(sealed, header, client, MaskedVectors.NOW_MS))
                .as(why)
                .isInstanceOfSatisfying(
                        SealException.class, e -> assertThat(e.flaw()).isEqualTo(flaw));
    }

    @Test
    void shouldRefuseWhenCertificateIsOverOrOfAnotherClient() {
        byte[] sealed = MaskedVectors.bytes(golden, "sealed");
        long over = MaskedVectors.certificate().expiresAtMs();

        assertThatThrownBy(() -> opener.open(sealed, header, client, over)).hasMessageContaining("BAD_CERTIFICATE");
        assertThatThrownBy(() -> opener.open(sealed, header, "somebody", MaskedVectors.NOW_MS))
                .hasMessageContaining("BAD_CERTIFICATE");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 31, 32, 60, -17, -1})
    void shouldNotOpenWhenAnyBitIsFlipped(int at) {
        byte[] sealed = MaskedVectors.bytes(golden, "sealed");
        sealed[at < 0 ? sealed.length + at : at] ^= 4;

        assertThatThrownBy(() -> opener.open(sealed, header, client, MaskedVectors.NOW_MS))
                .hasMessageContaining("UNOPENABLE");
    }

    @Test
    void shouldOpenItsOwnAndSealDifferentlyEachTime() throws Exception {
        SeedSealer sealer = new SeedSealer(MaskedVectors.signingKey("clientPrivateKey"), MaskedVectors.certificate());
        Secret seed = Secret.random(new SecureRandom(), 32);

        byte[] first = sealer.seal(seed, header, key.publicKey());
        byte[] second = sealer.seal(seed, header, key.publicKey());

        assertThat(first).isNotEqualTo(second);
        try (OpenedSeed opened = opener.open(first, header, client, MaskedVectors.NOW_MS)) {
            assertThat(opened.seed().bytes()).isEqualTo(seed.bytes());
        }
    }

    @Test
    void shouldSealWhatBouncyCastleOpens() throws Exception {
        SeedSealer sealer = new SeedSealer(MaskedVectors.signingKey("clientPrivateKey"), MaskedVectors.certificate());
        Secret seed = Secret.owning(MaskedVectors.bytes(golden, "seed"));

        byte[] sealed = sealer.seal(seed, header, key.publicKey());

        HPKE hpke = bouncyCastle();
        byte[] encapsulated = Arrays.copyOf(sealed, 32);
        byte[] cipher = Arrays.copyOfRange(sealed, 32, sealed.length);
        byte[] plain = hpke.open(
                encapsulated,
                hpke.deserializePrivateKey(key.privateKey().bytes(), key.publicKey()),
                header.toBytes(),
                NONE,
                cipher,
                null,
                null,
                null);
        assertThat(plain).isEqualTo(MaskedVectors.bytes(golden, "plain"));
    }

    @Test
    void shouldOpenWhatBouncyCastleSeals() throws Exception {
        HPKE hpke = bouncyCastle();
        byte[][] parts = hpke.seal(
                hpke.deserializePublicKey(key.publicKey()),
                header.toBytes(),
                NONE,
                MaskedVectors.bytes(golden, "plain"),
                null,
                null,
                null);
        byte[] sealed = new byte[parts[0].length + parts[1].length];
        // Ciphertext first, encapsulated key second: on the wire the other way round.
        System.arraycopy(parts[1], 0, sealed, 0, parts[1].length);
        System.arraycopy(parts[0], 0, sealed, parts[1].length, parts[0].length);

        try (OpenedSeed opened = opener.open(sealed, header, client, MaskedVectors.NOW_MS)) {
            assertThat(opened.seed().bytes()).isEqualTo(MaskedVectors.bytes(golden, "seed"));
        }
    }

    @Test
    void shouldRefuseToSealWithTheCertificateOfAnotherKey() {
        SigningKey other = SigningKey.random(new SecureRandom());

        assertThatThrownBy(() -> new SeedSealer(other, MaskedVectors.certificate()))
                .isInstanceOf(FederationException.class)
                .hasMessageContaining("tributary keys enrol");
    }

    private static HPKE bouncyCastle() {
        return new HPKE(HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM256);
    }
}
