package dev.tributary.log.rounds;

import dev.tributary.schemas.avro.CloseReason;
import dev.tributary.schemas.avro.RoundResult;
import dev.tributary.schemas.avro.VersionEvaluation;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.framing.UndecodableRecordException;
import dev.tributary.schemas.topic.RecordKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Result of each version's round, and the version's evaluation, from the topic {@code rounds}. Members are passed over.
 *
 * <p>Not thread-safe.
 */
public final class RoundHistory {

    private static final Logger LOG = LoggerFactory.getLogger(RoundHistory.class);
    private static final String EVALUATION = "evaluation/";

    private final RecordFraming framing;
    private final int most;
    private final TreeMap<Long, RoundResult> results = new TreeMap<>();
    private final TreeMap<Long, RoundResult> rollbacks = new TreeMap<>();
    private final TreeMap<Long, VersionEvaluation> evaluations = new TreeMap<>();

    /**
     * Begins with nothing.
     *
     * @param framing used by this instance only
     */
    public RoundHistory(RecordFraming framing) {
        this(framing, Integer.MAX_VALUE);
    }

    /**
     * Begins with nothing, and forgets the oldest versions when there are too many.
     *
     * @param framing used by this instance only
     * @param most    versions that are held, at least 1
     */
    public RoundHistory(RecordFraming framing, int most) {
        this.framing = framing;
        this.most = most;
    }

    /**
     * Takes the next record of the topic.
     *
     * @param key   its key, may be null
     * @param value its value, may be null
     * @return version that it says something of, or -1 if it is of no matter here
     */
    public long accept(String key, byte[] value) {
        if (value == null || !(RecordKeys.isRound(key) || String.valueOf(key).startsWith(EVALUATION))) {
            return -1;
        }
        try {
            SpecificRecord record = framing.decode(value);
            if (record instanceof RoundResult result) {
                add(sharingSettings(result));
                return result.getVersion();
            }
            if (record instanceof VersionEvaluation evaluation) {
                add(evaluation);
                return evaluation.getVersion();
            }
        } catch (UndecodableRecordException e) {
            LOG.warn("record {} of the topic of rounds is passed over: {}", key, e.getMessage());
        }
        return -1;
    }

    private void add(RoundResult result) {
        results.put(result.getVersion(), result);
        if (result.getCloseReason() == CloseReason.ROLLBACK) {
            rollbacks.put(result.getVersion(), result);
        }
        if (results.size() > most) {
            results.pollFirstEntry();
            rollbacks.headMap(results.firstKey()).clear();
            evaluations.headMap(results.firstKey()).clear();
        }
    }

    /** One of a version that is forgotten is forgotten too; the result of the newest may still come. */
    private void add(VersionEvaluation evaluation) {
        if (results.size() < most || evaluation.getVersion() >= results.firstKey()) {
            evaluations.put(evaluation.getVersion(), evaluation);
        }
        if (evaluations.size() > most) {
            evaluations.pollFirstEntry();
        }
    }

    /** Each result carries the whole text of the settings, nearly always the one before: one copy is enough. */
    private RoundResult sharingSettings(RoundResult result) {
        RoundResult before = results.get(result.getVersion() - 1);
        boolean isSame = before != null && before.getSettings().equals(result.getSettings());
        return isSame
                ? RoundResult.newBuilder(result)
                        .setSettings(before.getSettings())
                        .build()
                : result;
    }

    /**
     * Lists the rounds.
     *
     * @return results, the oldest first
     */
    public List<RoundResult> results() {
        return List.copyOf(results.values());
    }

    /**
     * Finds the round of a version.
     *
     * @param version the version
     * @return its result, or empty if there is none, or it is forgotten
     */
    public Optional<RoundResult> result(long version) {
        return Optional.ofNullable(results.get(version));
    }

    /**
     * Finds the newest round.
     *
     * @return its result, or empty before version 0
     */
    public Optional<RoundResult> newest() {
        return results.isEmpty()
                ? Optional.empty()
                : Optional.of(results.lastEntry().getValue());
    }

    /**
     * Finds the clients' evaluation of a version.
     *
     * @param version the version
     * @return the latest figures, or empty if there are none
     */
    public Optional<VersionEvaluation> evaluation(long version) {
        return Optional.ofNullable(evaluations.get(version));
    }

    /**
     * Gives the remark on a version.
     *
     * @param version the version
     * @return such as {@code bad} or {@code rolled back by version 7}; usually empty
     */
    public List<String> marks(long version) {
        List<String> marks = new ArrayList<>();
        if (evaluation(version).filter(VersionEvaluation::getIsBad).isPresent()) {
            marks.add("bad");
        }
        rollbacks.tailMap(version, false).values().stream()
                .filter(later -> later.getRolledBackTo() < version)
                .findFirst()
                .ifPresent(later -> marks.add("rolled back by version " + later.getVersion()));
        RoundResult own = results.get(version);
        if (own != null && own.getCloseReason() == CloseReason.ROLLBACK) {
            marks.add("copy of version " + own.getRolledBackTo());
        }
        return marks;
    }

    /**
     * Finds the settings that hold now.
     *
     * @return text of a federation.yaml; empty as long as no version carries any, when those hold that the aggregator
     *         was started with
     */
    public Optional<String> settingsInForce() {
        return newest().map(RoundResult::getSettings).filter(text -> !text.isEmpty());
    }
}
