package dev.tributary.federation.settings;

import dev.tributary.arithmetic.Weighting;
import dev.tributary.privacy.quantisation.ExtraKind;
import dev.tributary.privacy.quantisation.ExtraWord;
import dev.tributary.privacy.quantisation.Quantisation;
import dev.tributary.privacy.quantisation.Quantiser;
import dev.tributary.privacy.quantisation.UpdateWords;
import dev.tributary.privacy.words.WordSize;
import dev.tributary.schemas.FederationException;
import java.util.ArrayList;
import java.util.List;

/**
 * The words of a vector in a federation with masks or noise, as its settings fix them: client and aggregator each compute
 * them from their own copy, and {@link PrivacyFingerprint} holds all that they follow from. {@code docs/protocol-masked.md},
 * section 3, has the table.
 *
 * @param privacy             settings of the words
 * @param weighting           whether examples count
 * @param largestExampleCount n_max: who has more examples counts as this many, at least 1
 */
public record MaskedWords(PrivacySettings privacy, Weighting weighting, long largestExampleCount) {

    /** Largest mean loss that is told; a larger one is told as this one. */
    public static final double LARGEST_LOSS = 16;

    /** With noise an extra word has this part of the bound B for itself, and four of them leave 0.968 B to the delta. */
    private static final int NOISED_SHARE = 8;

    /**
     * Takes them from settings.
     *
     * @param settings settings of a federation with masks or noise
     * @return its words
     */
    public static MaskedWords of(FederationSettings settings) {
        return new MaskedWords(
                settings.privacy(),
                settings.strategy().weighting(),
                settings.admission().exampleCountCap());
    }

    /**
     * Gives the words of an update.
     *
     * @param parameterCount length of the model, at least 1
     * @return one word a parameter, then examples (if they count), loss, accuracy, and whether the delta was clipped
     * @throws FederationException if the bound leaves no room for the extra words
     */
    public UpdateWords ofUpdate(int parameterCount) {
        List<ExtraWord> extras = new ArrayList<>(trainingExtras());
        extras.add(new ExtraWord(ExtraKind.CLIPPED, 1, extraScale()));
        return words(parameterCount, extras);
    }

    /**
     * Gives the words of an evaluation: those of an update with one parameter, which is 0, and without a word for clipping.
     *
     * @return four words: 0, examples, loss, accuracy; three where each client counts alike
     * @throws FederationException as {@link #ofUpdate}
     */
    public UpdateWords ofEvaluation() {
        return words(1, trainingExtras());
    }

    /**
     * Makes the quantiser of these words.
     *
     * @param words {@link #ofUpdate} or {@link #ofEvaluation}
     * @return by examples or uniform, as the settings weigh
     */
    public Quantiser quantiser(UpdateWords words) {
        return weighting == Weighting.EXAMPLES
                ? Quantiser.byExamples(words, largestExampleCount)
                : Quantiser.uniform(words);
    }

    private List<ExtraWord> trainingExtras() {
        List<ExtraWord> extras = new ArrayList<>();
        if (weighting == Weighting.EXAMPLES) {
            extras.add(new ExtraWord(ExtraKind.EXAMPLES, largestExampleCount, extraScale()));
        }
        extras.add(new ExtraWord(ExtraKind.LOSS, LARGEST_LOSS, extraScale()));
        extras.add(new ExtraWord(ExtraKind.ACCURACY, 1, extraScale()));
        return extras;
    }

    private int extraScale() {
        long share = privacy.isNoised() ? privacy.bound() / NOISED_SHARE : privacy.bound();
        return (int) Math.max(1, Math.min(privacy.wordBound(), share));
    }

    private UpdateWords words(int parameterCount, List<ExtraWord> extras) {
        try {
            Quantisation quantisation = new Quantisation(
                    WordSize.ofBits(privacy.wordBits()),
                    privacy.clippingNorm(),
                    (int) privacy.bound(),
                    privacy.coordinateBound().orElse(Double.POSITIVE_INFINITY));
            return new UpdateWords(quantisation, parameterCount, extras, privacy.isNoised());
        } catch (IllegalArgumentException e) {
            throw new FederationException(
                    "privacy.bound must leave room for the words of an update, was " + privacy.bound() + ": "
                            + e.getMessage() + "; choose a larger bound, or 32 bits",
                    e);
        }
    }
}
