package dev.tributary.masking.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.masking.MaskedVectors;
import dev.tributary.masking.mask.Secret;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.GoldenFiles;
import dev.tributary.schemas.avro.HelperKey;
import dev.tributary.schemas.avro.MaskSum;
import dev.tributary.schemas.avro.Revocation;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.masked.Digest;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

class KeysTest {

    private final SignedRecords signed = new SignedRecords(MaskedVectors.FEDERATION);
    private final SigningKey root = MaskedVectors.signingKey("rootPrivateKey");

    private static <R extends SpecificRecord> R golden(String name, Class<R> type) throws Exception {
        return new RecordFraming().decode(GoldenFiles.bytes(name), type);
    }

    /** RFC 8032, section 7.1, test 1. */
    @Test
    void shouldSignAsTheStandardSays() {
        String secret = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
        SigningKey key = SigningKey.of(Secret.owning(HexFormat.of().parseHex(secret)));

        assertThat(key.publicKey()).hasToString("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
        assertThat(HexFormat.of().formatHex(key.sign(new byte[0])))
                .startsWith("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155");
        assertThat(key.publicKey().verifies(new byte[0], key.sign(new byte[0]))).isTrue();
    }

    @Test
    void shouldVerifyNothingWhenAnythingDiffers() {
        SigningKey key = SigningKey.random(new SecureRandom());
        byte[] signature = key.sign(new byte[] {1});
        byte[] flipped = signature.clone();
        flipped[5] ^= 1;

        assertThat(key.publicKey().verifies(new byte[] {2}, signature)).isFalse();
        assertThat(key.publicKey().verifies(new byte[] {1}, flipped)).isFalse();
        assertThat(key.publicKey().verifies(new byte[] {1}, new byte[3])).isFalse();
        assertThat(root.publicKey().verifies(new byte[] {1}, signature)).isFalse();
        assertThat(VerifyingKey.of(new byte[32]).verifies(new byte[] {1}, signature))
                .isFalse();
    }

    @Test
    void shouldShowNoPrivateHalf() {
        EpochKey epoch = MaskedVectors.epochKey();

        assertThat(root.toString()).contains(root.publicKey().toString()).doesNotContain(hex(root.toSecret()));
        assertThat(epoch.toString()).contains(epoch.id()).doesNotContain(hex(epoch.privateKey()));
    }

    @Test
    void shouldRefuseWhenAPublicKeyIsNoHex() {
        assertThatThrownBy(() -> VerifyingKey.parse("authority.public.key", "abc"))
                .isInstanceOf(FederationException.class)
                .hasMessageContaining("authority.public.key must be 64 hexadecimal digits");
    }

    @Test
    void shouldTakeTheAnnouncementThatPythonSignedAndNoOther() throws Exception {
        HelperKey key = golden("HelperKey", HelperKey.class);

        assertThat(signed.isGood(key, root.publicKey())).isTrue();
        assertThat(signed.isGood(key, SigningKey.random(new SecureRandom()).publicKey()))
                .isFalse();
        assertThat(new SignedRecords("other").isGood(key, root.publicKey())).isFalse();
        assertThat(signed.announce(root, epochOf(key), Digest.of(key.getSettingsFingerprint())))
                .isEqualTo(key);
    }

    /** A helper that is not pinned signs for itself, with its own root key. */
    @Test
    void shouldRefuseTheKeyOfAHelperThatIsNotPinned() {
        SigningKey fake = SigningKey.random(new SecureRandom());
        HelperKey announced = signed.announce(fake, EpochKey.draw(9, 0, 1), Digest.hash(new byte[0]));

        assertThat(signed.isGood(announced, root.publicKey())).isFalse();
        assertThat(signed.isGood(announced, fake.publicKey())).isTrue();
    }

    @Test
    void shouldTakeTheAnswerThatPythonSignedAndNoOther() throws Exception {
        MaskSum answer = golden("MaskSum", MaskSum.class);
        MaskSum noisier = MaskSum.newBuilder(answer).setNoiseScale(1).build();

        assertThat(signed.isGood(answer, root.publicKey())).isTrue();
        assertThat(signed.isGood(noisier, root.publicKey())).isFalse();
        assertThat(signed.sign(root, answer)).isEqualTo(answer.getSignature());
    }

    @Test
    void shouldTakeTheRevocationThatPythonSignedAndNoOther() throws Exception {
        Revocation revocation = golden("Revocation", Revocation.class);
        Revocation other = new Revocation("f".repeat(32), revocation.getClientId(), 1L, revocation.getSignature());

        assertThat(signed.isGood(revocation, MaskedVectors.authority())).isTrue();
        assertThat(signed.isGood(other, MaskedVectors.authority())).isFalse();
    }

    @Test
    void shouldReadTheCertificateThatPythonWrote() {
        ClientCertificate certificate = MaskedVectors.certificate();

        assertThat(certificate.toBytes()).isEqualTo(MaskedVectors.bytes(MaskedVectors.envelope(), "certificate"));
        assertThat(certificate.isGood(
                        MaskedVectors.authority(), "digits", certificate.clientId(), MaskedVectors.NOW_MS))
                .isTrue();
        assertThat(certificate.isGood(root.publicKey(), "digits", certificate.clientId(), MaskedVectors.NOW_MS))
                .isFalse();
    }

    private static EpochKey epochOf(HelperKey key) {
        Secret secret = Secret.owning(MaskedVectors.bytes(MaskedVectors.envelope(), "helperPrivateKey"));
        return EpochKey.of(key.getEpoch(), key.getCreatedAtMs(), key.getExpiresAtMs(), secret);
    }

    private static String hex(Secret secret) {
        return HexFormat.of().formatHex(secret.bytes());
    }
}
