package dev.tributary.leaktest.attacks;

import dev.tributary.privacy.attack.ModelMatching;
import java.util.List;

/**
 * Whose is it: the attacker has a model of each user, trained on an earlier text of that user, and one leaked artefact a user, and
 * matches them by cosine ({@link ModelMatching}).
 *
 * @param cosines one row an artefact, one column a model; row i and column i are of user i; not to be changed
 * @param hits    artefacts that were matched to their owner
 */
@SuppressWarnings("ArrayRecordComponent") // a picture, never compared
public record WhoseIsIt(double[][] cosines, int hits) {

    /**
     * Attacks.
     *
     * @param models    one vector a user: what the attacker trained; not changed
     * @param artefacts one vector a user, as long; not changed
     * @return how well it went
     */
    public static WhoseIsIt attack(List<float[]> models, List<float[]> artefacts) {
        double[][] cosines = ModelMatching.cosines(models, artefacts);
        return new WhoseIsIt(cosines, ModelMatching.hits(ModelMatching.match(cosines)));
    }

    /** How many alone. */
    @Override
    public String toString() {
        return "WhoseIsIt[" + hits + " of " + cosines.length + "]";
    }
}
