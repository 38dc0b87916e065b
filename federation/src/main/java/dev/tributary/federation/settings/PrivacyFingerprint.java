package dev.tributary.federation.settings;

import dev.tributary.federation.settings.reading.SettingsReader;
import dev.tributary.schemas.masked.CanonicalBytes;
import dev.tributary.schemas.masked.Digest;

/**
 * Fingerprint of all settings that a masked update, its weight and its release depend on. Client, mask helper and
 * aggregator each compute it from their own copy of the settings: a seed that names another is refused.
 */
public final class PrivacyFingerprint {

    /** First field of the bytes that are hashed. */
    public static final String LABEL = "tributary/privacy-settings/1";

    private PrivacyFingerprint() {}

    /**
     * Computes it.
     *
     * @param settings the federation's settings
     * @return the fingerprint; {@code docs/protocol-masked.md} lists its fields
     */
    public static Digest of(FederationSettings settings) {
        PrivacySettings privacy = settings.privacy();
        return Digest.hash(CanonicalBytes.of(LABEL)
                .text(settings.topics().federation())
                .text(SettingsReader.show(privacy.masking()))
                .number(privacy.threshold())
                .number(privacy.effectiveMostMembers(settings.round().goal()))
                .number(bits(privacy.effectiveShare()))
                .number(bits(privacy.clippingNorm()))
                .number(privacy.weightScale())
                .number(privacy.bound())
                .number(privacy.wordBits())
                // 0 is no bound that can be set: it stands for none.
                .number(bits(privacy.coordinateBound().orElse(0)))
                .number(bits(privacy.noiseMultiplier()))
                .number(bits(privacy.epsilonBudget().orElse(0)))
                .number(bits(privacy.privacyDelta()))
                .number(privacy.participationCap())
                .number(privacy.separation())
                .number(privacy.seedLifetime().toMillis())
                .text(SettingsReader.show(settings.strategy().weighting()))
                .number(settings.admission().exampleCountCap())
                .number(settings.round().maxStaleness())
                .number(bits(settings.round().stalenessExponent()))
                .toBytes());
    }

    /** The bits of a binary64, which are the same in every language; no value here is a NaN or a negative zero. */
    private static long bits(double value) {
        return Double.doubleToLongBits(value);
    }
}
