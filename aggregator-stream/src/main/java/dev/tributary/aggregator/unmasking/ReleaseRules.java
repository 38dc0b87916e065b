package dev.tributary.aggregator.unmasking;

import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.federation.settings.PrivacySettings;
import dev.tributary.privacy.quantisation.EffectiveNumber;
import dev.tributary.privacy.quantisation.StalenessWeights;
import dev.tributary.schemas.avro.UpdateMember;
import java.util.Arrays;
import java.util.List;

/**
 * The rules that the mask helper keeps to, as far as the aggregator can know them ({@code docs/protocol-masked.md}, section
 * 7): a round does not ask before they hold, so that stale members never stall it.
 *
 * @param privacy      the privacy settings
 * @param mostMembers  most members of a release
 * @param weights      weight of a member by its staleness
 */
public record ReleaseRules(PrivacySettings privacy, int mostMembers, StalenessWeights weights) {

    /**
     * Takes them from settings.
     *
     * @param settings the federation's settings
     * @return the rules
     */
    public static ReleaseRules of(FederationSettings settings) {
        PrivacySettings privacy = settings.privacy();
        return new ReleaseRules(
                privacy, privacy.effectiveMostMembers(settings.round().goal()), settings.stalenessWeights());
    }

    /**
     * Says whether a sum over these members may become public.
     *
     * @param members the members of a round
     * @return whether it may; always in a federation without masks and without noise
     */
    public boolean allow(List<UpdateMember> members) {
        if (!privacy.isMasked() && !privacy.isNoised()) {
            return true;
        }
        long clients =
                members.stream().map(UpdateMember::getClientId).distinct().count();
        int[] weights = weights(members);
        return clients == members.size()
                && clients >= privacy.threshold()
                && members.size() <= mostMembers
                && (!privacy.isMasked() || isEven(weights))
                && privacy.fits(Arrays.stream(weights).asLongStream().sum());
    }

    /** Under masks, where a stale update could leave a fresh one alone; noise is measured by the weight itself. */
    private boolean isEven(int[] weights) {
        return EffectiveNumber.suffices(weights, privacy.threshold(), privacy.effectiveShare());
    }

    /**
     * Says whether a round can have no further member.
     *
     * @param members its members so far
     * @return whether a release could not have more; never in a federation without masks
     */
    public boolean isFull(int members) {
        return privacy.isMasked() && members >= mostMembers;
    }

    /**
     * Gives the weights of members.
     *
     * @param members the members
     * @return the weight of each, in their order: whole numbers of 1 or more
     */
    public static int[] weights(List<UpdateMember> members) {
        return members.stream()
                .mapToInt(member -> (int) member.getAggregationWeight())
                .toArray();
    }
}
