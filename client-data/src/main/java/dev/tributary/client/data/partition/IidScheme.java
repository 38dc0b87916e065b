package dev.tributary.client.data.partition;

import java.util.List;
import java.util.random.RandomGenerator;

/** Deals shuffled examples out in parts whose sizes differ by at most one. */
record IidScheme() implements PartitionScheme {

    @Override
    public List<int[]> partition(int[] labels, int classCount, int clientCount, RandomGenerator random) {
        Dealing.checkEnough(labels.length, clientCount, 1);
        return Dealing.cut(Dealing.shuffledIndices(labels.length, random), clientCount);
    }

    @Override
    public String toString() {
        return "iid";
    }
}
