package dev.tributary.aggregator.evaluation.judging;

import dev.tributary.federation.settings.evaluation.Direction;
import dev.tributary.federation.settings.evaluation.EvaluationSettings;
import dev.tributary.federation.settings.evaluation.GuardAction;
import dev.tributary.schemas.avro.MetricSpread;
import dev.tributary.schemas.avro.VersionEvaluation;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Says of each evaluated version whether it is bad, and whether the federation is done. Looks at the mean of one metric,
 * {@code evaluation.metric}; <em>better</em> is meant as {@code evaluation.better} says.
 *
 * <ul>
 *   <li>A version is bad if its mean is worse by more than {@code guard.maxFall} than the best mean of the versions
 *       before it.
 *   <li>It is rolled back, if so configured, to the version before it with the best mean among those that are still
 *       readable and not bad by the same measure; not if a later version has already been found good.
 *   <li>A version is progress if it is better by more than {@code stop.minProgress} than the last one that was. After
 *       {@code stop.patience} evaluated versions without progress the federation is done; likewise when a version that
 *       is not bad reaches {@code stop.target}.
 * </ul>
 *
 * <p>Only figures of comparable groups are judged: those of a part of the clients that stands for all that were to be expected
 * ({@link ComparableGroup}). When the group itself has become another one, as where a client has left for good, all begins
 * anew with that version, as where the model was replaced.
 *
 * <p>An evaluation replaces an earlier one of the same version, and everything is judged from what is known then. Where
 * the model was replaced (a rollback, a published model), all of this begins anew: versions on different sides are not
 * compared, and nothing but a mark follows from the evaluation of a version before it.
 *
 * <p>Deterministic: the same calls in the same order give the same verdicts. Not thread-safe.
 */
public final class VersionJudge {

    /** Stands for no version. */
    static final long BEGINNING = -1;

    /**
     * Evaluated versions whose means are kept singly, in about 1 KiB; of older ones the best is. Reports on versions
     * that are further behind are refused, so that none of those is evaluated again.
     */
    static final int HISTORY = 64;

    private final EvaluationSettings settings;
    private final String metric;
    private final NavigableMap<Long, Double> means;
    private final TreeSet<Long> replacements;
    private MetricHistory past;
    private long groupSize;

    /**
     * Makes a judge that knows of no version.
     *
     * @param settings the bounds of a bad version, and the end of the federation
     */
    public VersionJudge(EvaluationSettings settings) {
        this(settings, JudgeMemory.empty(settings));
    }

    private VersionJudge(EvaluationSettings settings, JudgeMemory memory) {
        this.settings = settings;
        this.metric = memory.metric();
        this.past = memory.past();
        this.groupSize = memory.groupSize();
        this.replacements = new TreeSet<>(memory.replacements());
        this.means = new TreeMap<>(memory.means());
    }

    /**
     * Judges a version, and remembers its mean.
     *
     * @param evaluation     its newest evaluation; one without the metric, of too small a part of the clients, or of a
     *                       version above {@code newest}, has no consequences
     * @param oldestReadable oldest version that can still be read from the model topic
     * @param newest         newest published version
     * @return the consequence
     */
    public Verdict judge(VersionEvaluation evaluation, long oldestReadable, long newest) {
        MetricSpread spread = evaluation.getMetrics().get(settings.metric());
        long version = evaluation.getVersion();
        if (spread == null || version < 0 || version > newest || !Double.isFinite(spread.getMean())) {
            return Verdict.NOTHING;
        }
        long clients = evaluation.getReportCount();
        if (clients < ComparableGroup.least(evaluation.getGroupSize())) {
            return Verdict.NOTHING;
        }
        followGroup(version, clients);
        double mean = spread.getMean();
        if (version > past.through()) {
            means.put(version, mean);
        }
        MetricHistory before = historyBefore(version);
        boolean isBad = isBad(mean, before);
        boolean isCurrent = startOf(version) == startOf(newest) && version > past.through();
        Verdict verdict = new Verdict(
                isBad,
                isBad && isCurrent ? rollbackTarget(version, before, oldestReadable) : OptionalLong.empty(),
                isCurrent ? stopReason(version, mean, isBad, newest) : Optional.empty());
        forgetOldest();
        return verdict;
    }

    private void followGroup(long version, long clients) {
        boolean isNewest = version > past.through() && (means.isEmpty() || version >= means.lastKey());
        if (!isNewest) {
            return;
        }
        boolean isSame = groupSize == 0 || ComparableGroup.areComparable(groupSize, clients);
        groupSize = clients;
        // Of one version figures grow as reports come in.
        if (!isSame && !means.isEmpty() && version > means.lastKey()) {
            modelReplaced(version);
        }
    }

    private boolean isBad(double mean, MetricHistory before) {
        return settings.guard().maxFall().isPresent()
                && !before.isEmpty()
                && -settings.better().gain(mean, before.best())
                        > settings.guard().maxFall().getAsDouble();
    }

    private OptionalLong rollbackTarget(long version, MetricHistory before, long oldestReadable) {
        boolean isMended = means.tailMap(version, false).values().stream().anyMatch(mean -> !isBad(mean, before));
        if (settings.guard().action() != GuardAction.ROLLBACK || isMended) {
            return OptionalLong.empty();
        }
        if (before.bestVersion() >= oldestReadable) {
            return OptionalLong.of(before.bestVersion());
        }
        MetricHistory readable = MetricHistory.beginning(before.start());
        long from = Math.min(version, Math.max(oldestReadable, before.start()));
        for (Map.Entry<Long, Double> entry :
                means.subMap(from, true, version, false).entrySet()) {
            readable = add(readable, entry.getKey(), entry.getValue());
        }
        return readable.isEmpty() || isBad(readable.best(), before)
                ? OptionalLong.empty()
                : OptionalLong.of(readable.bestVersion());
    }

    private Optional<String> stopReason(long version, double mean, boolean isBad, long newest) {
        Direction better = settings.better();
        if (settings.stop().target().isPresent() && !isBad) {
            double target = settings.stop().target().getAsDouble();
            if (better.gain(mean, target) >= 0) {
                return Optional.of(String.format(
                        Locale.ROOT,
                        "version %d reached evaluation.stop.target: %s is %.6g, target %.6g",
                        version,
                        settings.metric(),
                        mean,
                        target));
            }
        }
        int patience = settings.stop().patience();
        MetricHistory whole = historyBefore(newest + 1);
        if (patience == 0 || whole.sinceProgress() < patience) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "evaluation.stop.patience is used up: %d evaluated versions without progress, best %s is %.6g",
                whole.sinceProgress(),
                settings.metric(),
                whole.best()));
    }

    /** The line that a version belongs to, as far as that version, which is left out. */
    private MetricHistory historyBefore(long version) {
        long start = startOf(version);
        MetricHistory history =
                past.start() == start && past.bestVersion() < version ? past : MetricHistory.beginning(start);
        for (Map.Entry<Long, Double> entry :
                means.subMap(start, true, version, false).entrySet()) {
            history = add(history, entry.getKey(), entry.getValue());
        }
        return history;
    }

    private MetricHistory add(MetricHistory history, long version, double mean) {
        return history.then(version, mean, settings.better(), settings.stop().minProgress());
    }

    private long startOf(long version) {
        Long start = replacements.floor(version);
        return start == null ? BEGINNING : start;
    }

    private void forgetOldest() {
        while (means.size() > HISTORY) {
            Map.Entry<Long, Double> oldest = means.pollFirstEntry();
            long start = startOf(oldest.getKey());
            past = add(
                    past.start() == start ? past : MetricHistory.beginning(start), oldest.getKey(), oldest.getValue());
        }
        while (replacements.size() > HISTORY) {
            replacements.pollFirst();
        }
    }

    /**
     * Begins anew, since a version is not what a round made of the one before it.
     *
     * @param version the version, newer than all before
     */
    public void modelReplaced(long version) {
        replacements.add(version);
        forgetOldest();
    }

    /**
     * Begins anew with a version that has the parameters of an earlier one, and until it is evaluated itself its mean.
     *
     * @param version   the version, newer than all before
     * @param toVersion version that was published again
     */
    public void rolledBack(long version, long toVersion) {
        Double mean = toVersion == past.bestVersion() ? Double.valueOf(past.best()) : means.get(toVersion);
        modelReplaced(version);
        if (mean != null && version > past.through()) {
            means.put(version, mean);
            forgetOldest();
        }
    }

    /**
     * Copies its memory.
     *
     * @return the memory, from which {@link #of} goes on
     */
    public JudgeMemory memory() {
        return new JudgeMemory(metric, groupSize, past, replacements, means);
    }

    /**
     * Goes on from the memory of another judge. If the metric or its direction have changed since, means are forgotten.
     *
     * @param settings rules of a bad version, and of the end of the federation
     * @param memory   copied
     * @return the judge
     */
    public static VersionJudge of(EvaluationSettings settings, JudgeMemory memory) {
        return new VersionJudge(settings, memory.about(settings));
    }
}
