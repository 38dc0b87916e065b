package dev.tributary.masking.mask;

import java.security.GeneralSecurityException;
import java.security.Provider;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.conscrypt.Conscrypt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** AES-256 in counter mode, from Conscrypt where it has natives for this machine, else from the JDK. */
final class CounterMode {

    private static final Logger LOG = LoggerFactory.getLogger(CounterMode.class);
    private static final String AES_CTR = "AES/CTR/NoPadding";
    private static final int BLOCK_BYTES = 16;

    private CounterMode() {}

    /** The choice, made once. */
    private static final class Chosen {
        /** Null stands for the JDK's own. */
        private static final Provider PROVIDER = provider();

        private static Provider provider() {
            if (Conscrypt.isAvailable()) {
                return Conscrypt.newProvider();
            }
            LOG.warn("Conscrypt has no natives for this machine: masks come from the JDK's AES, several times slower");
            return null;
        }
    }

    /**
     * Begins a key stream at counter 0.
     *
     * @param key 32 bytes; not kept here
     * @return encrypts zeros to the key stream
     */
    static Cipher begin(byte[] key) {
        return begin(key, Chosen.PROVIDER);
    }

    /** Begins with a provider; null for the JDK's own. */
    static Cipher begin(byte[] key, Provider provider) {
        try {
            Cipher cipher = provider == null ? Cipher.getInstance(AES_CTR) : Cipher.getInstance(AES_CTR, provider);
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(new byte[BLOCK_BYTES]));
            return cipher;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has " + AES_CTR, e);
        }
    }
}
