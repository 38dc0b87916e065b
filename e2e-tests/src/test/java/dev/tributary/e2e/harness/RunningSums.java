package dev.tributary.e2e.harness;

import dev.tributary.log.registry.Framings;
import java.util.TreeMap;

/**
 * The same check as {@link ExactSums}, on a federation that runs too long to be checked at its end: each version is
 * looked at when it comes, and then forgotten. Thread-safe.
 */
public final class RunningSums implements AutoCloseable {

    private final TestFederation federation;
    private final ExactSums sums;
    private final TopicLog log;
    private final ModelVersions models;
    private long checkedThrough;

    RunningSums(TestFederation federation, TopicLog log) {
        this.federation = federation;
        this.sums = new ExactSums(federation, 0);
        this.log = log;
        this.models = new ModelVersions(Framings.of(federation.kafka()).newFraming());
    }

    /** Checks the versions that have come since the last call; answers how far that is. */
    public synchronized long check() {
        log.takeNew().forEach(models::accept);
        TreeMap<Long, float[]> whole = models.whole();
        Rounds rounds = federation.rounds();
        while (whole.containsKey(checkedThrough + 1) && rounds.newest() > checkedThrough) {
            long version = checkedThrough + 1;
            sums.requireMean(rounds, version, whole.get(version - 1), whole.get(version));
            whole.remove(version - 1);
            checkedThrough = version;
        }
        return checkedThrough;
    }

    @Override
    public void close() {
        // The log is closed by the federation.
    }
}
