package dev.tributary.aggregator.admission;

import dev.tributary.arithmetic.FloatVector;
import dev.tributary.arithmetic.UpdateWeight;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.privacy.quantisation.StalenessWeights;
import dev.tributary.schemas.avro.MaskedUpdate;
import dev.tributary.schemas.avro.ModelUpdate;
import dev.tributary.schemas.masked.Digest;
import java.util.function.Function;

/** An update that joins a sum. */
public sealed interface Admitted extends AdmissionDecision {

    /**
     * Names its client.
     *
     * @return the client id
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
     * Counts the bytes of its payload.
     *
     * @return length of the payload
     */
    long payloadBytes();

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
    record Delta(ModelUpdate manifest, FloatVector delta, long staleness) implements Admitted {

        @Override
        public String clientId() {
            return manifest.getClientId();
        }

        @Override
        public String updateId() {
            return manifest.getUpdateId();
        }

        @Override
        public long baseVersion() {
            return manifest.getBaseVersion();
        }

        @Override
        public long payloadBytes() {
            return manifest.getPayloadBytes();
        }

        @Override
        public UpdateWeight weight(FederationSettings settings) {
            return settings.weigh(manifest.getExampleCount(), staleness);
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
    record Masked(MaskedUpdate manifest, MaskedWords words, Digest headerDigest, long staleness) implements Admitted {

        @Override
        public String clientId() {
            return manifest.getClientId();
        }

        @Override
        public String updateId() {
            return manifest.getUpdateId();
        }

        @Override
        public long baseVersion() {
            return manifest.getBaseVersion();
        }

        @Override
        public long payloadBytes() {
            return manifest.getPayloadBytes();
        }

        /** The weight that the mask helper computes too; its examples, if it has any, stand under the mask. */
        @Override
        public UpdateWeight weight(FederationSettings settings) {
            return new UpdateWeight(1, weights(settings).of(staleness));
        }

        static StalenessWeights weights(FederationSettings settings) {
            return new StalenessWeights(
                    settings.privacy().weightScale(), settings.round().stalenessExponent());
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
