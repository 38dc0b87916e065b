package dev.tributary.aggregator.admission;

import dev.tributary.arithmetic.FloatVector;
import dev.tributary.arithmetic.UpdateWeight;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.schemas.masked.Digest;
import java.util.function.Function;

/** An update that joins a sum. */
public sealed interface Admitted extends AdmissionDecision {

    /**
     * Gives its manifest.
     *
     * @return the manifest that it was admitted by
     */
    UpdateManifest<?> manifest();

    /**
     * Names its client.
     *
     * @return the client id
     */
    default String clientId() {
        return manifest().clientId();
    }

    /**
     * Names it.
     *
     * @return its id, of use within its client
     */
    default String updateId() {
        return manifest().updateId();
    }

    /**
     * Names the version that it was trained from.
     *
     * @return a model version
     */
    default long baseVersion() {
        return manifest().baseVersion();
    }

    /**
     * Counts the bytes of its payload.
     *
     * @return length of the payload
     */
    default long payloadBytes() {
        return manifest().payload().payloadBytes();
    }

    /**
     * Tells its age.
     *
     * @return versions published since its base version, 0 or more
     */
    long staleness();

    /**
     * Says how much it counts.
     *
     * @param settings settings in force
     * @return its weight in the sum
     */
    UpdateWeight weight(FederationSettings settings);

    /**
     * Gives the L2 norm to which the aggregator shortens such an update.
     *
     * @param settings settings in force
     * @return the norm, 0 for none
     */
    double clippingNorm(FederationSettings settings);

    /**
     * Answers by kind.
     *
     * @param ifDelta  answers for a delta that the aggregator can read
     * @param ifMasked answers for words under a mask
     * @param <T>      the answer
     * @return the answer of the one that fits
     */
    <T> T fold(Function<Delta, T> ifDelta, Function<Masked, T> ifMasked);

    @Override
    default void carryOut(Handler handler) {
        handler.admit(this);
    }

    /**
     * An update in the clear.
     *
     * @param manifest  its manifest
     * @param delta     its values, all finite; a copy only where clipping has shortened them
     * @param staleness versions published since its base version, 0 or more
     */
    record Delta(DeltaManifest manifest, FloatVector delta, long staleness) implements Admitted {

        @Override
        public UpdateWeight weight(FederationSettings settings) {
            return settings.weigh(manifest.update().getExampleCount(), staleness);
        }

        @Override
        public double clippingNorm(FederationSettings settings) {
            return settings.admission().clippingNorm();
        }

        @Override
        public <T> T fold(Function<Delta, T> ifDelta, Function<Masked, T> ifMasked) {
            return ifDelta.apply(this);
        }

        /** Prints identity only. */
        @Override
        public String toString() {
            return "Admitted[" + updateId() + " of " + clientId() + "]";
        }
    }

    /**
     * An update under a mask.
     *
     * @param manifest     its manifest
     * @param words        its words, which nobody here can read
     * @param headerDigest digest of its header
     * @param staleness    versions published since its base version, 0 or more
     */
    record Masked(MaskedManifest manifest, MaskedWords words, Digest headerDigest, long staleness) implements Admitted {

        /** The weight that the mask helper computes too; its examples, if it has any, stand under the mask. */
        @Override
        public UpdateWeight weight(FederationSettings settings) {
            return new UpdateWeight(1, settings.stalenessWeights().of(staleness));
        }

        /** None: the client clips itself. */
        @Override
        public double clippingNorm(FederationSettings settings) {
            return 0;
        }

        @Override
        public <T> T fold(Function<Delta, T> ifDelta, Function<Masked, T> ifMasked) {
            return ifMasked.apply(this);
        }

        /** Prints identity only. */
        @Override
        public String toString() {
            return "Admitted[" + updateId() + " of " + clientId() + ", masked]";
        }
    }
}
