package dev.tributary.leaktest.rounds;

import dev.tributary.privacy.words.WordSum;
import java.util.List;

/** How a federation adds what its clients send. */
public interface RoundSums {

    /**
     * Adds the updates of a round, as they travel, and releases their sum.
     *
     * @param baseVersion version that all come from
     * @param deltas      one a member; not changed
     * @return the released sum, with noise if there is any
     */
    WordSum release(long baseVersion, List<float[]> deltas);
}
