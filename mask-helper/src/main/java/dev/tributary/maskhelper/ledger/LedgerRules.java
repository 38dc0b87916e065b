package dev.tributary.maskhelper.ledger;

import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.federation.settings.PrivacyFingerprint;
import dev.tributary.federation.settings.PrivacySettings;
import dev.tributary.privacy.quantisation.StalenessWeights;
import dev.tributary.schemas.masked.Digest;

/**
 * Rules of the ledger, from the mask helper's own copy of the settings.
 *
 * @param federation          name of the federation
 * @param settingsFingerprint fingerprint of the privacy settings
 * @param privacy             the privacy settings
 * @param mostMembers         most members of a release
 * @param maxStaleness        greatest staleness of a member
 * @param weights             weight of a member by its staleness
 */
public record LedgerRules(
        String federation,
        Digest settingsFingerprint,
        PrivacySettings privacy,
        int mostMembers,
        int maxStaleness,
        StalenessWeights weights) {

    /**
     * Takes them from settings.
     *
     * @param settings the federation's settings
     * @return the rules
     */
    public static LedgerRules of(FederationSettings settings) {
        PrivacySettings privacy = settings.privacy();
        return new LedgerRules(
                settings.topics().federation(),
                PrivacyFingerprint.of(settings),
                privacy,
                privacy.effectiveMostMembers(settings.round().goal()),
                settings.round().maxStaleness(),
                settings.stalenessWeights());
    }
}
