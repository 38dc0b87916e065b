package dev.tributary.federation.settings;

import dev.tributary.federation.settings.reading.SettingsReader;
import dev.tributary.privacy.accountant.ParticipationRules;
import dev.tributary.privacy.accountant.ReleaseCost;
import dev.tributary.privacy.quantisation.OverflowBound;
import dev.tributary.privacy.quantisation.Quantisation;
import dev.tributary.privacy.words.WordSize;
import dev.tributary.schemas.FederationException;
import dev.tributary.schemas.layout.ParameterLayout;
import dev.tributary.schemas.masked.MemberList;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Protection of single clients. {@code docs/privacy-settings.md} says how the numbers hang together.
 *
 * @param masking          whether updates come under masks
 * @param threshold        least distinct clients behind anything that is released, at least 2
 * @param mostMembers      most updates in one release, at least the goal; 0 for twice the goal
 * @param effectiveShare   least effective number of members (Σw)²/Σw² as a share of the threshold, 0 to 1
 * @param clippingNorm     C: greatest L2 norm of a delta, above 0
 * @param weightScale      W: weight of an update that is not stale, 1 to 1024
 * @param bound            B: greatest L2 norm of a quantised delta, a whole number of at least 16
 * @param wordBits         b: bits of a masked word, 16 or 32
 * @param coordinateBound  c∞: greatest magnitude of one coordinate of a delta; empty: none but C itself
 * @param noiseMultiplier  z: standard deviation of the noise divided by W·B; 0: no noise
 * @param epsilonBudget    greatest ε that any client may spend; empty: none
 * @param privacyDelta     δ at which ε is told, above 0 and below 1
 * @param participationCap most releases that one client takes part in; 0: any number
 * @param separation       least number of versions between two releases with one client; 0: none
 * @param seedLifetime     longest time that a sealed seed may be released in
 */
public record PrivacySettings(
        Masking masking,
        int threshold,
        int mostMembers,
        double effectiveShare,
        double clippingNorm,
        int weightScale,
        long bound,
        int wordBits,
        OptionalDouble coordinateBound,
        double noiseMultiplier,
        OptionalDouble epsilonBudget,
        double privacyDelta,
        int participationCap,
        int separation,
        Duration seedLifetime) {

    private static final String SECTION = "privacy.";
    /** Begins the names of SCAFFOLD's control variates in a layout. */
    private static final String CONTROL_PREFIX = "control/";
    /** With it a model of a million parameters is quantised with a relative error of 0.1 %. */
    private static final long STANDARD_BOUND = 1 << 20;
    /** With less, numbers beside the delta would leave nothing to it. */
    private static final long LEAST_BOUND = 16;
    /** Cuts off next to nothing of a small network's delta after one local epoch. */
    private static final double STANDARD_CLIPPING_NORM = 10;

    static PrivacySettings read(SettingsReader reader) {
        double noiseMultiplier = reader.number("noiseMultiplier", 0, 0, 1000);
        return new PrivacySettings(
                masking(reader),
                (int) reader.integer("threshold", 5, 2, 100_000),
                (int) reader.integer("mostMembers", 0, 0, MemberList.MOST_MEMBERS),
                reader.number("effectiveShare", 0.8, 0, 1),
                clippingNorm(reader, noiseMultiplier),
                (int) reader.integer("weightScale", 16, 1, 1024),
                reader.integer("bound", STANDARD_BOUND, LEAST_BOUND, 1L << 30),
                (int) reader.integer("wordBits", 32, 16, 32),
                reader.optionalNumber("coordinateBound", 1e-12, 1e9),
                noiseMultiplier,
                reader.optionalNumber("epsilonBudget", 1e-6, 1e6),
                reader.number("privacyDelta", 1e-5, 1e-15, 0.1),
                (int) reader.integer("participationCap", 0, 0, 1_000_000_000),
                (int) reader.integer("separation", 0, 0, 1_000_000_000),
                reader.duration("seedLifetime", Duration.ofHours(12), Duration.ofSeconds(10), Duration.ofDays(1)));
    }

    /** There is no silent default: whether single updates can be read is for the owner to say. */
    private static Masking masking(SettingsReader reader) {
        Masking given = reader.choice("masking", Masking.class, null);
        if (given == null) {
            throw new FederationException(SECTION + "masking must be required or off, was absent; with required nobody"
                    + " reads a single client's update, only sums over at least privacy.threshold clients, and a mask"
                    + " helper has to run beside the aggregator. With off every update stands in the clear on the log,"
                    + " its replicas and its backups, and whoever reads them can tell whose it is.");
        }
        return given;
    }

    /** Noise is measured by the clipping norm: a default would state a guarantee for a bound that nobody chose. */
    private static double clippingNorm(SettingsReader reader, double noiseMultiplier) {
        OptionalDouble given = reader.optionalNumber("clippingNorm", 1e-9, 1e9);
        if (given.isEmpty() && noiseMultiplier > 0) {
            throw new FederationException(SECTION + "clippingNorm must be given with privacy.noiseMultiplier above 0,"
                    + " was absent; set it to the norm that a usual delta has: noise grows with it");
        }
        return given.orElse(STANDARD_CLIPPING_NORM);
    }

    /**
     * Finds how many updates a release may have.
     *
     * @param goal updates that close a round
     * @return 1 to {@link MemberList#MOST_MEMBERS}
     */
    public int effectiveMostMembers(int goal) {
        return mostMembers > 0 ? mostMembers : (int) Math.min(MemberList.MOST_MEMBERS, 2L * goal);
    }

    /**
     * Says whether updates come under masks.
     *
     * @return whether masking is required
     */
    public boolean isMasked() {
        return masking == Masking.REQUIRED;
    }

    /**
     * Says whether releases carry noise.
     *
     * @return whether the noise multiplier is above 0
     */
    public boolean isNoised() {
        return noiseMultiplier > 0;
    }

    /**
     * Gives the standard deviation of the noise in one word of a sum.
     *
     * @return σ = z·W·B
     */
    public double noiseScale() {
        return noiseMultiplier * weightScale * bound;
    }

    /**
     * Gives the standard deviation with which noise is drawn.
     *
     * @return ⌈z·W·B⌉, a whole number; 0 without noise
     */
    public int drawnNoiseScale() {
        return (int) Math.ceil(noiseScale());
    }

    /**
     * Gives the price of a participation.
     *
     * @return the price with noise; with none, that of a noise multiplier of 1, which no budget asks for
     */
    public ReleaseCost releaseCost() {
        return new ReleaseCost(isNoised() ? noiseMultiplier : 1, weightScale);
    }

    /**
     * Gives the rules of how often a client may take part.
     *
     * @return cap, separation and budget; what is not set bounds nothing
     */
    public ParticipationRules participationRules() {
        return new ParticipationRules(
                participationCap == 0 ? Long.MAX_VALUE : participationCap,
                Math.max(1, separation),
                epsilonBudget.orElse(Double.POSITIVE_INFINITY),
                privacyDelta);
    }

    /**
     * Gives the greatest magnitude of one word of one quantised delta.
     *
     * @return B, or ⌈B·c∞/C⌉ with a bound of coordinates
     */
    public long wordBound() {
        return Quantisation.coordinateLimit(
                (int) bound, clippingNorm, coordinateBound.orElse(Double.POSITIVE_INFINITY));
    }

    /**
     * Says whether a sum can be told from one that has run over: {@code Σw · wordBound + 10 σ < 2^(b−1)}.
     *
     * @param weights Σw, sum of the members' weights
     * @return whether it holds
     */
    public boolean fits(long weights) {
        return OverflowBound.fits(WordSize.ofBits(wordBits), wordBound(), weights, noiseScale());
    }

    /**
     * Bounds the relative L2 error that truncation to whole numbers makes in a delta as long as C.
     *
     * @param parameters length of the model
     * @return √d / B
     */
    public double truncationError(long parameters) {
        return Math.sqrt(parameters) / bound;
    }

    /**
     * Checks that a model can be trained under these settings.
     *
     * @param layout the model's layout
     * @throws FederationException if it has SCAFFOLD's control variates, and updates are masked or noised: one clipping
     *                             norm over both halves of an update would let either push the other out
     */
    public void requireLayout(ParameterLayout layout) {
        if ((isMasked() || isNoised())
                && layout.tensors().stream().anyMatch(tensor -> tensor.name().startsWith(CONTROL_PREFIX))) {
            throw new FederationException("a model must have no control variates with "
                    + (isMasked() ? "privacy.masking: required" : "privacy.noiseMultiplier above 0")
                    + ", had some (SCAFFOLD): one clipping norm cannot bound both halves of an update; publish a model"
                    + " without --scaffold, and let clients use --proximal-mu");
        }
    }

    /** Shows the settings that shape a version: none while nothing is masked and nothing noised. */
    void show(Map<String, String> provenance) {
        if (!isMasked() && !isNoised()) {
            return;
        }
        provenance.put(SECTION + "masking", SettingsReader.show(masking));
        provenance.put(SECTION + "threshold", String.valueOf(threshold));
        provenance.put(SECTION + "clippingNorm", String.valueOf(clippingNorm));
        provenance.put(SECTION + "weightScale", String.valueOf(weightScale));
        provenance.put(SECTION + "bound", String.valueOf(bound));
        provenance.put(SECTION + "wordBits", String.valueOf(wordBits));
        coordinateBound.ifPresent(value -> provenance.put(SECTION + "coordinateBound", String.valueOf(value)));
        provenance.put(SECTION + "noiseMultiplier", String.valueOf(noiseMultiplier));
        provenance.put(SECTION + "privacyDelta", String.valueOf(privacyDelta));
        epsilonBudget.ifPresent(value -> provenance.put(SECTION + "epsilonBudget", String.valueOf(value)));
    }
}
