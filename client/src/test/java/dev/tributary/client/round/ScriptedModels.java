package dev.tributary.client.round;

import dev.tributary.client.link.ModelSource;
import dev.tributary.schemas.avro.FederationState;
import dev.tributary.schemas.avro.Provenance;
import dev.tributary.schemas.avro.Rejection;
import dev.tributary.schemas.avro.RoundMode;
import dev.tributary.schemas.globalmodel.GlobalModel;
import dev.tributary.schemas.globalmodel.ModelDefinition;
import dev.tributary.schemas.layout.ParameterLayout;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;

/** A model topic that plays a script; when that is over it waits for ever newer versions in vain. */
final class ScriptedModels implements ModelSource {

    private final Deque<Supplier<Optional<GlobalModel>>> script = new ArrayDeque<>();
    private final List<Rejection> notices = new ArrayList<>();
    private FederationState state;
    private long lastGiven = -1;
    private boolean isAskedAgain;
    private int reads;

    ScriptedModels thenVersion(long version) {
        script.add(() -> Optional.of(model(version)));
        return this;
    }

    ScriptedModels thenNothing() {
        script.add(Optional::empty);
        return this;
    }

    ScriptedModels thenFailure(KafkaException failure) {
        script.add(() -> {
            throw failure;
        });
        return this;
    }

    /** The next read brings nothing but a notice of each of these updates, which must be known by then. */
    ScriptedModels thenRefusals(String reason, Supplier<List<String>> updateIds) {
        script.add(() -> {
            updateIds.get().forEach(id -> notices.add(notice(id, reason)));
            return Optional.empty();
        });
        return this;
    }

    private static Rejection notice(String updateId, String reason) {
        return Rejection.newBuilder()
                .setReason(reason)
                .setDetail("")
                .setClientId("")
                .setUpdateId(updateId)
                .setBaseVersion(0)
                .setTopic("fl.digits.updates")
                .setPartition(0)
                .setOffset(0)
                .setRejectedAtMs(0)
                .build();
    }

    /** The next read brings a state and nothing else. */
    ScriptedModels thenState(FederationState next) {
        script.add(() -> {
            state = next;
            return Optional.empty();
        });
        return this;
    }

    /** The next read brings a version and, with it, a state. */
    ScriptedModels thenVersion(long version, FederationState next) {
        script.add(() -> {
            state = next;
            return Optional.of(model(version));
        });
        return this;
    }

    /** A state of a federation that goes on. */
    static FederationState state(long version, RoundMode mode, double samplingRate) {
        return FederationState.newBuilder()
                .setVersion(version)
                .setMode(mode)
                .setSamplingRate(samplingRate)
                .setIsStopped(false)
                .setStopReason("")
                .setWrittenAtMs(0)
                .build();
    }

    @Override
    public Optional<FederationState> state() {
        return Optional.ofNullable(state);
    }

    int reads() {
        return reads;
    }

    static GlobalModel model(long version) {
        Provenance provenance = Provenance.newBuilder()
                .setBaseVersion(version - 1)
                .setStrategy("FedAvg")
                .setSettings(Map.of())
                .setUpdateCount(1)
                .setExampleCount(1)
                .setCodeVersion("test")
                .setCreatedAtMs(0)
                .build();
        return new GlobalModel(
                version, new ModelDefinition("test", ""), ParameterLayout.flat(4), new float[4], provenance);
    }

    @Override
    public Optional<GlobalModel> awaitNewerThan(long version, Duration timeout) {
        reads++;
        if (isAskedAgain) {
            isAskedAgain = false;
            return Optional.of(model(lastGiven)).filter(model -> model.version() > version);
        }
        Optional<GlobalModel> next = script.isEmpty()
                ? Optional.empty()
                : script.removeFirst().get().filter(model -> model.version() > version);
        next.ifPresent(model -> lastGiven = model.version());
        return next;
    }

    @Override
    public List<Rejection> takeRefusals() {
        List<Rejection> taken = List.copyOf(notices);
        notices.clear();
        return taken;
    }

    @Override
    public void lookAgain() {
        isAskedAgain = true;
    }

    @Override
    public void wakeup() {}

    @Override
    public void close() {}
}
