package dev.tributary.aggregator.evaluation.judging;

import dev.tributary.federation.settings.evaluation.Direction;

/**
 * A line of versions that follow from one another, as far as the judge needs it. It begins anew where the model was
 * replaced.
 *
 * @param start         version that it begins with: where the model was replaced, or {@link VersionJudge#BEGINNING}
 * @param through       last version in it, or {@link VersionJudge#BEGINNING} while it is empty
 * @param bestVersion   version with the best mean; the newest of several
 * @param best          its mean
 * @param lastProgress  mean of the last version that was progress
 * @param sinceProgress versions after it
 */
public record MetricHistory(
        long start, long through, long bestVersion, double best, double lastProgress, int sinceProgress) {

    static MetricHistory beginning(long start) {
        return new MetricHistory(start, VersionJudge.BEGINNING, VersionJudge.BEGINNING, 0, 0, 0);
    }

    boolean isEmpty() {
        return through == VersionJudge.BEGINNING;
    }

    /** Adds the next version. */
    MetricHistory then(long version, double mean, Direction better, double minProgress) {
        if (isEmpty()) {
            return new MetricHistory(start, version, version, mean, mean, 0);
        }
        boolean isBest = better.gain(mean, best) >= 0;
        boolean isProgress = better.gain(mean, lastProgress) > minProgress;
        return new MetricHistory(
                start,
                version,
                isBest ? version : bestVersion,
                isBest ? mean : best,
                isProgress ? mean : lastProgress,
                isProgress ? 0 : sinceProgress + 1);
    }
}
