package dev.tributary.client.watch;

import dev.tributary.client.link.ModelSource;
import dev.tributary.schemas.avro.FederationState;
import dev.tributary.schemas.avro.Provenance;
import dev.tributary.schemas.globalmodel.GlobalModel;
import dev.tributary.schemas.globalmodel.ModelDefinition;
import dev.tributary.schemas.layout.ParameterLayout;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;

/** A model topic that versions and failures are put into, one for each read. */
final class PublishedModels implements ModelSource {

    private final LinkedBlockingQueue<Supplier<Optional<GlobalModel>>> reads = new LinkedBlockingQueue<>();
    private volatile boolean isClosed;

    void publish(long version) {
        var provenance = new Provenance(version - 1, "fedAvg", Map.of(), 1L, 1L, "test", 0L);
        var model = new GlobalModel(
                version, new ModelDefinition("test", ""), ParameterLayout.flat(2), new float[2], provenance);
        reads.add(() -> Optional.of(model));
    }

    void fail(RuntimeException failure) {
        reads.add(() -> {
            throw failure;
        });
    }

    boolean isClosed() {
        return isClosed;
    }

    @Override
    public Optional<GlobalModel> awaitNewerThan(long version, Duration timeout) {
        try {
            Supplier<Optional<GlobalModel>> read = reads.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return read == null ? Optional.empty() : read.get().filter(model -> model.version() > version);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    @Override
    public Optional<FederationState> state() {
        return Optional.empty();
    }

    /** Each version comes once, as it was put in. */
    @Override
    public void lookAgain() {}

    @Override
    public void wakeup() {
        fail(new WakeupException());
    }

    @Override
    public void close() {
        isClosed = true;
    }
}
