package dev.tributary.client.data.partition;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Sorts examples by label, cuts them into two shards a client and deals two random shards to each, so that most
 * clients see two labels (McMahan et al. 2017, section 3, <a href="https://arxiv.org/abs/1602.05629">arXiv:1602.05629</a>).
 */
record LabelShardScheme() implements PartitionScheme {

    private static final int SHARDS_PER_CLIENT = 2;

    @Override
    public List<int[]> partition(int[] labels, int classCount, int clientCount, RandomGenerator random) {
        Dealing.checkEnough(labels.length, clientCount, SHARDS_PER_CLIENT);
        int[] sorted = sortedByLabel(labels, classCount, Dealing.shuffledIndices(labels.length, random));
        List<int[]> shards = Dealing.cut(sorted, SHARDS_PER_CLIENT * clientCount);
        int[] order = Dealing.shuffledIndices(shards.size(), random);
        List<int[]> parts = new ArrayList<>();
        for (int client = 0; client < clientCount; client++) {
            parts.add(joined(shards.get(order[2 * client]), shards.get(order[2 * client + 1])));
        }
        return parts;
    }

    @Override
    public String toString() {
        return "shards";
    }

    /** Counting sort that keeps the given order within a label. */
    private static int[] sortedByLabel(int[] labels, int classCount, int[] indices) {
        int[] next = new int[classCount + 1];
        for (int label : labels) {
            next[label + 1]++;
        }
        for (int label = 0; label < classCount; label++) {
            next[label + 1] += next[label];
        }
        int[] sorted = new int[indices.length];
        for (int index : indices) {
            sorted[next[labels[index]]++] = index;
        }
        return sorted;
    }

    private static int[] joined(int[] first, int[] second) {
        int[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
