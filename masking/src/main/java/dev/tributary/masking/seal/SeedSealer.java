package dev.tributary.masking.seal;

import dev.tributary.masking.keys.ClientCertificate;
import dev.tributary.masking.keys.SigningKey;
import dev.tributary.masking.mask.Secret;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.masked.Digest;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/**
 * The client's side of a sealed seed.
 *
 * <p>Not thread-safe.
 */
public final class SeedSealer {

    private final SigningKey client;
    private final ClientCertificate certificate;

    /**
     * Makes a sealer.
     *
     * @param client      the client's key
     * @param certificate the enrolment authority's word on it
     * @throws FederationException if it is the certificate of another key
     */
    public SeedSealer(SigningKey client, ClientCertificate certificate) {
        if (!certificate.publicKey().equals(client.publicKey())) {
            throw new FederationException("the client's certificate must be that of its key, was that of another;"
                    + " enrol this key: tributary keys enrol");
        }
        this.client = client;
        this.certificate = certificate;
    }

    /**
     * Seals a seed.
     *
     * @param seed         seed of the mask, 32 bytes; not kept
     * @param headerDigest digest of the header of the masked vector
     * @param epochKey     public half of the mask helper's epoch key, 32 bytes
     * @return encapsulated key, ciphertext and tag
     * @throws FederationException if it is no public key
     */
    public byte[] seal(Secret seed, Digest headerDigest, byte[] epochKey) {
        byte[] plain = SeedEnvelope.write(seed, client.sign(SeedEnvelope.signed(headerDigest)), certificate);
        try {
            return Hpke.sealer(epochKey).encrypt(plain, headerDigest.toBytes());
        } catch (GeneralSecurityException e) {
            throw new FederationException("the mask helper's epoch key must be a public key of X25519, was none", e);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }
}
