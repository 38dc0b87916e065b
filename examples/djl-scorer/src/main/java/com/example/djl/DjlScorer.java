package com.example.djl;

import dev.tributary.client.watch.ModelWatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** Scores rows of inputs, scaled as the clients scale them, and takes no part. */
public final class DjlScorer {

    private DjlScorer() {}

    /**
     * Prints each row's probability of label 1.
     *
     * @param args brokers, federation, file with a row of numbers in each line
     */
    public static void main(String[] args) throws IOException {
        try (ModelWatch watch =
                        ModelWatch.builder().kafka(args[0]).federation(args[1]).open();
                FollowedDjlNetwork network = new FollowedDjlNetwork(watch)) {
            watch.awaitNewerThan(-1, Duration.ofMinutes(1));
            for (String line : Files.readAllLines(Path.of(args[2]))) {
                System.out.printf(Locale.ROOT, "%.6f%n", network.probabilities(features(line))[1]);
            }
        }
    }

    private static float[] features(String line) {
        String[] fields = line.split(",", -1);
        float[] features = new float[fields.length];
        for (int i = 0; i < fields.length; i++) {
            features[i] = Float.parseFloat(fields[i]);
        }
        return features;
    }
}
