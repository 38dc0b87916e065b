package dev.tributary.masking.seal;

import com.google.crypto.tink.HybridDecrypt;
import dev.tributary.masking.keys.EpochKey;
import dev.tributary.masking.keys.VerifyingKey;
import dev.tributary.schemas.masked.Digest;
import dev.tributary.schemas.masked.MalformedMaskException;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/**
 * The mask helper's side of a sealed seed: opens those of one epoch.
 *
 * <p>Not thread-safe.
 */
public final class SeedOpener {

    private final String federation;
    private final VerifyingKey authority;
    private final HybridDecrypt opener;

    /**
     * Makes an opener.
     *
     * @param federation name of the federation
     * @param authority  public key of the enrolment authority
     * @param key        the epoch key
     */
    public SeedOpener(String federation, VerifyingKey authority, EpochKey key) {
        this.federation = federation;
        this.authority = authority;
        this.opener = Hpke.opener(key);
    }

    /**
     * Opens a seed and checks who sealed it.
     *
     * @param sealed       encapsulated key, ciphertext and tag; not changed
     * @param headerDigest digest of the header that came with it
     * @param clientId     client that it must be of
     * @param nowMs        the time, for the certificate
     * @return the seed, which the caller closes
     * @throws SealException if it is not good; nothing of it is left then
     */
    public OpenedSeed open(byte[] sealed, Digest headerDigest, String clientId, long nowMs) throws SealException {
        SeedEnvelope.Content content = read(sealed, headerDigest);
        SealFlaw flaw = flaw(content, headerDigest, clientId, nowMs);
        if (flaw != null) {
            content.seed().close();
            throw new SealException(flaw);
        }
        return new OpenedSeed(content.seed(), content.certificate().serial());
    }

    private SeedEnvelope.Content read(byte[] sealed, Digest headerDigest) throws SealException {
        byte[] plain = new byte[0];
        try {
            plain = opener.decrypt(sealed, headerDigest.toBytes());
            return SeedEnvelope.read(plain);
        } catch (GeneralSecurityException e) {
            throw new SealException(SealFlaw.UNOPENABLE);
        } catch (MalformedMaskException e) {
            throw new SealException(SealFlaw.MALFORMED);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    private SealFlaw flaw(SeedEnvelope.Content content, Digest headerDigest, String clientId, long nowMs) {
        if (!content.certificate().isGood(authority, federation, clientId, nowMs)) {
            return SealFlaw.BAD_CERTIFICATE;
        }
        boolean isSigned =
                content.certificate().publicKey().verifies(SeedEnvelope.signed(headerDigest), content.signature());
        return isSigned ? null : SealFlaw.BAD_SIGNATURE;
    }
}
