package dev.tributary.client.masking;

import dev.tributary.masking.keys.SignedRecords;
import dev.tributary.masking.keys.VerifyingKey;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.avro.HelperKey;
import dev.tributary.schemas.masked.Digest;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which of the announced epoch keys a client seals to: the one of the greatest epoch that is not over, that the pinned root
 * key signed, and whose mask helper keeps to the client's own settings.
 *
 * @param federation  name of the federation
 * @param pinned      root key of the mask helper, from the client's configuration
 * @param fingerprint the client's privacy settings
 */
record HelperKeyChoice(String federation, VerifyingKey pinned, Digest fingerprint) {

    /**
     * A choice, or why there is none yet.
     *
     * @param key        the key to seal to; empty when the client has to wait
     * @param waitingFor one line that says for whom; empty when it need not
     */
    record Found(Optional<HelperKey> key, String waitingFor) {

        private static Found nothing(String waitingFor) {
            return new Found(Optional.empty(), waitingFor);
        }
    }

    /**
     * Chooses.
     *
     * @param announced all keys that stand on the topic
     * @param now       the time
     * @return the key, or whom the client waits for
     * @throws FederationException if there are keys and none of them may be sealed to, however long the client waits
     */
    Found choose(Collection<HelperKey> announced, Instant now) {
        if (announced.isEmpty()) {
            return Found.nothing(
                    "mask helper " + pinned + " has announced no key for federation " + federation + " yet");
        }
        SignedRecords records = new SignedRecords(federation);
        List<HelperKey> signed =
                announced.stream().filter(key -> records.isGood(key, pinned)).toList();
        if (signed.isEmpty()) {
            throw new FederationException("mask helper's key must be signed by the pinned root key " + pinned
                    + ", was announced by " + roots(announced)
                    + "; nothing is sent: ask whoever runs the mask helper for its root key, never a topic");
        }
        List<HelperKey> living = signed.stream()
                .filter(key -> key.getExpiresAtMs() > now.toEpochMilli())
                .toList();
        if (living.isEmpty()) {
            return Found.nothing("mask helper " + pinned + " has let its newest key expire, at " + newestEnd(signed)
                    + ", and announced no other");
        }
        return living.stream()
                .filter(key -> Digest.of(key.getSettingsFingerprint()).equals(fingerprint))
                .max(Comparator.comparingLong(HelperKey::getEpoch))
                .map(key -> new Found(Optional.of(key), ""))
                .orElseThrow(() -> new FederationException("privacy settings must be those of the mask helper, "
                        + Digest.of(living.get(0).getSettingsFingerprint()) + ", were " + fingerprint
                        + "; nothing is sent: take the federation.yaml that the mask helper has"));
    }

    private static String roots(Collection<HelperKey> announced) {
        return announced.stream()
                .map(key -> VerifyingKey.of(key.getRootKey().bytes()).toString())
                .collect(Collectors.toCollection(TreeSet::new))
                .toString();
    }

    private static Instant newestEnd(List<HelperKey> signed) {
        return Instant.ofEpochMilli(
                signed.stream().mapToLong(HelperKey::getExpiresAtMs).max().orElse(0));
    }
}
