package com.example.table;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How each column becomes a number near 0, the same at every client: the same value must be the same number everywhere, so
 * the file goes to all of them with the network, and nobody computes one of their own.
 *
 * @param means      what a column's values lie around
 * @param deviations how far, each above 0
 */
record Scaling(float[] means, float[] deviations) {

    /** Reads a file of lines {@code column,mean,deviation}, the first of which is a heading. */
    static Scaling read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        int columns = lines.size() - 1;
        float[] means = new float[columns];
        float[] deviations = new float[columns];
        for (int column = 0; column < columns; column++) {
            String[] fields = lines.get(column + 1).split(",", -1);
            means[column] = Float.parseFloat(fields[1]);
            deviations[column] = Float.parseFloat(fields[2]);
        }
        return new Scaling(means, deviations);
    }

    int columns() {
        return means.length;
    }

    // tag::features[]
    /** Makes two inputs of each column: its scaled value, and whether it is missing. */
    float[] features(String[] fields) {
        float[] features = new float[2 * columns()];
        for (int column = 0; column < columns(); column++) {
            boolean isMissing = fields[column].isBlank();
            // A missing value becomes the mean, and the network is told: it may learn what that means.
            features[2 * column] =
                    isMissing ? 0 : (Float.parseFloat(fields[column]) - means[column]) / deviations[column];
            features[2 * column + 1] = isMissing ? 1 : 0;
        }
        return features;
    }
    // end::features[]
}
