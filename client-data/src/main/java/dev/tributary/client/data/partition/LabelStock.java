package dev.tributary.client.data.partition;

import java.util.random.RandomGenerator;

/** The examples that no client has yet, by label, each label in random order. Not thread-safe. */
final class LabelStock {

    private final int[][] indicesByLabel;
    private final int[] remaining;

    LabelStock(int[] labels, int classCount, RandomGenerator random) {
        this.remaining = new int[classCount];
        for (int label : labels) {
            remaining[label]++;
        }
        this.indicesByLabel = new int[classCount][];
        for (int label = 0; label < classCount; label++) {
            indicesByLabel[label] = new int[remaining[label]];
        }
        int[] filled = new int[classCount];
        for (int index : Dealing.shuffledIndices(labels.length, random)) {
            int label = labels[index];
            indicesByLabel[label][filled[label]++] = index;
        }
    }

    /** Returns how many examples of a label are left. */
    int remaining(int label) {
        return remaining[label];
    }

    /**
     * Takes one example of a label that is drawn by {@code mixture} among the labels that are left; if the mixture
     * gives all of those nothing, by how many are left of each.
     *
     * @param mixture share of each label; not changed
     * @return index of an example that was not taken before
     */
    int take(double[] mixture, RandomGenerator random) {
        double mass = 0;
        long left = 0;
        for (int label = 0; label < remaining.length; label++) {
            mass += remaining[label] > 0 ? mixture[label] : 0;
            left += remaining[label];
        }
        if (left == 0) {
            throw new IllegalStateException("examples left must be at least 1, was 0");
        }
        boolean byMixture = mass > 0;
        double point = random.nextDouble() * (byMixture ? mass : left);
        int chosen = -1;
        for (int label = 0; label < remaining.length; label++) {
            double share = byMixture ? mixture[label] : remaining[label];
            if (remaining[label] > 0 && share > 0) {
                chosen = label;
                point -= share;
                if (point < 0) {
                    break;
                }
            }
        }
        return indicesByLabel[chosen][--remaining[chosen]];
    }
}
