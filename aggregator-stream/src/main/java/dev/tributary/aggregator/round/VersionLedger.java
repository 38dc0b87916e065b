package dev.tributary.aggregator.round;

import dev.tributary.aggregation.ServerState;
import dev.tributary.aggregator.accounting.PrivacyAccount;
import dev.tributary.aggregator.publication.ClosedRound;
import dev.tributary.aggregator.publication.Publication;
import dev.tributary.aggregator.publication.Publication.Published;
import dev.tributary.aggregator.publication.VersionPlan;
import dev.tributary.schemas.globalmodel.GlobalModel;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The newest version with the vectors that clients do not see: the remainder of a lossy encoding, and the memory of the
 * strategy. All but the version itself stands in the store of stage 2.
 *
 * <p>Not thread-safe: one instance belongs to one stream task.
 */
final class VersionLedger {

    /** Remainder of the last version's encoding: exact minus read. */
    private static final String REMAINDER = "publication.remainder";

    private final ProcessorContext<String, byte[]> context;
    private final VectorStore vectors;
    private final PrivacyAccount account;
    private final Publication publication;
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
        this.publication = publication;
        this.vectors = new VectorStore(store, chunkBytes);
        this.account = new PrivacyAccount(store);
        this.newest = newest;
        this.serverState = vectors.load(newest.parameters().length);
        this.hasVectors = !serverState.vectors().isEmpty();
    }

    GlobalModel newest() {
        return newest;
    }

    /** Privacy loss of all releases so far. */
    PrivacyAccount account() {
        return account;
    }

    /** Memory of the strategy; changed in place by it. */
    ServerState serverState() {
        return serverState;
    }

    /** The newest parameters with the remainder of their encoding; not to be changed. */
    float[] exact() {
        float[] remainder = serverState.vectors().get(REMAINDER);
        if (remainder == null) {
            return newest.parameters();
        }
        float[] exact = newest.parameters().clone();
        for (int i = 0; i < exact.length; i++) {
            exact[i] += remainder[i];
        }
        return exact;
    }

    /** Forgets the memory of the strategy, when the next version does not follow from the newest one. */
    void forgetServerState() {
        serverState = new ServerState(newest.parameters().length);
    }

    /**
     * Publishes the next version, and saves the vectors that belong to it.
     *
     * @param exact         its parameters; kept, so the caller must not change them
     * @param plan          how it comes about
     * @param round         the round that makes it, or {@link ClosedRound#none}
     * @param startedAt     {@link System#nanoTime} at the decision
     */
    Published publish(float[] exact, VersionPlan plan, ClosedRound round, long startedAt) {
        Published published = publication.publish(
                context,
                newest,
                exact,
                plan,
                round.accounted(account.figures(plan.settings().privacy())),
                startedAt);
        newest = published.model();
        keepRemainder(exact);
        Set<String> names = new TreeSet<>(plan.next().strategy().create().stateVectors());
        names.add(REMAINDER);
        serverState.retain(names);
        if (hasVectors || !serverState.vectors().isEmpty()) {
            vectors.save(serverState);
            hasVectors = !serverState.vectors().isEmpty();
        }
        return published;
    }

    private void keepRemainder(float[] exact) {
        if (exact == newest.parameters()) {
            serverState.remove(REMAINDER);
            return;
        }
        float[] remainder = serverState.vector(REMAINDER, 0);
        for (int i = 0; i < exact.length; i++) {
            remainder[i] = exact[i] - newest.parameters()[i];
        }
    }
}
