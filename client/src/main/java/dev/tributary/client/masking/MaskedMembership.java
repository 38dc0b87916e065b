package dev.tributary.client.masking;

import dev.tributary.client.update.ClientId;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.federation.settings.PrivacyFingerprint;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.masked.Digest;
import java.time.Clock;
import java.time.Duration;

/**
 * A client's place in a masked federation.
 *
 * @param keys     its keys
 * @param settings its own copy of the federation's settings
 */
public record MaskedMembership(MaskingKeys keys, FederationSettings settings) {

    /**
     * @throws FederationException if the settings ask for no masks
     */
    public MaskedMembership {
        if (!settings.privacy().isMasked()) {
            throw new FederationException("privacy.masking must be required for a client with masking keys, was off;"
                    + " leave the keys out, or take the settings of the masked federation");
        }
    }

    /**
     * Refuses keys and settings that are not for this client.
     *
     * @param federation federation that the client joins
     * @param clientId   its pseudonym there
     * @param clock      tells whether the certificate is over
     * @throws FederationException if one of them is for another client or federation, or over
     */
    public void requireFor(String federation, ClientId clientId, Clock clock) {
        String named = settings.topics().federation();
        if (!named.equals(federation)) {
            throw new FederationException("the settings' federation must be " + federation + ", was " + named
                    + "; take the federation.yaml of the federation that the client joins");
        }
        keys.requireGood(federation, clientId.value(), clock.instant());
    }

    /** Fingerprint of the privacy settings that the client follows. */
    Digest fingerprint() {
        return PrivacyFingerprint.of(settings);
    }

    Duration seedLifetime() {
        return settings.privacy().seedLifetime();
    }
}
