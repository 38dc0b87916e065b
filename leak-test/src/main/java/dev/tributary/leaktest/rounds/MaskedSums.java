package dev.tributary.leaktest.rounds;

import dev.tributary.leaktest.artefacts.LeakedUpdate;
import dev.tributary.leaktest.artefacts.MaskedClient;
import dev.tributary.leaktest.artefacts.MaskedRound;
import dev.tributary.leaktest.artefacts.Parties;
import dev.tributary.leaktest.artefacts.SumPlan;
import dev.tributary.leaktest.network.WordShape;
import dev.tributary.privacy.words.WordSum;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Sums of a masked federation: every update goes through its record's bytes, and every released sum is compared with the
 * clear one, word by word.
 */
public final class MaskedSums implements RoundSums {

    private final SumPlan plan;
    private final Parties parties;
    private final WordShape shape;
    private final ClearSums clear;
    private final long seed;
    private final LogReader log;

    /**
     * @param plan    how deltas become words
     * @param parties keys of the federation
     * @param shape   shape of the network
     * @param seed    of the seeds of masks
     * @param log     reads all records of a round
     */
    public MaskedSums(SumPlan plan, Parties parties, WordShape shape, long seed, LogReader log) {
        this.plan = plan;
        this.parties = parties;
        this.shape = shape;
        this.clear = new ClearSums(plan);
        this.seed = seed;
        this.log = log;
    }

    @Override
    public WordSum release(long baseVersion, List<float[]> deltas) {
        List<LeakedUpdate> updates = IntStream.range(0, deltas.size())
                .parallel()
                .mapToObj(member -> new MaskedClient(parties, member, plan, seed)
                        .write(baseVersion, shape.layout(), deltas.get(member)))
                .toList();
        log.read(baseVersion, updates);
        MaskedRound round = new MaskedRound(plan, parties);
        updates.forEach(round::add);
        WordSum released = round.release();
        requireEqual(released, deltas, round.members());
        return released;
    }

    private void requireEqual(WordSum released, List<float[]> deltas, String list) {
        WordSum expected = clear.sum(deltas);
        plan.addNoise(expected, list, 1);
        if (!Arrays.equals(released.toValues(), expected.toValues())) {
            throw new IllegalStateException("a masked sum must be the clear one in every word, was not");
        }
    }

    /** Whoever reads the log. */
    @FunctionalInterface
    public interface LogReader {

        /**
         * Reads the records of a round.
         *
         * @param baseVersion version that the members trained from
         * @param updates     their records, in the order of the members
         */
        void read(long baseVersion, List<LeakedUpdate> updates);
    }
}
