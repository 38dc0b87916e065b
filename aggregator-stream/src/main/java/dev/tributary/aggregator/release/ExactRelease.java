package dev.tributary.aggregator.release;

import dev.tributary.aggregation.CombinedDelta;
import dev.tributary.aggregation.ReleaseStep;
import dev.tributary.aggregation.ReleasedDelta;

/**
 * Releases the combined delta as it is: no noise, and so no privacy loss that could be stated. A close that is tried again
 * releases the same bits, since it combines the same updates in the same order.
 */
public final class ExactRelease implements ReleaseStep {

    @Override
    public ReleasedDelta release(CombinedDelta combined) {
        return ReleasedDelta.unchanged(combined);
    }
}
