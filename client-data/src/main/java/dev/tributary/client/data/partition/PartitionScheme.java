package dev.tributary.client.data.partition;

import dev.tributary.client.data.LabelledImages;
import dev.tributary.client.data.SplitMix64;
import dev.tributary.schemas.FederationException;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * How examples are dealt out to clients: each example to exactly one client, and none goes without.
 *
 * <p>Written as {@code iid}, {@code shards} or {@code dirichlet:ALPHA}.
 */
public sealed interface PartitionScheme permits IidScheme, LabelShardScheme, DirichletScheme {

    /** Returns the scheme whose clients' data are all alike: examples dealt out at random. */
    static PartitionScheme iid() {
        return new IidScheme();
    }

    /** Returns the scheme of McMahan et al. 2017: two shards of examples sorted by label for each client. */
    static PartitionScheme shards() {
        return new LabelShardScheme();
    }

    /**
     * Returns the scheme of Hsu et al. 2019: each client's label distribution is drawn from a Dirichlet distribution.
     *
     * @param alpha concentration of each class, above 0: 100 is nearly iid, 0.1 one or two labels a client
     * @throws FederationException if {@code alpha} is outside its bounds
     */
    static PartitionScheme dirichlet(double alpha) {
        return new DirichletScheme(alpha);
    }

    /**
     * Reads a scheme from its written form, which {@code toString} gives back.
     *
     * @throws FederationException if {@code text} names no scheme or its number is out of bounds
     */
    static PartitionScheme parse(String text) {
        if (text.equals("iid")) {
            return iid();
        }
        if (text.equals("shards")) {
            return shards();
        }
        if (text.startsWith(DirichletScheme.PREFIX)) {
            return DirichletScheme.parse(text);
        }
        throw new FederationException("partition must be iid, shards or dirichlet:ALPHA, was " + text);
    }

    /**
     * Deals examples out.
     *
     * @param labels      label of each example, 0 to {@code classCount - 1}; not kept, not changed
     * @param clientCount number of clients, at least 1
     * @param random      the only source of chance: the same numbers give the same partition
     * @return for each client the indices of its examples in {@code labels}, at least one
     * @throws FederationException if there are too few examples for so many clients
     */
    List<int[]> partition(int[] labels, int classCount, int clientCount, RandomGenerator random);

    /**
     * Deals the examples of a data set out; the same seed gives the same views on every machine.
     *
     * @param clientCount number of clients, at least 1
     * @return one view for each client; pixels are shared
     * @throws FederationException if there are too few examples for so many clients
     */
    default List<LabelledImages> partition(LabelledImages data, int clientCount, long seed) {
        List<LabelledImages> views = new ArrayList<>();
        for (int[] indices : partition(data.labels(), data.classCount(), clientCount, new SplitMix64(seed))) {
            views.add(data.subset(indices));
        }
        return views;
    }
}
