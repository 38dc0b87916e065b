package dev.tributary.client.masking;

import dev.tributary.client.update.ClientId;
import dev.tributary.client.update.UpdateFixtures;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.federation.settings.PrivacyFingerprint;
import dev.tributary.masking.keys.ClientCertificate;
import dev.tributary.masking.keys.EpochKey;
import dev.tributary.masking.keys.SignedRecords;
import dev.tributary.masking.keys.SigningKey;
import dev.tributary.schemas.avro.HelperKey;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/** A masked federation with its three kinds of keys, at a moment that stands still. */
public final class MaskedFixtures {

    /** The moment. */
    public static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");

    /** A clock that shows it. */
    public static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    static final String FEDERATION = "digits";
    static final ClientId CLIENT = UpdateFixtures.CLIENT;
    static final long HOUR = Duration.ofHours(1).toMillis();

    final SigningKey root = SigningKey.random(new SecureRandom());
    final SigningKey authority = SigningKey.random(new SecureRandom());
    final SigningKey client = SigningKey.random(new SecureRandom());
    final EpochKey epoch = EpochKey.draw(1, NOW.toEpochMilli() - HOUR, NOW.toEpochMilli() + 100 * HOUR);

    /** Settings of a masked federation with further ones. */
    public static FederationSettings settings(String privacy, String rest) {
        return FederationSettings.parse(
                "federation: " + FEDERATION + "\n" + rest + "\nprivacy: {masking: required" + privacy + "}\n");
    }

    ClientCertificate certificate(String federation, ClientId clientId, long expiresAtMs) {
        return ClientCertificate.issue(
                authority,
                federation,
                "00112233445566778899aabbccddeeff",
                clientId.value(),
                client.publicKey(),
                expiresAtMs);
    }

    /** Keys of another client, whose certificate will not be over while anybody reads this. */
    public MaskingKeys keysOf(ClientId clientId) {
        return MaskingKeys.of(
                client,
                certificate(
                        FEDERATION,
                        clientId,
                        Instant.parse("2999-01-01T00:00:00Z").toEpochMilli()),
                root.publicKey());
    }

    MaskingKeys keys() {
        return MaskingKeys.of(client, certificate(FEDERATION, CLIENT, NOW.toEpochMilli() + HOUR), root.publicKey());
    }

    HelperKey announce(SigningKey signer, EpochKey key, FederationSettings settings) {
        return new SignedRecords(FEDERATION).announce(signer, key, PrivacyFingerprint.of(settings));
    }

    VectorMasker masker(FederationSettings settings, int chunkBytes) {
        return new VectorMasker(new MaskedMembership(keys(), settings), CLIENT, chunkBytes, new SecureRandom(), CLOCK);
    }
}
