package dev.tributary.masking.keys;

import dev.tributary.masking.mask.Secret;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;

/**
 * An Ed25519 key (RFC 8032): of a client, a mask helper or an enrolment authority. Signatures are the same whenever the
 * same bytes are signed.
 *
 * <p>Not thread-safe.
 */
public final class SigningKey {

    /** Bytes of a private key. */
    public static final int BYTES = 32;

    private final byte[] seed;
    private final VerifyingKey publicKey;

    private SigningKey(byte[] seed, VerifyingKey publicKey) {
        this.seed = seed;
        this.publicKey = publicKey;
    }

    /**
     * Draws a key.
     *
     * @param random source of the private half
     * @return the key
     */
    public static SigningKey random(SecureRandom random) {
        return of(Secret.random(random, BYTES));
    }

    /**
     * Takes a secret for a private key.
     *
     * @param secret 32 bytes; copied
     * @return the key
     * @throws IllegalArgumentException if there are not 32
     */
    public static SigningKey of(Secret secret) {
        byte[] seed = secret.bytes().clone();
        if (seed.length != BYTES) {
            throw new IllegalArgumentException("a private key must have 32 bytes, had " + seed.length);
        }
        return new SigningKey(seed, publicHalf(seed));
    }

    /** The JDK tells the public half only when it draws the key: so it draws this one. */
    private static VerifyingKey publicHalf(byte[] seed) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(VerifyingKey.ALGORITHM);
            generator.initialize(NamedParameterSpec.ED25519, new Drawn(seed));
            byte[] encoded = generator.generateKeyPair().getPublic().getEncoded();
            return VerifyingKey.of(Arrays.copyOfRange(encoded, encoded.length - BYTES, encoded.length));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime from 15 on has Ed25519", e);
        }
    }

    /**
     * Signs bytes.
     *
     * @param message the bytes
     * @return 64 bytes, owned by the caller
     */
    public byte[] sign(byte[] message) {
        try {
            PrivateKey key = KeyFactory.getInstance(VerifyingKey.ALGORITHM)
                    .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
            Signature signer = Signature.getInstance(VerifyingKey.ALGORITHM);
            signer.initSign(key);
            signer.update(message);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime from 15 on has Ed25519", e);
        }
    }

    /**
     * Gives the half that others may have.
     *
     * @return the public key
     */
    public VerifyingKey publicKey() {
        return publicKey;
    }

    /**
     * Copies the private half, for a file.
     *
     * @return a secret that the caller closes
     */
    public Secret toSecret() {
        return Secret.owning(seed.clone());
    }

    /** The public half alone. */
    @Override
    public String toString() {
        return "SigningKey[" + publicKey + "]";
    }

    /** Gives the same bytes whenever it is asked. */
    private static final class Drawn extends SecureRandom {

        private static final long serialVersionUID = 1;

        private final transient byte[] seed;

        private Drawn(byte[] seed) {
            this.seed = seed;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            System.arraycopy(seed, 0, bytes, 0, bytes.length);
        }
    }
}
