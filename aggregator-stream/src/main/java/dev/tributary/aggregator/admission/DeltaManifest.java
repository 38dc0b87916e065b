package dev.tributary.aggregator.admission;

import dev.tributary.aggregator.admission.AdmissionDecision.Refused;
import dev.tributary.aggregator.rejection.Refusal;
import dev.tributary.aggregator.rejection.RejectionReason;
import dev.tributary.arithmetic.Finiteness;
import dev.tributary.arithmetic.FloatVector;
import dev.tributary.arithmetic.MeasuredDelta;
import dev.tributary.schemas.avro.ModelUpdate;
import dev.tributary.schemas.payload.ManifestPayload;
import java.util.Optional;

/**
 * The manifest of an update whose payload is a delta that the aggregator can read.
 *
 * @param update its record
 */
public record DeltaManifest(ModelUpdate update) implements UpdateManifest<MeasuredDelta> {

    @Override
    public String clientId() {
        return update.getClientId();
    }

    @Override
    public String updateId() {
        return update.getUpdateId();
    }

    @Override
    public long baseVersion() {
        return update.getBaseVersion();
    }

    @Override
    public ManifestPayload payload() {
        return ManifestPayload.of(update);
    }

    @Override
    public int valueCount() {
        return Math.toIntExact(update.getParameterCount());
    }

    @Override
    public Optional<Refusal> check(String key, AdmissionFacts facts) {
        return new ManifestCheck(facts).check(key, update).or(() -> new DuplicateCheck(facts).check(this));
    }

    @Override
    public Optional<Refusal> waitsFor(AdmissionFacts facts) {
        return VersionCheck.isKnown(baseVersion(), facts) ? Optional.empty() : VersionCheck.unknown(baseVersion());
    }

    @Override
    public AdmissionDecision decide(MeasuredDelta delta, AdmissionFacts facts) {
        double maxDeltaNorm = facts.settings().admission().maxDeltaNorm();
        if (!Double.isFinite(delta.norm())) {
            return refuse(RejectionReason.NON_FINITE, nonFinite(delta.values()));
        }
        if (delta.norm() > maxDeltaNorm) {
            return refuse(
                    RejectionReason.NORM_TOO_LARGE,
                    "L2 norm of the delta must be at most " + maxDeltaNorm + ", was " + delta.norm());
        }
        long staleness = facts.newest().orElseThrow().version() - baseVersion();
        return admit(delta, facts.settings().admission().clippingNorm(), staleness);
    }

    @Override
    public Admitted.Delta admit(MeasuredDelta delta, double clippingNorm, long staleness) {
        return new Admitted.Delta(this, delta.clippedTo(clippingNorm), staleness);
    }

    private static AdmissionDecision refuse(RejectionReason reason, String detail) {
        return new Refused(new Refusal(reason, detail));
    }

    private static String nonFinite(FloatVector values) {
        int index = Finiteness.firstNonFinite(values).orElseThrow();
        float[] value = new float[1];
        values.read(index, value, 1);
        return "values of the delta must be finite, was " + value[0] + " at parameter " + index;
    }

    /** Prints identity only. */
    @Override
    public String toString() {
        return "DeltaManifest[" + updateId() + " of " + clientId() + " on " + baseVersion() + "]";
    }
}
