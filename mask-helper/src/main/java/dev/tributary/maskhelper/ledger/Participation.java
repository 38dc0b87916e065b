package dev.tributary.maskhelper.ledger;

import dev.tributary.federation.settings.PrivacySettings;
import dev.tributary.privacy.accountant.ClientSpend;
import dev.tributary.privacy.accountant.ParticipationRules;
import dev.tributary.privacy.accountant.ParticipationVerdict;
import dev.tributary.privacy.accountant.ReleaseCost;
import dev.tributary.schemas.avro.MaskPurpose;

/**
 * How often a client may be part of a release, and the cost of each to it. Cap and separation count within a purpose; the budget
 * counts over all.
 */
final class Participation {

    /** With no noise there is no ρ to add up: this stands in for a price that no budget asks for. */
    private static final double ANY_NOISE = 1;

    private final LedgerStore store;
    private final ParticipationRules rules;
    private final ReleaseCost cost;
    private final boolean isNoised;

    Participation(PrivacySettings privacy, LedgerStore store) {
        this.store = store;
        this.isNoised = privacy.isNoised();
        this.cost = new ReleaseCost(isNoised ? privacy.noiseMultiplier() : ANY_NOISE, privacy.weightScale());
        this.rules = new ParticipationRules(
                privacy.participationCap() == 0 ? Long.MAX_VALUE : privacy.participationCap(),
                Math.max(1, privacy.separation()),
                privacy.epsilonBudget().orElse(Double.POSITIVE_INFINITY),
                privacy.privacyDelta());
    }

    ParticipationVerdict judge(MaskPurpose purpose, String clientId, int weight, long release) {
        ClientSpend own = store.spend(purpose, clientId);
        double rho = 0;
        for (MaskPurpose each : new MaskPurpose[] {MaskPurpose.UPDATE, MaskPurpose.EVALUATION}) {
            // Rounded up, as each of the two is.
            rho = Math.nextUp(rho + store.spend(each, clientId).rho());
        }
        return rules.judge(new ClientSpend(own.participations(), own.lastRelease(), rho), cost, weight, release);
    }

    void spend(MaskPurpose purpose, String clientId, int weight, long release) {
        ClientSpend before = store.spend(purpose, clientId);
        ClientSpend after = isNoised
                ? before.after(cost, weight, release)
                : new ClientSpend(before.participations() + 1, release, 0);
        store.putSpend(purpose, clientId, after);
    }
}
