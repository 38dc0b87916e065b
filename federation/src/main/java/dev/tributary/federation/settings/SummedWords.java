package dev.tributary.federation.settings;

import dev.tributary.arithmetic.Weighting;
import dev.tributary.privacy.quantisation.ExtraKind;
import dev.tributary.privacy.quantisation.ExtraWord;
import dev.tributary.privacy.quantisation.Quantisation;
import dev.tributary.privacy.quantisation.Quantiser;
import dev.tributary.privacy.quantisation.UpdateWords;
import dev.tributary.privacy.words.WordSize;
import java.util.ArrayList;
import java.util.List;

/**
 * The words of vectors that are summed as whole numbers, masked or noised. Whoever makes, adds or reads them derives the
 * same ones from the same settings; {@code docs/protocol-masked.md}, section 3, has the rules.
 *
 * @param settings the federation's settings
 */
public record SummedWords(FederationSettings settings) {

    /** Largest loss that a word tells; a larger one is told as this one. */
    public static final double LARGEST_LOSS = 16;

    /** Word 0 of an evaluation, always 0: a vector of words has at least one parameter. */
    private static final int NO_PARAMETERS = 1;
    /** Leaves 97 % of the bound to the delta. */
    private static final int SHARE_OF_EXAMPLES = 4;
    /** Two of them leave 71 % of the bound to nothing: an evaluation has no delta. */
    private static final int SHARE_OF_A_METRIC = 2;

    /**
     * Gives the words of an update.
     *
     * @param parameterCount length of the model, 1 or more
     * @return one word a parameter; examples if the mean is weighted by them; without noise loss, accuracy and whether the
     *     delta was clipped
     */
    public UpdateWords ofUpdate(int parameterCount) {
        List<ExtraWord> extras = new ArrayList<>();
        boolean isNoised = settings.privacy().isNoised();
        if (isByExamples()) {
            extras.add(new ExtraWord(
                    ExtraKind.EXAMPLES, settings.admission().exampleCountCap(), scale(SHARE_OF_EXAMPLES)));
        }
        if (!isNoised) {
            extras.addAll(metrics(1));
            extras.add(new ExtraWord(ExtraKind.CLIPPED, 1, scale(1)));
        }
        return new UpdateWords(quantisation(), parameterCount, extras, isNoised);
    }

    /**
     * Gives the words of an evaluation, in which every client counts the same.
     *
     * @return a word that is 0, loss and accuracy
     */
    public UpdateWords ofEvaluation() {
        return new UpdateWords(
                quantisation(),
                NO_PARAMETERS,
                metrics(SHARE_OF_A_METRIC),
                settings.privacy().isNoised());
    }

    /**
     * Makes the quantiser, which turns a delta into such words.
     *
     * @param parameterCount length of the model, 1 or more
     * @return the quantiser of {@link #ofUpdate}
     */
    public Quantiser updateQuantiser(int parameterCount) {
        UpdateWords words = ofUpdate(parameterCount);
        return isByExamples()
                ? Quantiser.byExamples(words, settings.admission().exampleCountCap())
                : Quantiser.uniform(words);
    }

    private boolean isByExamples() {
        return settings.strategy().weighting() == Weighting.EXAMPLES;
    }

    private List<ExtraWord> metrics(int share) {
        return List.of(
                new ExtraWord(ExtraKind.LOSS, LARGEST_LOSS, scale(share)),
                new ExtraWord(ExtraKind.ACCURACY, 1, scale(share)));
    }

    /** Without noise as much as a parameter's word may be; with noise a share of it, since all words lie in one ball. */
    private int scale(int share) {
        long limit = settings.privacy().wordBound();
        return (int) (settings.privacy().isNoised() ? Math.max(1, limit / share) : limit);
    }

    private Quantisation quantisation() {
        PrivacySettings privacy = settings.privacy();
        return new Quantisation(
                WordSize.ofBits(privacy.wordBits()),
                privacy.clippingNorm(),
                (int) privacy.bound(),
                privacy.coordinateBound().orElse(Double.POSITIVE_INFINITY));
    }
}
