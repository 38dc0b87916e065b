package dev.tributary.console.history;

import dev.tributary.schemas.avro.CloseReason;
import dev.tributary.schemas.avro.MetricSpread;
import dev.tributary.schemas.avro.Rejection;
import dev.tributary.schemas.avro.RoundResult;
import dev.tributary.schemas.avro.VersionEvaluation;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.topic.RecordKeys;
import java.util.Map;

/** A federation's history to which a test writes what the log would hold. */
public final class Logged {

    /** Rounds take three seconds, one after the other. */
    static final long ROUND_MS = 3_000;

    private final RecordFraming framing = new RecordFraming();
    private final Feed feed = new Feed(7);
    private final FederationHistory history;

    /** Begins with nothing and the least threshold. */
    public Logged() {
        this(SmallGroups.LEAST);
    }

    Logged(int smallestGroup) {
        history = new FederationHistory(
                "digits", new RecordFraming(), new RecordFraming(), new SmallGroups(smallestGroup), feed);
    }

    /** The history. */
    public FederationHistory history() {
        return history;
    }

    Feed feed() {
        return feed;
    }

    static RoundResult.Builder round(long version, long clients) {
        return RoundResult.newBuilder()
                .setVersion(version)
                .setBaseVersion(version - 1)
                .setCloseReason(CloseReason.GOAL)
                .setUpdateCount(clients + 1)
                .setClientCount(clients)
                .setPartialCount(1)
                .setExampleCount(100 * clients)
                .setAggregationWeight(1)
                .setStaleness(Map.of("0", clients + 1))
                .setMetrics(Map.of("loss", 0.5))
                .setUpdateBytes(1_000)
                .setModelBytes(500)
                .setStepL2Norm(0.25)
                .setOpenedAtMs(version * ROUND_MS)
                .setFirstUpdateAtMs(version * ROUND_MS + 1_000)
                .setClosedAtMs((version + 1) * ROUND_MS)
                .setAggregationMs(12)
                .setExtensions(0)
                .setMemberRecords(1)
                .setStrategy("fedAvg")
                .setLayoutFingerprint("f")
                .setParameterCount(1_234)
                .setSettings("")
                .setCommandId("")
                .setRolledBackTo(-1)
                .setDiscardedUpdateCount(0)
                .setNote("");
    }

    void add(RoundResult.Builder round) {
        history.acceptRound(RecordKeys.round(round.getVersion()), framing.encode(round.build()));
    }

    /** Writes a round of so many clients. */
    public void addRound(long version, long clients) {
        add(round(version, clients));
    }

    void evaluate(long version, long reports, boolean isBad) {
        VersionEvaluation evaluation = VersionEvaluation.newBuilder()
                .setVersion(version)
                .setReportCount(reports)
                .setExampleCount(30)
                .setMetrics(
                        Map.of("accuracy", new MetricSpread(0.5, 0.1, reports), "rare", new MetricSpread(0.7, 0.0, 1L)))
                .setIsBad(isBad)
                .setEvaluatedAtMs(1)
                .build();
        history.acceptRound(RecordKeys.evaluation(version), framing.encode(evaluation));
    }

    void reject(String reason, String client, String detail, long atMs) {
        history.acceptRejection(framing.encode(Rejection.newBuilder()
                .setReason(reason)
                .setDetail(detail)
                .setClientId(client)
                .setUpdateId(client + "-u1")
                .setBaseVersion(3)
                .setTopic("fl.digits.updates")
                .setPartition(0)
                .setOffset(42)
                .setRejectedAtMs(atMs)
                .build()));
    }
}
