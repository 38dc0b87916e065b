package dev.tributary.demo.masking;

import dev.tributary.client.masking.MaskingKeys;
import dev.tributary.client.update.ClientId;
import dev.tributary.masking.keys.ClientCertificate;
import dev.tributary.masking.keys.SigningKey;
import dev.tributary.masking.keys.VerifyingKey;
import dev.tributary.masking.mask.Secret;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;

/**
 * Keys of one run: the mask helper's root and the enrolment authority, made when it begins and thrown away with it. In a
 * federation that is more than a show they lie on machines of their own ({@code docs/mask-helper.md}).
 *
 * @param root      root key of the mask helper
 * @param authority key of the enrolment authority
 */
record RunKeys(SigningKey root, SigningKey authority) {

    /** Longer than any run, and no client of it is needed afterwards. */
    private static final Duration ENROLMENT = Duration.ofDays(30);

    static RunKeys random() {
        SecureRandom random = new SecureRandom();
        return new RunKeys(SigningKey.random(random), SigningKey.random(random));
    }

    VerifyingKey helperRoot() {
        return root.publicKey();
    }

    VerifyingKey authorityKey() {
        return authority.publicKey();
    }

    Secret rootSecret() {
        return root.toSecret();
    }

    /** Draws a client's key and signs it. Its pseudonym, 32 hexadecimal digits, is the serial number too. */
    MaskingKeys enrol(String federation, ClientId id) {
        SigningKey key = SigningKey.random(new SecureRandom());
        ClientCertificate certificate = ClientCertificate.issue(
                authority,
                federation,
                id.value(),
                id.value(),
                key.publicKey(),
                Instant.now().plus(ENROLMENT).toEpochMilli());
        return MaskingKeys.of(key, certificate, helperRoot());
    }

    /** Public halves alone. */
    @Override
    public String toString() {
        return "RunKeys[root " + helperRoot() + ", authority " + authorityKey() + "]";
    }
}
