package dev.tributary.aggregator.accounting;

import dev.tributary.aggregator.rejection.RejectionReason;
import dev.tributary.federation.settings.PrivacySettings;
import dev.tributary.privacy.accountant.ParticipationVerdict;
import dev.tributary.schemas.avro.UpdateMember;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Lets an update into a round of a federation with noise and without masks, where nobody but the aggregator counts how often
 * a client takes part. Says the same of the same update again after a crash.
 *
 * @param privacy settings in force
 * @param account spend of each client
 * @param release number of the release that the round comes to: the version that it makes
 */
public record ParticipationGate(PrivacySettings privacy, PrivacyAccount account, long release) {

    /**
     * Why an update stays out.
     *
     * @param reason  the reason
     * @param detail  one line
     * @param isSpent whether no update of the client will be in any release again
     */
    public record Closed(RejectionReason reason, String detail, boolean isSpent) {}

    /**
     * Judges an update that is about to join the round.
     *
     * @param member    the update
     * @param isInRound whether the round has an update of its client
     * @param before    weight of its client in the round before, if that has closed and is about to be released
     * @return why it stays out; empty if it may join
     */
    public Optional<Closed> judge(UpdateMember member, boolean isInRound, OptionalInt before) {
        int weight = (int) member.getAggregationWeight();
        if (weight < 1) {
            return Optional.of(new Closed(
                    RejectionReason.STALE_VERSION,
                    "weight must be at least 1 of privacy.weightScale, was 0 at staleness " + member.getStaleness(),
                    false));
        }
        if (isInRound) {
            return Optional.of(new Closed(
                    RejectionReason.CLIENT_IN_ROUND,
                    "a round with noise must have one update of a client, has one already",
                    false));
        }
        String clientId = member.getClientId();
        return refusal(account.judge(privacy, clientId, weight, release, before), clientId);
    }

    private Optional<Closed> refusal(ParticipationVerdict verdict, String clientId) {
        boolean isSpent = account.isSpent(privacy, clientId);
        return switch (verdict) {
            case ADMITTED -> Optional.empty();
            case CAP_REACHED ->
                Optional.of(new Closed(
                        RejectionReason.PARTICIPATION_CAP,
                        "releases with the client must be at most privacy.participationCap, "
                                + privacy.participationCap() + ", were as many",
                        isSpent));
            case TOO_SOON ->
                Optional.of(new Closed(
                        RejectionReason.SEPARATION,
                        "versions between releases with the client must be at least privacy.separation, "
                                + privacy.separation() + ", would be fewer",
                        isSpent));
            case BUDGET_SPENT ->
                Optional.of(new Closed(
                        RejectionReason.BUDGET_SPENT,
                        "epsilon of the client must be at most privacy.epsilonBudget, "
                                + privacy.epsilonBudget().orElse(Double.POSITIVE_INFINITY) + ", would pass it",
                        isSpent));
        };
    }
}
