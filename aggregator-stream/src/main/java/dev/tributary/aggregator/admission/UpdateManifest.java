package dev.tributary.aggregator.admission;

import dev.tributary.aggregator.rejection.Refusal;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.schemas.payload.ManifestPayload;
import java.util.Optional;

/**
 * The manifest of an update, and how it is judged. All that is asked here is a pure function of the manifest, the facts
 * and, at last, the values.
 *
 * @param <V> values that its payload becomes
 */
public interface UpdateManifest<V> {

    /**
     * Names its client.
     *
     * @return the client id in the manifest
     */
    String clientId();

    /**
     * Names it.
     *
     * @return its id, of use within its client
     */
    String updateId();

    /**
     * Names the version that it was trained from.
     *
     * @return a model version
     */
    long baseVersion();

    /**
     * Tells of its payload.
     *
     * @return length, chunks and digest, with the first chunk
     */
    ManifestPayload payload();

    /**
     * Counts its values.
     *
     * @return values that the payload must hold
     */
    int valueCount();

    /**
     * Judges it by its manifest, before anything of its payload is held, and once more when all chunks are there.
     *
     * @param key   key of its record, or null
     * @param facts of this moment
     * @return the first thing that speaks against it, or empty
     */
    Optional<Refusal> check(String key, AdmissionFacts facts);

    /**
     * Says whether it can be decided when all its chunks are there.
     *
     * @param facts of this moment
     * @return empty if so; if it has to wait, the refusal that it gets when it has waited for too long
     */
    Optional<Refusal> waitsFor(AdmissionFacts facts);

    /**
     * Says until when it may wait for a fact.
     *
     * @param begunAtMs wall-clock time at which its first record came
     * @param settings  settings in force
     * @return wall-clock time in milliseconds
     */
    default long waitsUntilMs(long begunAtMs, FederationSettings settings) {
        return begunAtMs + settings.admission().holdTimeout().toMillis();
    }

    /**
     * Decides about it, once nothing else speaks against it.
     *
     * @param values its values; not changed
     * @param facts  of this moment
     * @return admitted, or refused with a reason
     */
    AdmissionDecision decide(V values, AdmissionFacts facts);

    /**
     * Admits it on given terms: those of a decision that was taken before.
     *
     * @param values       its values; not changed
     * @param clippingNorm L2 norm to which a longer delta is scaled down, 0 for none
     * @param staleness    versions published since its base version
     * @return the decision, as it was
     */
    Admitted admit(V values, double clippingNorm, long staleness);
}
