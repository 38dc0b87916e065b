package dev.tributary.client.data.partition;

import dev.tributary.schemas.FederationException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Common parts of the partition schemes: shuffling and cutting index arrays. */
final class Dealing {

    private Dealing() {}

    /** Returns 0 to {@code length - 1} in random order (Fisher and Yates). */
    static int[] shuffledIndices(int length, RandomGenerator random) {
        int[] indices = new int[length];
        for (int i = 0; i < length; i++) {
            int j = random.nextInt(i + 1);
            indices[i] = indices[j];
            indices[j] = i;
        }
        return indices;
    }

    /** Cuts an array into consecutive parts whose lengths differ by at most one. */
    static List<int[]> cut(int[] indices, int partCount) {
        List<int[]> parts = new ArrayList<>();
        int from = 0;
        for (int part = 1; part <= partCount; part++) {
            int to = (int) ((long) indices.length * part / partCount);
            parts.add(Arrays.copyOfRange(indices, from, to));
            from = to;
        }
        return parts;
    }

    /**
     * Checks that each client can have its least share.
     *
     * @throws FederationException if there are too few examples
     */
    static void checkEnough(int exampleCount, int clientCount, int leastPerClient) {
        if (clientCount < 1) {
            throw new FederationException("clients must be at least 1, was " + clientCount);
        }
        if (exampleCount / leastPerClient < clientCount) {
            throw new FederationException("clients must be at most " + exampleCount / leastPerClient + " for "
                    + exampleCount + " training examples, was " + clientCount);
        }
    }
}
