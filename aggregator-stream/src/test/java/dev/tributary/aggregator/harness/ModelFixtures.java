package dev.tributary.aggregator.harness;

import dev.tributary.schemas.avro.CloseReason;
import dev.tributary.schemas.avro.Provenance;
import dev.tributary.schemas.avro.RoundResult;
import dev.tributary.schemas.globalmodel.GlobalModel;
import dev.tributary.schemas.globalmodel.ModelDefinition;
import dev.tributary.schemas.layout.ParameterLayout;
import java.util.Map;

/** Models to begin with. */
public final class ModelFixtures {

    private ModelFixtures() {}

    /** Version 0 with these parameters. */
    public static GlobalModel initial(float... parameters) {
        return version(0, parameters);
    }

    /** Any version with these parameters. */
    public static GlobalModel version(long version, float... parameters) {
        Provenance provenance = Provenance.newBuilder()
                .setBaseVersion(version - 1)
                .setStrategy("initial")
                .setSettings(Map.of())
                .setUpdateCount(0)
                .setExampleCount(0)
                .setCodeVersion("test")
                .setCreatedAtMs(0)
                .build();
        return new GlobalModel(
                version,
                new ModelDefinition("text", "y = x"),
                ParameterLayout.flat(parameters.length),
                parameters,
                provenance);
    }

    /** What the rounds topic says of a version that no round made. */
    public static RoundResult roundOf(GlobalModel model) {
        return RoundResult.newBuilder()
                .setVersion(model.version())
                .setBaseVersion(model.version() - 1)
                .setCloseReason(CloseReason.INITIAL)
                .setUpdateCount(0)
                .setClientCount(0)
                .setPartialCount(0)
                .setExampleCount(0)
                .setAggregationWeight(0)
                .setStaleness(Map.of())
                .setMetrics(Map.of())
                .setUpdateBytes(0)
                .setModelBytes(0)
                .setStepL2Norm(0)
                .setOpenedAtMs(0)
                .setFirstUpdateAtMs(0)
                .setClosedAtMs(0)
                .setAggregationMs(0)
                .setExtensions(0)
                .setMemberRecords(0)
                .setStrategy("initial")
                .setLayoutFingerprint(model.layout().fingerprint())
                .setSettings("")
                .setCommandId("")
                .setRolledBackTo(-1)
                .setDiscardedUpdateCount(0)
                .setNote("")
                .setParameterCount(model.parameters().length)
                .build();
    }
}
