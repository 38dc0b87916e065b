package dev.tributary.client.data.partition;

import dev.tributary.schemas.FederationException;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Gives each client a label distribution of its own, {@code q ~ Dir(α·C·p)}, and draws its examples by {@code q} without
 * replacement: {@code C} classes, {@code p} the share of each class in the data (Hsu, Qi and Brown 2019,
 * <a href="https://arxiv.org/abs/1909.06335">arXiv:1909.06335</a>).
 *
 * <p>With balanced classes each has concentration {@code α}, as in most code that speaks of {@code Dir(α)}; the paper's
 * own {@code α} is ours times {@code C}. All clients get equally many examples, give or take one. When a class runs
 * out, the others take its place. Clients draw in turns, so that this befalls all of them late, where the paper serves
 * one client after the other; towards the end of the data they get the rest.
 *
 * @param alpha concentration of each class, 0.001 to 1,000,000
 */
record DirichletScheme(double alpha) implements PartitionScheme {

    static final String PREFIX = "dirichlet:";

    private static final double LEAST_ALPHA = 0.001;
    private static final double GREATEST_ALPHA = 1_000_000;

    DirichletScheme {
        if (!(alpha >= LEAST_ALPHA && alpha <= GREATEST_ALPHA)) {
            throw new FederationException(
                    "partition's ALPHA must be " + LEAST_ALPHA + " to " + (long) GREATEST_ALPHA + ", was " + alpha);
        }
    }

    static DirichletScheme parse(String text) {
        String number = text.substring(PREFIX.length());
        try {
            return new DirichletScheme(Double.parseDouble(number));
        } catch (NumberFormatException e) {
            throw new FederationException(
                    "partition must be dirichlet:ALPHA with a number like dirichlet:0.5, was " + text, e);
        }
    }

    @Override
    public List<int[]> partition(int[] labels, int classCount, int clientCount, RandomGenerator random) {
        Dealing.checkEnough(labels.length, clientCount, 1);
        LabelStock stock = new LabelStock(labels, classCount, random);
        double[] concentrations = IntStream.range(0, classCount)
                .mapToDouble(label -> alpha * classCount * stock.remaining(label) / labels.length)
                .toArray();
        double[][] mixtures = new double[clientCount][];
        Arrays.setAll(mixtures, client -> DirichletSampler.draw(concentrations, random));
        List<int[]> parts = Dealing.cut(new int[labels.length], clientCount);
        for (int turn = 0; turn <= labels.length / clientCount; turn++) {
            for (int client = 0; client < clientCount; client++) {
                if (turn < parts.get(client).length) {
                    parts.get(client)[turn] = stock.take(mixtures[client], random);
                }
            }
        }
        return parts;
    }

    @Override
    public String toString() {
        return PREFIX + alpha;
    }
}
