package dev.tributary.federation.settings;

import dev.tributary.arithmetic.Weighting;
import dev.tributary.federation.settings.evaluation.EvaluationSettings;
import dev.tributary.federation.settings.reading.SettingsReader;
import dev.tributary.privacy.quantisation.OverflowBound;
import dev.tributary.schemas.FederationException;
import java.util.Set;

/**
 * Privacy settings beside all the others: whatever would not hold, or would be claimed and not kept, is refused in one line
 * that says what to choose instead.
 *
 * @param all     the settings of the federation
 * @param privacy the privacy settings among them
 */
record PrivacyChecks(FederationSettings all, PrivacySettings privacy) {

    private static final String SECTION = "privacy.";
    private static final Set<String> MASKED_METRICS = Set.of("accuracy", "loss");

    PrivacyChecks(FederationSettings all) {
        this(all, all.privacy());
    }

    /** Refuses settings that do not hold together. */
    void requireSound() {
        if (privacy.wordBits() != 16 && privacy.wordBits() != 32) {
            throw new FederationException(SECTION + "wordBits must be 16 or 32, was " + privacy.wordBits());
        }
        if (privacy.epsilonBudget().isPresent() && !privacy.isNoised()) {
            throw new FederationException(SECTION + "noiseMultiplier must be above 0 with privacy.epsilonBudget, was 0;"
                    + " without noise there is no ε to bound: set it, or leave the budget out");
        }
        if (privacy.isMasked() || privacy.isNoised()) {
            requireLinear();
            requireMetric(all.evaluation());
            requireAtLeast("round.goal", all.round().goal());
            requireAtLeast("round.quorum", all.round().quorum());
            requireRoom(all.round().goal());
            requireStepsForAnExample();
        } else {
            requireNoClaim();
        }
    }

    /** Nothing counts participations where nothing is released under a mask or with noise. */
    private void requireNoClaim() {
        requireUnset("participationCap", privacy.participationCap());
        requireUnset("separation", privacy.separation());
    }

    private static void requireUnset(String key, int value) {
        if (value > 0) {
            throw new FederationException(SECTION + key + " must be 0 with privacy.masking: off and no noise, was "
                    + value + "; nothing counts participations there: set privacy.noiseMultiplier or masking: required,"
                    + " or leave it out");
        }
    }

    private String layer() {
        return privacy.isMasked() ? "privacy.masking: required" : "privacy.noiseMultiplier above 0";
    }

    private void requireLinear() {
        if (all.strategy().create().<Boolean>fold(linear -> false, robust -> true)) {
            throw new FederationException("strategy.name must be a weighted mean with " + layer() + ", was "
                    + all.strategy().name() + ", which needs every single update; choose fedAvg, fedAvgM, fedAdam,"
                    + " fedYogi or fedAdagrad");
        }
        if (all.admission().clippingNorm() > 0) {
            throw new FederationException("admission.clippingNorm must be 0 with " + layer() + ", was "
                    + all.admission().clippingNorm() + "; set privacy.clippingNorm instead, to which each delta is"
                    + " clipped before it becomes whole numbers");
        }
    }

    /** A masked evaluation has a word for accuracy and one for loss: no other metric can be followed. */
    private void requireMetric(EvaluationSettings evaluation) {
        if (!evaluation.isMetricFollowed()) {
            return;
        }
        if (!privacy.isMasked()) {
            throw new FederationException("evaluation.stop and evaluation.guard must be absent with noise and"
                    + " privacy.masking: off, were given; what they decide by carries no noise, and no ε would hold:"
                    + " leave them out, or set privacy.masking: required");
        }
        if (!MASKED_METRICS.contains(evaluation.metric())) {
            throw new FederationException(
                    "evaluation.metric must be accuracy or loss with privacy.masking: required, was "
                            + evaluation.metric()
                            + "; choose one of them, or leave evaluation.stop and evaluation.guard out");
        }
    }

    private void requireRoom(int goal) {
        int members = privacy.effectiveMostMembers(goal);
        if (members < goal) {
            throw new FederationException(SECTION + "mostMembers must be at least round.goal, " + goal + ", was "
                    + members + "; raise it, or lower the goal");
        }
        long weights = (long) members * privacy.weightScale();
        if (!privacy.fits(weights)) {
            throw new FederationException(SECTION + "bound must be below "
                    + Math.max(1, greatestBound(weights)) + " with " + members + " members of weight "
                    + privacy.weightScale()
                    + (privacy.isNoised() ? ", noise multiplier " + privacy.noiseMultiplier() : "") + " and "
                    + privacy.wordBits() + " bits a word, was " + privacy.bound()
                    + "; lower bound, weightScale, mostMembers or noiseMultiplier,"
                    + " or set coordinateBound or wordBits: 32");
        }
    }

    private void requireAtLeast(String setting, int value) {
        if (value < privacy.threshold()) {
            throw new FederationException(setting + " must be at least privacy.threshold, " + privacy.threshold()
                    + ", with " + layer() + ", was " + value + "; raise it, or lower the threshold");
        }
    }

    private long greatestBound(long weights) {
        double perUnit = weights * ((double) privacy.wordBound() / privacy.bound())
                + OverflowBound.SIGMAS * privacy.noiseMultiplier() * privacy.weightScale();
        return (long) Math.floor(Math.scalb(1.0, privacy.wordBits() - 1) / perUnit);
    }

    /** By examples a delta is multiplied by n/cap before it is cut off to whole steps. */
    private void requireStepsForAnExample() {
        long cap = all.admission().exampleCountCap();
        if (all.strategy().weighting() == Weighting.EXAMPLES && cap > privacy.bound()) {
            throw new FederationException("admission.exampleCountCap must be at most privacy.bound, " + privacy.bound()
                    + ", with " + layer() + " and strategy.weighting: examples, was " + cap
                    + "; a client's delta is multiplied by its examples / exampleCountCap, and one example would leave"
                    + " nothing of it: set exampleCountCap to the examples of a large client, or weighting: uniform");
        }
    }

    /** Refuses a change that would break what was promised for earlier versions, or mix sums of different units. */
    static void requireChange(FederationSettings now, FederationSettings next) {
        requireSame(
                SECTION + "masking",
                SettingsReader.show(now.privacy().masking()),
                SettingsReader.show(next.privacy().masking()));
        boolean isNoised = now.privacy().isNoised();
        if (isNoised != next.privacy().isNoised()) {
            throw new FederationException(SECTION + "noiseMultiplier must stay " + (isNoised ? "above 0" : "0")
                    + " while the federation lives, was " + next.privacy().noiseMultiplier()
                    + "; a version without noise leaves no ε to be stated: begin a new federation for it");
        }
        if (isNoised && !now.privacy().isMasked()) {
            requireSameUnits(now, next);
        }
    }

    /** Whole numbers that are on their way to a round must mean in it as much as when they were made. */
    private static void requireSameUnits(FederationSettings now, FederationSettings next) {
        PrivacySettings a = now.privacy();
        PrivacySettings b = next.privacy();
        requireSame(SECTION + "clippingNorm", a.clippingNorm(), b.clippingNorm());
        requireSame(SECTION + "bound", a.bound(), b.bound());
        requireSame(SECTION + "weightScale", a.weightScale(), b.weightScale());
        requireSame(SECTION + "wordBits", a.wordBits(), b.wordBits());
        requireSame(SECTION + "coordinateBound", a.coordinateBound(), b.coordinateBound());
        requireSame(
                "strategy.weighting",
                SettingsReader.show(now.strategy().weighting()),
                SettingsReader.show(next.strategy().weighting()));
        requireSame(
                "admission.exampleCountCap",
                now.admission().exampleCountCap(),
                next.admission().exampleCountCap());
    }

    /** Refuses another value of a setting that stays as it is. */
    static void requireSame(String setting, Object now, Object next) {
        if (!now.equals(next)) {
            throw new FederationException(setting + " must stay " + now + " while the federation lives, was " + next
                    + "; begin a new federation for it");
        }
    }
}
