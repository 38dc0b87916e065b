package dev.tributary.leaktest.rounds;

import dev.tributary.leaktest.artefacts.SumPlan;
import dev.tributary.leaktest.network.WordShape;

/**
 * How a federation of simulated users trains.
 *
 * @param shape              shape of the network
 * @param rounds             rounds, 1 or more; every member is in each
 * @param learningRate       step length of local training, above 0
 * @param serverLearningRate step length of the server's FedAdagrad, above 0
 * @param clippingNorm       C, above 0
 * @param noiseMultiplier    z, whole, 0 for none
 * @param seed               of the first model
 */
public record RunSettings(
        WordShape shape,
        int rounds,
        float learningRate,
        double serverLearningRate,
        double clippingNorm,
        int noiseMultiplier,
        long seed) {

    /**
     * @throws IllegalArgumentException if an argument is outside its bound
     */
    public RunSettings {
        if (rounds < 1 || !(learningRate > 0 && serverLearningRate > 0 && clippingNorm > 0) || noiseMultiplier < 0) {
            throw new IllegalArgumentException("rounds must be 1 or more, rates and clippingNorm above 0, "
                    + "noiseMultiplier 0 or more, were " + rounds + ", " + learningRate + ", " + serverLearningRate
                    + ", " + clippingNorm + ", " + noiseMultiplier);
        }
    }

    /**
     * Changes the noise.
     *
     * @param multiplier z, 0 for none
     * @return the settings, otherwise as these
     */
    public RunSettings withNoise(int multiplier) {
        return new RunSettings(shape, rounds, learningRate, serverLearningRate, clippingNorm, multiplier, seed);
    }

    /**
     * Makes the plan of its sums.
     *
     * @param members   updates of a round
     * @param noiseSeed of the noise
     * @return how deltas become words
     */
    public SumPlan plan(int members, long noiseSeed) {
        return new SumPlan(shape.parameterCount(), clippingNorm, members, noiseMultiplier, noiseSeed);
    }
}
