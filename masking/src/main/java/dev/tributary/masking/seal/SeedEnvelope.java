package dev.tributary.masking.seal;

import dev.tributary.masking.keys.ClientCertificate;
import dev.tributary.masking.mask.Mask;
import dev.tributary.masking.mask.Secret;
import dev.tributary.schemas.masked.CanonicalBytes;
import dev.tributary.schemas.masked.CanonicalInput;
import dev.tributary.schemas.masked.Digest;
import dev.tributary.schemas.masked.MalformedMaskException;

/** Content of a sealed seed: the seed, the client's signature over its header's digest, its certificate. */
final class SeedEnvelope {

    private static final String LABEL = "tributary/seed-envelope/1";
    private static final String SIGNED_LABEL = "tributary/seed/1";
    private static final int SIGNATURE_BYTES = 64;

    private SeedEnvelope() {}

    /** Content read from one; the caller closes the seed. */
    @SuppressWarnings("ArrayRecordComponent") // passed on at once, never compared
    record Content(Secret seed, byte[] signature, ClientCertificate certificate) {}

    /** The bytes that a client signs. */
    static byte[] signed(Digest headerDigest) {
        return CanonicalBytes.of(SIGNED_LABEL).bytes(headerDigest.toBytes()).toBytes();
    }

    /** Writes one, owned by the caller, who overwrites it. */
    static byte[] write(Secret seed, byte[] signature, ClientCertificate certificate) {
        return CanonicalBytes.of(LABEL)
                .bytes(seed.bytes())
                .bytes(signature)
                .bytes(certificate.toBytes())
                .toBytes();
    }

    static Content read(byte[] plain) throws MalformedMaskException {
        CanonicalInput in = CanonicalInput.of(plain, LABEL);
        Secret seed = Secret.owning(in.bytes("seed", Mask.SEED_BYTES));
        try {
            byte[] signature = in.bytes("signature", SIGNATURE_BYTES);
            ClientCertificate certificate = ClientCertificate.parse(in.bytes("certificate"));
            in.requireEnd();
            return new Content(seed, signature, certificate);
        } catch (MalformedMaskException e) {
            seed.close();
            throw e;
        }
    }
}
