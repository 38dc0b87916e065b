package dev.tributary.aggregator.harness;

import dev.tributary.aggregator.publication.ModelSource;
import dev.tributary.schemas.avro.GlobalModelHead;
import dev.tributary.schemas.avro.PayloadChunk;
import dev.tributary.schemas.codec.PayloadCodecs;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.framing.UndecodableRecordException;
import dev.tributary.schemas.globalmodel.GlobalModel;
import dev.tributary.schemas.globalmodel.ModelDefinition;
import dev.tributary.schemas.globalmodel.ModelRecords;
import dev.tributary.schemas.layout.ParameterLayout;
import dev.tributary.schemas.layout.TensorLayout;
import dev.tributary.schemas.layout.TensorOrder;
import dev.tributary.schemas.payload.PayloadAssembly;
import dev.tributary.schemas.payload.PayloadException;
import dev.tributary.schemas.topic.RecordKeys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The compacted model topic as its readers see it: the last value of each key. Strict: anything odd throws. */
public final class ModelLog implements ModelSource {

    private final RecordFraming framing = new RecordFraming();
    private final Map<String, byte[]> values = new HashMap<>();
    private final TreeMap<Long, GlobalModelHead> heads = new TreeMap<>();
    private final List<GlobalModel> published = new ArrayList<>();

    /** Writes a version as the initial one is written. */
    public void write(GlobalModel model, int chunkBytes) {
        new ModelRecords(framing, PayloadCodecs.FLOAT32, chunkBytes).write(model, this::accept);
    }

    /** Takes the next record of the topic. */
    public void accept(String key, byte[] value) {
        if (value == null) {
            values.remove(key);
            RecordKeys.parseModelKey(key)
                    .filter(RecordKeys.ModelKey::isHead)
                    .ifPresent(gone -> heads.remove(gone.version()));
            return;
        }
        values.put(key, value);
        if (RecordKeys.STATE.equals(key) || RecordKeys.isRefusal(key)) {
            return;
        }
        if (RecordKeys.parseModelKey(key).orElseThrow().isHead()) {
            GlobalModelHead head = decode(value, GlobalModelHead.class);
            heads.put(head.getVersion(), head);
            published.add(assemble(head));
        }
    }

    @Override
    public Optional<GlobalModel> newest() {
        return heads.isEmpty()
                ? Optional.empty()
                : Optional.of(assemble(heads.lastEntry().getValue()));
    }

    @Override
    public Optional<GlobalModel> version(long version) {
        return Optional.ofNullable(heads.get(version)).map(this::assemble);
    }

    /** Every version ever written, in order. */
    public List<GlobalModel> published() {
        return published;
    }

    /** Keys that still have a value. */
    public List<String> keys() {
        return values.keySet().stream().sorted().toList();
    }

    /** Value of a key. */
    public byte[] value(String key) {
        return values.get(key);
    }

    private GlobalModel assemble(GlobalModelHead head) {
        try {
            PayloadAssembly assembly = new PayloadAssembly(
                    head.getPayloadBytes(),
                    head.getChunkCount(),
                    head.getPayloadDigest().bytes());
            for (int i = 0; i < head.getChunkCount(); i++) {
                PayloadChunk chunk =
                        decode(values.get(RecordKeys.modelChunk(head.getVersion(), i)), PayloadChunk.class);
                assembly.add(chunk.getIndex(), chunk.getPayloadCrc32c(), chunk.getPayload());
            }
            float[] parameters = new float[Math.toIntExact(head.getParameterCount())];
            PayloadCodecs.of(head.getEncoding()).orElseThrow().decode(assembly.whole(), parameters);
            return new GlobalModel(
                    head.getVersion(),
                    new ModelDefinition(
                            head.getDefinition().getFormat(),
                            head.getDefinition().getText()),
                    layoutOf(head),
                    parameters,
                    head.getProvenance());
        } catch (PayloadException e) {
            throw new AssertionError("version " + head.getVersion() + " must be whole", e);
        }
    }

    private static ParameterLayout layoutOf(GlobalModelHead head) {
        return new ParameterLayout(head.getLayout().stream()
                .map(tensor -> new TensorLayout(
                        tensor.getName(),
                        tensor.getShape(),
                        TensorOrder.valueOf(tensor.getOrder().name())))
                .toList());
    }

    private <T extends org.apache.avro.specific.SpecificRecord> T decode(byte[] value, Class<T> type) {
        try {
            return framing.decode(value, type);
        } catch (UndecodableRecordException e) {
            throw new AssertionError("the aggregator must write readable records", e);
        }
    }
}
