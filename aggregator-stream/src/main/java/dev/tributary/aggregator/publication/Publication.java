package dev.tributary.aggregator.publication;

import dev.tributary.aggregator.combining.PartialSumRecords;
import dev.tributary.arithmetic.Blocks;
import dev.tributary.schemas.avro.FederationState;
import dev.tributary.schemas.avro.Provenance;
import dev.tributary.schemas.avro.RoundMembers;
import dev.tributary.schemas.avro.RoundResult;
import dev.tributary.schemas.avro.UpdateMember;
import dev.tributary.schemas.avro.VersionEvaluation;
import dev.tributary.schemas.codec.PayloadCodec;
import dev.tributary.schemas.codec.PayloadCodecs;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.globalmodel.CodeVersion;
import dev.tributary.schemas.globalmodel.GlobalModel;
import dev.tributary.schemas.globalmodel.ModelRecords;
import dev.tributary.schemas.payload.PayloadException;
import dev.tributary.schemas.topic.RecordKeys;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Writes a model version and how it came about: members and result on {@code rounds}; chunks, head and the federation's
 * state on {@code model}. The stream task's transaction makes them one.
 *
 * <p>Not thread-safe: one instance belongs to one stream task.
 */
public final class Publication {

    private final String modelSink;
    private final String roundsSink;
    private final int chunkBytes;
    private final RecordFraming framing;
    private final int membersPerRecord;

    /**
     * @param framing    used by this instance only
     * @param modelSink  name of the sink of the model topic
     * @param roundsSink name of the sink of the rounds topic
     * @param chunkBytes greatest length of a chunk on either
     */
    public Publication(RecordFraming framing, String modelSink, String roundsSink, int chunkBytes) {
        this.framing = framing;
        this.modelSink = modelSink;
        this.roundsSink = roundsSink;
        this.chunkBytes = chunkBytes;
        this.membersPerRecord = PartialSumRecords.maxMembers(chunkBytes);
    }

    /**
     * The records that were written.
     *
     * @param model         the new version as clients read it
     * @param modelBytes    bytes of its payload
     * @param chunkCount    its chunks
     * @param aggregationMs milliseconds since the decision
     * @param result        the round's result, as written
     */
    public record Published(
            GlobalModel model, long modelBytes, int chunkCount, double aggregationMs, RoundResult result) {}

    /**
     * Writes the next version.
     *
     * @param context   takes the records
     * @param base      current version
     * @param exact     parameters of the next version, before its encoding leaves something out; kept when it leaves
     *                  nothing out, so the caller must not change them
     * @param plan      how it comes about
     * @param round     the round that makes it, or {@link ClosedRound#none}
     * @param startedAt {@link System#nanoTime} at the decision
     * @return the records that were written
     */
    public Published publish(
            ProcessorContext<String, byte[]> context,
            GlobalModel base,
            float[] exact,
            VersionPlan plan,
            ClosedRound round,
            long startedAt) {
        long version = base.version() + 1;
        long nowMs = round.closedAtMs();
        PayloadCodec codec =
                PayloadCodecs.of(plan.settings().model().encoding().onTheWire()).orElseThrow();
        ByteBuffer payload = codec.encode(exact);
        GlobalModel model = new GlobalModel(
                version,
                base.definition(),
                base.layout(),
                asRead(codec, payload, exact),
                provenance(base, plan, round));
        ModelRecords records = new ModelRecords(framing, codec, chunkBytes);
        long modelBytes = records.write(
                model, payload, (key, value) -> context.forward(new Record<>(key, value, nowMs), modelSink));
        announceToClients(context, plan.announcement(), nowMs);
        int memberRecords = writeMembers(context, version, round);
        double aggregationMs = (System.nanoTime() - startedAt) / 1e6;
        RoundResult result = result(base, model, plan, round)
                .setModelBytes(modelBytes)
                .setMemberRecords(memberRecords)
                .setAggregationMs(aggregationMs)
                .build();
        forwardToRounds(context, RecordKeys.round(version), framing.encode(result), nowMs);
        return new Published(model, modelBytes, records.chunkCount(modelBytes), aggregationMs, result);
    }

    private static float[] asRead(PayloadCodec codec, ByteBuffer payload, float[] exact) {
        if (codec == PayloadCodecs.FLOAT32) {
            return exact;
        }
        try {
            float[] read = new float[exact.length];
            codec.decode(payload, read);
            return read;
        } catch (PayloadException e) {
            throw new IllegalStateException("what a codec wrote must be readable", e);
        }
    }

    /**
     * Writes the tombstones of a version that is no longer kept.
     *
     * @param context    takes the records
     * @param version    the version
     * @param chunkCount its chunks
     * @param nowMs      wall-clock time
     */
    public void expire(ProcessorContext<String, byte[]> context, long version, int chunkCount, long nowMs) {
        ModelRecords.expire(
                version, chunkCount, (key, value) -> context.forward(new Record<>(key, value, nowMs), modelSink));
    }

    /**
     * Tells clients, and stage 1, of a change while no version was published.
     *
     * @param context takes the records
     * @param state   the federation's state from now on
     */
    public void announce(ProcessorContext<String, byte[]> context, FederationState state) {
        announceToClients(context, state, state.getWrittenAtMs());
        forwardToRounds(context, RecordKeys.STATE, framing.encode(state), state.getWrittenAtMs());
    }

    private void announceToClients(ProcessorContext<String, byte[]> context, FederationState state, long nowMs) {
        context.forward(new Record<>(RecordKeys.STATE, framing.encode(state), nowMs), modelSink);
    }

    /**
     * Writes how well a version does, for people and tools.
     *
     * @param context    takes the record
     * @param evaluation the figures
     * @param nowMs      wall-clock time
     */
    public void evaluated(ProcessorContext<String, byte[]> context, VersionEvaluation evaluation, long nowMs) {
        String key = RecordKeys.evaluation(evaluation.getVersion());
        forwardToRounds(context, key, framing.encode(evaluation), nowMs);
    }

    private int writeMembers(ProcessorContext<String, byte[]> context, long version, ClosedRound closed) {
        List<UpdateMember> members = closed.members();
        int index = 0;
        for (int from = 0; from < members.size(); from += membersPerRecord) {
            List<UpdateMember> part = members.subList(from, Math.min(from + membersPerRecord, members.size()));
            byte[] value = framing.encode(new RoundMembers(version, index, part));
            forwardToRounds(context, RecordKeys.members(version, index), value, closed.closedAtMs());
            index++;
        }
        return index;
    }

    private void forwardToRounds(ProcessorContext<String, byte[]> context, String key, byte[] value, long timestamp) {
        context.forward(new Record<>(key, value, timestamp), roundsSink);
    }

    private static Provenance provenance(GlobalModel base, VersionPlan plan, ClosedRound round) {
        return Provenance.newBuilder()
                .setBaseVersion(plan.rolledBackTo() >= 0 ? plan.rolledBackTo() : base.version())
                .setStrategy(plan.strategy())
                .setSettings(settings(plan, round))
                .setUpdateCount(round.updates())
                .setExampleCount(round.updates() == 0 ? 0 : round.exampleCount())
                .setCodeVersion(CodeVersion.current())
                .setCreatedAtMs(round.closedAtMs())
                .build();
    }

    /** With the guarantee of everything that is public up to this version. */
    private static Map<String, String> settings(VersionPlan plan, ClosedRound round) {
        Map<String, String> settings = new TreeMap<>(plan.settings().provenance());
        settings.put("privacy.guarantee", round.guarantee());
        return settings;
    }

    private static RoundResult.Builder result(
            GlobalModel base, GlobalModel model, VersionPlan plan, ClosedRound closed) {
        return RoundResult.newBuilder()
                .setVersion(model.version())
                .setBaseVersion(model.provenance().getBaseVersion())
                .setCloseReason(closed.reason())
                .setUpdateCount(closed.updates())
                .setClientCount(closed.clientCount())
                .setPartialCount(closed.partialCount())
                .setExampleCount(closed.exampleCount())
                .setAggregationWeight(closed.aggregationWeight())
                .setStaleness(closed.staleness())
                .setMetrics(closed.metrics())
                .setUpdateBytes(closed.updateBytes())
                .setStepL2Norm(stepNorm(base.parameters(), model.parameters()))
                .setOpenedAtMs(closed.openedAtMs())
                .setFirstUpdateAtMs(closed.firstUpdateAtMs())
                .setClosedAtMs(closed.closedAtMs())
                .setExtensions(closed.extensions())
                .setStrategy(plan.strategy())
                .setLayoutFingerprint(model.layout().fingerprint())
                .setParameterCount(model.parameters().length)
                .setSettings(plan.next().text())
                .setCommandId(plan.commandId())
                .setRolledBackTo(plan.rolledBackTo())
                .setDiscardedUpdateCount(closed.discardedUpdates())
                .setNote(plan.note())
                .setPrivacy(closed.privacy())
                .setClosedPartials(closedPartials(closed));
    }

    private static Map<String, Long> closedPartials(ClosedRound closed) {
        return closed.closedPartials().entrySet().stream()
                .collect(Collectors.toMap(entry -> String.valueOf(entry.getKey()), Map.Entry::getValue));
    }

    private static double stepNorm(float[] from, float[] to) {
        double[] squares = new double[1];
        Blocks.of(from.length, (begin, end) -> squares[0] += squaredSteps(from, to, begin, end));
        return Math.sqrt(squares[0]);
    }

    private static double squaredSteps(float[] from, float[] to, int begin, int end) {
        double squares = 0;
        for (int i = begin; i < end; i++) {
            double step = (double) to[i] - from[i];
            squares += step * step;
        }
        return squares;
    }
}
