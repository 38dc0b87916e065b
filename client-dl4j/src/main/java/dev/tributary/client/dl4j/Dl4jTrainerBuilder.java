package dev.tributary.client.dl4j;

import dev.tributary.client.dl4j.examples.IteratorExamples;
import dev.tributary.client.dl4j.examples.LocalExamples;
import dev.tributary.client.dl4j.examples.ShuffledExamples;
import dev.tributary.client.dl4j.network.GradientCorrection;
import dev.tributary.client.dl4j.network.LearningRates;
import dev.tributary.client.dl4j.network.RateDecay;
import dev.tributary.schemas.FederationException;
import java.util.OptionalDouble;

/**
 * Settings of a {@link Dl4jTrainer}.
 *
 * <p>Not thread-safe.
 */
public final class Dl4jTrainerBuilder {

    private final LocalExamples examples;
    private int epochs = 1;
    private OptionalDouble learningRate = OptionalDouble.empty();
    private RateDecay overVersions = RateDecay.NONE;
    private RateDecay overSteps = RateDecay.NONE;
    private double clippingNorm = Double.POSITIVE_INFINITY;
    private double proximalMu;
    private double participation = 1;
    private PersonalState state = PersonalState.inMemory();
    private boolean mixed = true;
    private long seed;

    Dl4jTrainerBuilder(LocalExamples examples) {
        this.examples = examples;
    }

    /**
     * Sets how often training goes over the examples in a round.
     *
     * @param count at least 1; default 1
     * @return this builder
     * @throws FederationException if it is out of bounds
     */
    public Dl4jTrainerBuilder epochs(int count) {
        if (count < 1) {
            throw new FederationException("local epochs must be at least 1, was " + count);
        }
        epochs = count;
        return this;
    }

    /**
     * Takes another learning rate than the definition says, for all layers.
     *
     * @param rate above 0 and finite
     * @return this builder
     * @throws FederationException if it is out of bounds
     */
    public Dl4jTrainerBuilder learningRate(double rate) {
        learningRate = OptionalDouble.of(positive("learning rate", rate));
        return this;
    }

    /**
     * Lowers learning rates from version to version: for model version {@code v} each is multiplied by
     * {@code factor^⌊v/every⌋}. A schedule of the definition goes on within each round.
     *
     * @param factor above 0, at most 1; default 1
     * @param every  versions between two decreases, at least 1; 1 is exponential decay, more is step decay
     * @return this builder
     * @throws FederationException if either is out of bounds
     */
    public Dl4jTrainerBuilder learningRateDecay(double factor, long every) {
        overVersions = new RateDecay(factor, every);
        return this;
    }

    /**
     * Lowers learning rates within a round: after {@code k} local steps each is multiplied by
     * {@code factor^⌊k/every⌋}. The next round begins with the full rate again.
     *
     * @param factor above 0, at most 1; default 1
     * @param every  steps (mini-batches) between two decreases, at least 1
     * @return this builder
     * @throws FederationException if either is out of bounds
     */
    public Dl4jTrainerBuilder localRateDecay(double factor, long every) {
        overSteps = new RateDecay(factor, every);
        return this;
    }

    /**
     * Shortens gradients: that of a mini-batch, averaged over its examples and without regularisation, gets at most this
     * L2 norm over all layers together.
     *
     * @param norm above 0 and finite; by default gradients are taken as they are
     * @return this builder
     * @throws FederationException if it is out of bounds
     */
    public Dl4jTrainerBuilder gradientClipNorm(double norm) {
        clippingNorm = positive("gradient clip norm", norm);
        return this;
    }

    /**
     * Holds the shared layers to the received parameters by FedProx's proximal term {@code μ/2 ‖w − w_global‖²}
     * (Li et al. 2020, <a href="https://arxiv.org/abs/1812.06127">arXiv:1812.06127</a>). With plain SGD the product of
     * learning rate and {@code μ} must stay below 2, or training diverges.
     *
     * @param mu 0 or more, finite; default 0
     * @return this builder
     * @throws FederationException if it is out of bounds
     */
    public Dl4jTrainerBuilder proximalMu(double mu) {
        if (!(mu >= 0) || Double.isInfinite(mu)) {
            throw new FederationException("proximal mu must be 0 or more and finite, was " + mu);
        }
        proximalMu = mu;
        return this;
    }

    /**
     * Says which share of all clients counts in a round: {@code |S|/N} of SCAFFOLD. Of use only for a model with control
     * variates.
     *
     * @param fraction above 0, at most 1; default 1
     * @return this builder
     * @throws FederationException if it is out of bounds
     */
    public Dl4jTrainerBuilder participationFraction(double fraction) {
        if (!(fraction > 0 && fraction <= 1)) {
            throw new FederationException("participation fraction must be above 0 and at most 1, was " + fraction);
        }
        participation = fraction;
        return this;
    }

    /**
     * Says where the client keeps local layers and control variates.
     *
     * @param personalState of this client in one federation; in memory by default
     * @return this builder
     */
    public Dl4jTrainerBuilder state(PersonalState personalState) {
        state = personalState;
        return this;
    }

    /**
     * Takes mini-batches as the iterator gives them, for one that shuffles by itself or whose order matters. Otherwise
     * examples are mixed anew each epoch as the seed says, within a pool of the next 10,000 of them or 64 MiB, whichever
     * is less; mini-batches of different lengths of time are padded by DL4J when they are mixed. Images are mixed as a
     * whole, and this changes nothing for them.
     *
     * @return this builder
     */
    public Dl4jTrainerBuilder keepOrder() {
        mixed = false;
        return this;
    }

    /**
     * Sets the seed of the examples' order and of dropout.
     *
     * @param number any; default 0. Each version and epoch draws anew from it
     * @return this builder
     */
    public Dl4jTrainerBuilder seed(long number) {
        seed = number;
        return this;
    }

    /**
     * Makes the trainer.
     *
     * @return a trainer that has not built its network yet
     */
    public Dl4jTrainer build() {
        return new Dl4jTrainer(this);
    }

    LocalEpochs localEpochs() {
        boolean isToMix = mixed && examples instanceof IteratorExamples;
        return new LocalEpochs(isToMix ? new ShuffledExamples(examples) : examples, epochs, seed);
    }

    OptionalDouble learningRate() {
        return learningRate;
    }

    LearningRates rates() {
        return new LearningRates(overVersions, overSteps);
    }

    GradientCorrection.Terms terms() {
        return new GradientCorrection.Terms(clippingNorm, proximalMu);
    }

    double participation() {
        return participation;
    }

    PersonalState state() {
        return state;
    }

    private static double positive(String name, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new FederationException(name + " must be above 0 and finite, was " + value);
        }
        return value;
    }
}
