package dev.tributary.leaktest.attacks;

import dev.tributary.leaktest.network.WordNetwork;
import dev.tributary.leaktest.users.Typing;
import dev.tributary.privacy.attack.MembershipRoc;
import java.util.List;

/**
 * Membership inference: the attacker has the model and the text of a person, and says whether that person took part, by the
 * model's loss on the text ({@link MembershipRoc}).
 *
 * @param roc the curve, over all members and as many outsiders
 */
public record TookPart(MembershipRoc roc) {

    /** Rate of false positives at which attacks are compared (Carlini et al. 2022). */
    public static final double FALSE_POSITIVES = 0.01;

    /**
     * Attacks by the loss.
     *
     * @param network   the model
     * @param members   texts that it was trained on
     * @param outsiders texts of the same kind that it was not
     * @return the curve
     */
    public static TookPart byLoss(WordNetwork network, List<Typing> members, List<Typing> outsiders) {
        return new TookPart(new MembershipRoc(scores(network, members), scores(network, outsiders)));
    }

    private static double[] scores(WordNetwork network, List<Typing> texts) {
        return texts.stream().mapToDouble(text -> -network.loss(text)).toArray();
    }

    /**
     * Gives the true positives at one false one in a hundred.
     *
     * @return a rate, 0 to 1
     */
    public double truePositives() {
        return roc.truePositiveRate(FALSE_POSITIVES);
    }
}
