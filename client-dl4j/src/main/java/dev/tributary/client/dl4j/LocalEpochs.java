package dev.tributary.client.dl4j;

import dev.tributary.client.dl4j.examples.LocalExamples;
import dev.tributary.client.dl4j.network.Dl4jNetwork;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.nd4j.linalg.dataset.api.DataSet;

/**
 * Goes over local examples again and again.
 *
 * @param examples the examples of each epoch
 * @param count    epochs, at least 1
 * @param seed     decides the order of examples and dropout, together with version, attempt and epoch
 */
record LocalEpochs(LocalExamples examples, int count, long seed) {

    /** Odd constants of SplitMix64: they spread versions and epochs over all 64 bits of a seed. */
    private static final long VERSION_STEP = 0x9E3779B97F4A7C15L;

    private static final long EPOCH_STEP = 0xBF58476D1CE4E5B9L;

    private static final long ATTEMPT_STEP = 0x94D049BB133111EBL;

    /**
     * A training on a version.
     *
     * @param version model version
     * @param number  trainings on it that diverged before this one
     */
    record Attempt(long version, int number) {}

    /** Figures of an epoch; the loss is the mean per example, of each mini-batch before its step. */
    record EpochResult(long exampleCount, double meanLoss) {}

    /**
     * Trains a network from the parameters that have been set.
     *
     * @param network  prepared for training
     * @param attempt  the version, and how often it was tried in vain
     * @param shift    added to each gradient; null for nothing
     * @param isToStop asked before each mini-batch
     * @return figures of the last epoch, or empty if training was given up
     */
    Optional<EpochResult> train(Dl4jNetwork network, Attempt attempt, float[] shift, BooleanSupplier isToStop) {
        network.beginRound(attempt.version(), seed(attempt, count), shift);
        Optional<EpochResult> last = Optional.empty();
        for (int epoch = 0; epoch < count; epoch++) {
            network.setEpochCount(epoch);
            last = trainEpoch(network, examples.epoch(seed(attempt, epoch)), isToStop);
            if (last.isEmpty()) {
                break;
            }
        }
        return last;
    }

    private static Optional<EpochResult> trainEpoch(
            Dl4jNetwork network, Iterator<DataSet> batches, BooleanSupplier isToStop) {
        double lossSum = 0;
        long exampleCount = 0;
        while (batches.hasNext()) {
            if (isToStop.getAsBoolean()) {
                return Optional.empty();
            }
            DataSet batch = batches.next();
            lossSum += network.fit(batch) * batch.numExamples();
            exampleCount += batch.numExamples();
        }
        return Optional.of(new EpochResult(exampleCount, lossSum / exampleCount));
    }

    private long seed(Attempt attempt, int epoch) {
        return seed + VERSION_STEP * attempt.version() + ATTEMPT_STEP * attempt.number() + EPOCH_STEP * epoch;
    }
}
