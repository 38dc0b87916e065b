package dev.tributary.masking.seal;

import com.google.crypto.tink.HybridDecrypt;
import com.google.crypto.tink.HybridEncrypt;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.hybrid.HpkeParameters;
import com.google.crypto.tink.hybrid.HpkePrivateKey;
import com.google.crypto.tink.hybrid.HpkePublicKey;
import com.google.crypto.tink.hybrid.internal.HpkeDecrypt;
import com.google.crypto.tink.hybrid.internal.HpkeEncrypt;
import com.google.crypto.tink.util.Bytes;
import com.google.crypto.tink.util.SecretBytes;
import dev.tributary.masking.keys.EpochKey;
import java.security.GeneralSecurityException;

/**
 * HPKE in base mode (Barnes et al. 2022, RFC 9180): DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM, without a prefix
 * of Tink's own, so that any other implementation opens its seals.
 */
final class Hpke {

    private static final HpkeParameters PARAMETERS = parameters();

    private Hpke() {}

    private static HpkeParameters parameters() {
        try {
            return HpkeParameters.builder()
                    .setKemId(HpkeParameters.KemId.DHKEM_X25519_HKDF_SHA256)
                    .setKdfId(HpkeParameters.KdfId.HKDF_SHA256)
                    .setAeadId(HpkeParameters.AeadId.AES_256_GCM)
                    .setVariant(HpkeParameters.Variant.NO_PREFIX)
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the parameters of HPKE are complete", e);
        }
    }

    static HybridEncrypt sealer(byte[] publicKey) throws GeneralSecurityException {
        return HpkeEncrypt.create(publicHalf(publicKey));
    }

    static HybridDecrypt opener(EpochKey key) {
        try {
            SecretBytes secret = SecretBytes.copyFrom(key.privateKey().bytes(), InsecureSecretKeyAccess.get());
            return HpkeDecrypt.create(HpkePrivateKey.create(publicHalf(key.publicKey()), secret));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the halves of an epoch key belong together", e);
        }
    }

    private static HpkePublicKey publicHalf(byte[] publicKey) throws GeneralSecurityException {
        return HpkePublicKey.create(PARAMETERS, Bytes.copyFrom(publicKey), null);
    }
}
