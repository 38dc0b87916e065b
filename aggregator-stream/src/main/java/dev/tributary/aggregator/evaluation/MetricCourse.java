package dev.tributary.aggregator.evaluation;

import dev.tributary.federation.settings.evaluation.Direction;

/**
 * How the metric went from version to version, as far as the judge needs it. A course begins anew where the model was
 * replaced.
 *
 * @param start         version that it begins with: where the model was replaced, or {@link VersionJudge#BEGINNING}
 * @param through       last version in it, or {@link VersionJudge#BEGINNING} while it is empty
 * @param bestVersion   version with the best mean; the newest of several
 * @param best          its mean
 * @param lastProgress  mean of the last version that was progress
 * @param sinceProgress versions after it
 */
record MetricCourse(long start, long through, long bestVersion, double best, double lastProgress, int sinceProgress) {

    static MetricCourse beginning(long start) {
        return new MetricCourse(start, VersionJudge.BEGINNING, VersionJudge.BEGINNING, 0, 0, 0);
    }

    boolean isEmpty() {
        return through == VersionJudge.BEGINNING;
    }

    /** Adds the next version. */
    MetricCourse then(long version, double mean, Direction better, double minProgress) {
        if (isEmpty()) {
            return new MetricCourse(start, version, version, mean, mean, 0);
        }
        boolean isBest = better.gain(mean, best) >= 0;
        boolean isProgress = better.gain(mean, lastProgress) > minProgress;
        return new MetricCourse(
                start,
                version,
                isBest ? version : bestVersion,
                isBest ? mean : best,
                isProgress ? mean : lastProgress,
                isProgress ? 0 : sinceProgress + 1);
    }
}
