package dev.tributary.schemas.globalmodel;

import dev.tributary.schemas.avro.GlobalModelHead;
import dev.tributary.schemas.avro.Provenance;
import dev.tributary.schemas.codec.PayloadCodecs;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.framing.UndecodableRecordException;
import dev.tributary.schemas.layout.ParameterLayout;
import dev.tributary.schemas.topic.RecordKeys;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/** Models whose parameters differ from version to version, and their records. */
public final class ModelFixtures {

    /** Small, so that few parameters make many chunks; a head fits all the same. */
    public static final int CHUNK_BYTES = 1024;

    public static final int PARAMETERS_PER_CHUNK = CHUNK_BYTES / Float.BYTES;

    private ModelFixtures() {}

    public static GlobalModel model(long version, int chunks) {
        SplittableRandom random = new SplittableRandom(version);
        // The last chunk is not full.
        float[] parameters = new float[chunks * PARAMETERS_PER_CHUNK - 1];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = (float) random.nextDouble(-1, 1);
        }
        ParameterLayout layout = ParameterLayout.flat(parameters.length);
        return new GlobalModel(version, new ModelDefinition("example", ""), layout, parameters, provenance(version));
    }

    public static Provenance provenance(long version) {
        return new Provenance(version - 1, "FedAvg", Map.of("round.goal", "2"), 2L, 1200L, "0.1.0", 1795348805250L);
    }

    /** The records of a version by key, in the order in which they are written. */
    public static Map<String, byte[]> records(GlobalModel model) {
        Map<String, byte[]> records = new LinkedHashMap<>();
        modelRecords().write(model, records::put);
        return records;
    }

    /** The records of a version, its head changed. */
    public static Map<String, byte[]> recordsWithHead(GlobalModel model, UnaryOperator<GlobalModelHead> change) {
        RecordFraming framing = new RecordFraming();
        Map<String, byte[]> records = records(model);
        records.computeIfPresent(RecordKeys.modelHead(model.version()), (key, value) -> {
            try {
                return framing.encode(change.apply(framing.decode(value, GlobalModelHead.class)));
            } catch (UndecodableRecordException e) {
                throw new IllegalStateException(e);
            }
        });
        return records;
    }

    public static ModelRecords modelRecords() {
        return new ModelRecords(new RecordFraming(), PayloadCodecs.FLOAT32, CHUNK_BYTES);
    }
}
