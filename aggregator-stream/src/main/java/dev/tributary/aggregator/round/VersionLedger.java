package dev.tributary.aggregator.round;

import dev.tributary.aggregation.ServerState;
import dev.tributary.aggregator.publication.Publication;
import dev.tributary.aggregator.publication.Publication.Published;
import dev.tributary.aggregator.publication.Release;
import dev.tributary.schemas.globalmodel.GlobalModel;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The newest version with what clients do not see of it: what a lossy encoding has left out, what the strategy
 * remembers, and which versions are still kept. All but the version itself stands in the store of stage 2.
 *
 * <p>Not thread-safe: one instance belongs to one stream task.
 */
final class VersionLedger {

    /** What the last version's encoding left out: exact minus read. */
    private static final String LEFT_OUT = "publication.leftOut";

    private final ProcessorContext<String, byte[]> context;
    private final KeyValueStore<String, byte[]> store;
    private final ServerStateStore vectors;
    private final Publication publication;
    private final KeptVersions kept;
    private GlobalModel newest;
    private ServerState serverState;
    private boolean hasVectors;

    VersionLedger(
            ProcessorContext<String, byte[]> context,
            KeyValueStore<String, byte[]> store,
            Publication publication,
            int chunkBytes,
            GlobalModel newest) {
        this.context = context;
        this.store = store;
        this.publication = publication;
        this.vectors = new ServerStateStore(store, chunkBytes);
        this.newest = newest;
        this.serverState = vectors.load(newest.parameters().length);
        this.hasVectors = !serverState.vectors().isEmpty();
        this.kept = KeptVersions.load(store).orElseGet(() -> found(newest, chunkBytes));
    }

    /** A federation begins with a version in FLOAT32. */
    private static KeptVersions found(GlobalModel model, int chunkBytes) {
        KeptVersions kept = new KeptVersions();
        long payloadBytes = (long) Float.BYTES * model.parameters().length;
        kept.add(model.version(), (int) Math.max(1, (payloadBytes + chunkBytes - 1) / chunkBytes));
        return kept;
    }

    GlobalModel newest() {
        return newest;
    }

    /** The oldest version that can still be read. */
    long oldestReadable() {
        return kept.oldest();
    }

    /** What the strategy remembers; changed in place by it. */
    ServerState serverState() {
        return serverState;
    }

    /** The newest parameters with what their encoding left out; not to be changed. */
    float[] exact() {
        float[] leftOut = serverState.vectors().get(LEFT_OUT);
        if (leftOut == null) {
            return newest.parameters();
        }
        float[] exact = newest.parameters().clone();
        for (int i = 0; i < exact.length; i++) {
            exact[i] += leftOut[i];
        }
        return exact;
    }

    /** Forgets what belongs to the way that led to the newest version, when the next one is not on it. */
    void leaveWay() {
        serverState = new ServerState(newest.parameters().length);
    }

    /**
     * Publishes the next version, clears away those that are no longer kept, and saves the rest.
     *
     * @param exact         its parameters; kept, so the caller must not change them
     * @param release       what brings it about
     * @param stateVectors  what the strategy in force from it on remembers
     * @param startedAt     {@link System#nanoTime} at the decision
     */
    Published publish(float[] exact, Release release, Set<String> stateVectors, long startedAt) {
        long nowMs = release.round().closedAtMs();
        Published published = publication.publish(context, newest, exact, release, startedAt);
        newest = published.model();
        kept.add(newest.version(), published.chunkCount());
        kept.expire(
                newest.version(),
                release.next().model().keepVersions(),
                (version, chunkCount) -> publication.expire(context, version, chunkCount, nowMs));
        kept.save(store);
        keepLeftOut(exact);
        Set<String> names = new TreeSet<>(stateVectors);
        names.add(LEFT_OUT);
        serverState.retain(names);
        if (hasVectors || !serverState.vectors().isEmpty()) {
            vectors.save(serverState);
            hasVectors = !serverState.vectors().isEmpty();
        }
        return published;
    }

    private void keepLeftOut(float[] exact) {
        if (exact == newest.parameters()) {
            serverState.remove(LEFT_OUT);
            return;
        }
        float[] leftOut = serverState.vector(LEFT_OUT, 0);
        for (int i = 0; i < exact.length; i++) {
            leftOut[i] = exact[i] - newest.parameters()[i];
        }
    }
}
