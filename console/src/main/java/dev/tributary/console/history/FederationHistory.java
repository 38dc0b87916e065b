package dev.tributary.console.history;

import dev.tributary.console.words.ReasonTexts;
import dev.tributary.log.rounds.RoundHistory;
import dev.tributary.operator.overview.RoundLine;
import dev.tributary.schemas.avro.Rejection;
import dev.tributary.schemas.avro.RoundResult;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.framing.UndecodableRecordException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A federation as its topics {@code rounds} and {@code rejections} tell it: the newest {@value #MOST_ROUNDS} rounds, counts and
 * the newest of the refusals, and a feed of what happened. Shows no pseudonym and no small group.
 *
 * <p>Thread-safe: each topic is followed by a thread of its own, and viewers ask in others.
 */
public final class FederationHistory {

    /** Rounds that are held; some 2 KiB each. */
    public static final int MOST_ROUNDS = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(FederationHistory.class);

    private final String federation;
    private final RecordFraming roundFraming;
    private final RecordFraming rejectionFraming;
    private final SmallGroups groups;
    private final RoundTeller teller;
    private final Feed feed;
    private final Refusals refusals = new Refusals();
    private final Map<String, Long> untold = new TreeMap<>();
    private RoundHistory rounds;
    private long recordCount;
    private long lastRefusedAtMs;

    /**
     * @param federation       name of the federation
     * @param roundFraming     used by this instance only
     * @param rejectionFraming used by this instance only
     * @param groups           which groups are too small to be told
     * @param feed             takes the events
     */
    public FederationHistory(
            String federation,
            RecordFraming roundFraming,
            RecordFraming rejectionFraming,
            SmallGroups groups,
            Feed feed) {
        this.federation = federation;
        this.roundFraming = roundFraming;
        this.rejectionFraming = rejectionFraming;
        this.groups = groups;
        this.teller = new RoundTeller(new FeedWords(groups), feed);
        this.feed = feed;
        this.rounds = new RoundHistory(roundFraming, MOST_ROUNDS);
    }

    /** Forgets the rounds, since the topic is read from its beginning again. */
    public synchronized void beginRounds() {
        rounds = new RoundHistory(roundFraming, MOST_ROUNDS);
    }

    /** Forgets the refusals, since the topic is read from its beginning again. */
    public synchronized void beginRejections() {
        refusals.clear();
        untold.clear();
    }

    /**
     * Takes the next record of {@code rounds}.
     *
     * @param key   its key, may be null
     * @param value its value, may be null
     */
    public synchronized void acceptRound(String key, byte[] value) {
        recordCount++;
        Optional<RoundResult> before = rounds.newest();
        long version = rounds.accept(key, value);
        if (version < 0) {
            return;
        }
        Optional<RoundResult> result = rounds.result(version);
        boolean isResult =
                result.isPresent() && !result.equals(before) && rounds.newest().equals(result);
        if (isResult) {
            teller.tell(result.get(), before);
        } else {
            rounds.evaluation(version).flatMap(groups::told).ifPresent(teller::tell);
        }
    }

    /**
     * Takes the next record of {@code rejections}.
     *
     * @param value its value, may be null
     */
    public synchronized void acceptRejection(byte[] value) {
        recordCount++;
        if (value == null) {
            return;
        }
        try {
            if (rejectionFraming.decode(value) instanceof Rejection rejection) {
                untold.merge(refusals.add(rejection), 1L, Long::sum);
                lastRefusedAtMs = rejection.getRejectedAtMs();
            }
        } catch (UndecodableRecordException e) {
            LOG.warn(
                    "a record of the rejections of federation={} is passed over: reason={}",
                    federation,
                    e.getMessage());
        }
    }

    /** Tells the refusals since the last call in one sentence a reason: a flood of them is no flood of the feed. */
    public synchronized void tellRejections() {
        for (Map.Entry<String, Long> refused : untold.entrySet()) {
            String meaning = ReasonTexts.of(refused.getKey()).meaning();
            String text = FeedWords.refused(refused.getKey(), refused.getValue(), meaning);
            feed.add("refused", lastRefusedAtMs, -1, text);
        }
        untold.clear();
    }

    /**
     * Tells something of the console's own way to the log.
     *
     * @param type such as {@code away}
     * @param atMs when, milliseconds since 1970-01-01 UTC
     * @param text one sentence
     */
    public void tell(String type, long atMs, String text) {
        feed.add(type, atMs, -1, text);
    }

    /**
     * Names the federation.
     *
     * @return its name
     */
    public String federation() {
        return federation;
    }

    /**
     * Gives the feed.
     *
     * @return the same object each time
     */
    public Feed feed() {
        return feed;
    }

    /**
     * Gives the threshold of groups.
     *
     * @return clients behind anything that is shown, at least
     */
    public int smallestGroup() {
        return groups.least();
    }

    /**
     * Counts the records taken so far.
     *
     * @return records of both topics
     */
    public synchronized long recordCount() {
        return recordCount;
    }

    /**
     * Says which version is the newest.
     *
     * @return the version, -1 before version 0
     */
    public synchronized long newestVersion() {
        return rounds.newest().map(RoundResult::getVersion).orElse(-1L);
    }

    /**
     * Sums the federation up.
     *
     * @return members in a fixed order
     */
    public synchronized Map<String, Object> summary() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("federation", federation);
        json.put("version", newestVersion());
        json.put("rounds", rounds.results().size());
        json.put("mostRounds", MOST_ROUNDS);
        json.put(
                "lastClosedAtMs",
                rounds.newest().map(RoundResult::getClosedAtMs).orElse(null));
        json.put("refused", refusals.total());
        json.put("smallestGroup", groups.least());
        return json;
    }

    /**
     * Lists rounds, as {@code tributary rounds --output json} does.
     *
     * @param last   most of them, the newest
     * @param before only those of versions below this one
     * @return the rounds, the oldest first
     */
    public synchronized Map<String, Object> rounds(int last, long before) {
        return Map.of(
                "rounds", lines(rounds, last, before).stream().map(groups::json).toList());
    }

    private static List<RoundLine> lines(RoundHistory held, int last, long before) {
        List<RoundResult> all = held.results();
        int end = all.size();
        while (end > 0 && all.get(end - 1).getVersion() >= before) {
            end--;
        }
        return all.subList(Math.max(0, end - last), end).stream()
                .map(result -> line(held, result))
                .toList();
    }

    private static RoundLine line(RoundHistory held, RoundResult result) {
        return new RoundLine(result, held.evaluation(result.getVersion()), held.marks(result.getVersion()));
    }

    /**
     * Lists versions with their provenance.
     *
     * @param last   most of them, the newest
     * @param before only those below this one
     * @return the versions, the oldest first
     */
    public synchronized Map<String, Object> versions(int last, long before) {
        return Map.of(
                "versions",
                lines(rounds, last, before).stream().map(Provenance::json).toList());
    }

    /**
     * Shows one version: provenance, round, evaluation, settings and their change.
     *
     * @param version the version
     * @return members in a fixed order; empty if it is not held
     */
    public synchronized Optional<Map<String, Object>> version(long version) {
        Optional<RoundResult> result = rounds.result(version);
        if (result.isEmpty()) {
            return Optional.empty();
        }
        RoundLine line = line(rounds, result.get());
        Map<String, Object> json = Provenance.json(line);
        json.put("round", groups.json(line));
        json.putAll(Provenance.settings(result.get(), rounds.result(version - 1)));
        return Optional.of(json);
    }

    /**
     * Gives the points of charts: of more versions than points every k-th, and always the newest.
     *
     * @param points most of them, at least 2
     * @return the points, the oldest first
     */
    public synchronized Map<String, Object> series(int points) {
        RoundHistory held = rounds;
        return Map.of(
                "points",
                Series.thinned(held.results(), points).stream()
                        .map(result -> Series.point(line(held, result), groups))
                        .toList());
    }

    /**
     * Shows the refusals.
     *
     * @param last newest records, at most
     * @return members in a fixed order
     */
    public synchronized Map<String, Object> rejections(int last) {
        return refusals.json(last, reason -> ReasonTexts.of(reason).json());
    }

    /**
     * Finds the settings in force.
     *
     * @return text of a federation.yaml, empty as long as no version carries any
     */
    public synchronized Optional<String> settingsInForce() {
        return rounds.settingsInForce();
    }
}
