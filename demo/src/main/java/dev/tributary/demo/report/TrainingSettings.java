package dev.tributary.demo.report;

import java.util.Objects;

/**
 * How the clients of a demonstration trained.
 *
 * @param partition    how the data was dealt out, as written on the command line
 * @param localEpochs  passes over a client's own data for each update
 * @param batchSize    examples in each step
 * @param learningRate step length of local training
 * @param encoding     how updates were written, as on the command line
 */
public record TrainingSettings(String partition, int localEpochs, int batchSize, double learningRate, String encoding) {

    /** Checks that partition and encoding are named. */
    public TrainingSettings {
        Objects.requireNonNull(partition, "partition");
        Objects.requireNonNull(encoding, "encoding");
    }
}
