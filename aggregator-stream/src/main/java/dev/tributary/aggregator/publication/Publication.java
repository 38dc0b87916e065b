package dev.tributary.aggregator.publication;

import dev.tributary.aggregator.combining.PartialSumRecords;
import dev.tributary.aggregator.settings.FederationSettings;
import dev.tributary.schemas.avro.Provenance;
import dev.tributary.schemas.avro.RoundMembers;
import dev.tributary.schemas.avro.RoundResult;
import dev.tributary.schemas.avro.UpdateMember;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.globalmodel.CodeVersion;
import dev.tributary.schemas.globalmodel.GlobalModel;
import dev.tributary.schemas.globalmodel.ModelRecords;
import dev.tributary.schemas.payload.PayloadCodecs;
import dev.tributary.schemas.topic.RecordKeys;
import java.util.List;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Writes a model version and its round: chunks, head, members, result. The stream task's transaction makes them one.
 *
 * <p>Not thread-safe: one instance belongs to one stream task.
 */
public final class Publication {

    private final FederationSettings settings;
    private final String modelSink;
    private final String roundsSink;
    private final RecordFraming framing = new RecordFraming();
    private final ModelRecords records;
    private final int membersPerRecord;

    /**
     * @param settings   the federation's settings
     * @param modelSink  name of the sink of the model topic
     * @param roundsSink name of the sink of the rounds topic
     * @param chunkBytes greatest length of a chunk on either
     */
    public Publication(FederationSettings settings, String modelSink, String roundsSink, int chunkBytes) {
        this.settings = settings;
        this.modelSink = modelSink;
        this.roundsSink = roundsSink;
        this.records = new ModelRecords(framing, PayloadCodecs.FLOAT32, chunkBytes);
        this.membersPerRecord = PartialSumRecords.maxMembers(chunkBytes);
    }

    /**
     * What was written.
     *
     * @param model         the new version
     * @param modelBytes    bytes of its payload
     * @param aggregationMs milliseconds since the decision to close
     */
    public record Published(GlobalModel model, long modelBytes, double aggregationMs) {}

    /**
     * Writes the next version.
     *
     * @param context   takes the records
     * @param base      current version
     * @param next      parameters of the next version; kept, so the caller must not change them
     * @param closed    what the round did
     * @param startedAt {@link System#nanoTime} at the decision to close
     * @return what was written
     */
    public Published publish(
            ProcessorContext<String, byte[]> context,
            GlobalModel base,
            float[] next,
            ClosedRound closed,
            long startedAt) {
        long version = base.version() + 1;
        GlobalModel model = new GlobalModel(version, base.definition(), base.layout(), next, provenance(base, closed));
        long expiring = version - settings.model().keepVersions();
        long modelBytes = records.write(
                model,
                Math.max(-1, expiring),
                (key, value) -> context.forward(new Record<>(key, value, closed.closedAtMs()), modelSink));
        int memberRecords = writeMembers(context, version, closed);
        double aggregationMs = (System.nanoTime() - startedAt) / 1e6;
        RoundResult result = result(base, model, closed, modelBytes, memberRecords, aggregationMs);
        forwardToRounds(context, RecordKeys.round(version), framing.encode(result), closed.closedAtMs());
        return new Published(model, modelBytes, aggregationMs);
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

    private Provenance provenance(GlobalModel base, ClosedRound closed) {
        return Provenance.newBuilder()
                .setBaseVersion(base.version())
                .setStrategy(settings.strategy().name())
                .setSettings(settings.provenance())
                .setUpdateCount(closed.members().size())
                .setExampleCount(closed.exampleCount())
                .setCodeVersion(CodeVersion.current())
                .setCreatedAtMs(closed.closedAtMs())
                .build();
    }

    private RoundResult result(
            GlobalModel base,
            GlobalModel model,
            ClosedRound closed,
            long modelBytes,
            int memberRecords,
            double aggregationMs) {
        return RoundResult.newBuilder()
                .setVersion(model.version())
                .setBaseVersion(base.version())
                .setCloseReason(closed.reason())
                .setUpdateCount(closed.members().size())
                .setClientCount(closed.clientCount())
                .setPartialCount(closed.partialCount())
                .setExampleCount(closed.exampleCount())
                .setAggregationWeight(closed.aggregationWeight())
                .setStaleness(closed.staleness())
                .setMetrics(closed.metrics())
                .setUpdateBytes(closed.updateBytes())
                .setModelBytes(modelBytes)
                .setStepL2Norm(stepNorm(base.parameters(), model.parameters()))
                .setOpenedAtMs(closed.openedAtMs())
                .setFirstUpdateAtMs(closed.firstUpdateAtMs())
                .setClosedAtMs(closed.closedAtMs())
                .setAggregationMs(aggregationMs)
                .setExtensions(closed.extensions())
                .setMemberRecords(memberRecords)
                .setStrategy(settings.strategy().name())
                .setLayoutFingerprint(model.layout().fingerprint())
                .setParameterCount(model.parameters().length)
                .setSettings("")
                .setCommandId("")
                .setRolledBackTo(-1)
                .setDiscardedUpdateCount(0)
                .setNote("")
                .build();
    }

    private static double stepNorm(float[] from, float[] to) {
        double squares = 0;
        for (int i = 0; i < from.length; i++) {
            double step = (double) to[i] - from[i];
            squares += step * step;
        }
        return Math.sqrt(squares);
    }
}
