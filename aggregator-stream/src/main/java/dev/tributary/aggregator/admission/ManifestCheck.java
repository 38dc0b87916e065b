package dev.tributary.aggregator.admission;

import dev.tributary.aggregator.rejection.Refusal;
import dev.tributary.aggregator.rejection.RejectionReason;
import dev.tributary.aggregator.version.NewestVersion;
import dev.tributary.schemas.avro.ModelUpdate;
import dev.tributary.schemas.codec.PayloadCodec;
import dev.tributary.schemas.codec.PayloadCodecs;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whether the manifest of an update is one, and its payload can be a delta of the newest model.
 *
 * @param facts bounds, and the version that they hold for
 */
record ManifestCheck(AdmissionFacts facts) {

    private static final int MAX_METRICS = 16;
    private static final int FINGERPRINT_LENGTH = 64;
    private static final Pattern METRIC_NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    Optional<Refusal> check(String key, ModelUpdate update) {
        return IdentityCheck.check(key, update.getClientId(), update.getUpdateId())
                .or(this::checkMasking)
                .or(() -> checkFields(update))
                .or(() -> checkPayload(update))
                .or(() -> facts.newest().flatMap(version -> checkAgainst(version, update)));
    }

    private Optional<Refusal> checkMasking() {
        return facts.settings().privacy().isMasked()
                ? refuse(
                        RejectionReason.MASKING_MISMATCH,
                        "update must be masked with privacy.masking: required",
                        "in the clear")
                : Optional.empty();
    }

    private Optional<Refusal> checkFields(ModelUpdate update) {
        long maxExampleCount = facts.settings().admission().maxExampleCount();
        if (update.getExampleCount() < 1 || update.getExampleCount() > maxExampleCount) {
            return refuse(
                    RejectionReason.EXAMPLE_COUNT_OUT_OF_RANGE,
                    "exampleCount must be 1 to " + maxExampleCount,
                    update.getExampleCount());
        }
        if (update.getMetrics().size() > MAX_METRICS) {
            return refuse(
                    RejectionReason.MALFORMED_MANIFEST,
                    "metrics must be at most " + MAX_METRICS,
                    update.getMetrics().size());
        }
        for (Map.Entry<String, Double> metric : update.getMetrics().entrySet()) {
            if (!METRIC_NAME.matcher(metric.getKey()).matches() || !Double.isFinite(metric.getValue())) {
                return refuse(
                        RejectionReason.MALFORMED_MANIFEST,
                        "metrics must have names that match " + METRIC_NAME + " and finite values",
                        metric);
            }
        }
        return Optional.empty();
    }

    private Optional<Refusal> checkPayload(ModelUpdate update) {
        if (update.getLayoutFingerprint().length() != FINGERPRINT_LENGTH) {
            return refuse(
                    RejectionReason.LAYOUT_MISMATCH,
                    "layoutFingerprint must have " + FINGERPRINT_LENGTH + " characters",
                    update.getLayoutFingerprint().length());
        }
        Optional<PayloadCodec> codec = PayloadCodecs.of(update.getEncoding());
        if (codec.isEmpty()) {
            return refuse(
                    RejectionReason.UNSUPPORTED_ENCODING,
                    "encoding must be one that this release reads",
                    update.getEncoding());
        }
        if (update.getPayloadBytes() < 0 || update.getChunkCount() < 1) {
            return refuse(
                    RejectionReason.MALFORMED_MANIFEST,
                    "payloadBytes must be 0 or more and chunkCount 1 or more",
                    update.getPayloadBytes() + " and " + update.getChunkCount());
        }
        if (update.getChunkCount() > update.getPayloadBytes() + 1) {
            return refuse(
                    RejectionReason.EXCESS_CHUNKS,
                    "chunkCount must be at most payloadBytes + 1",
                    update.getChunkCount());
        }
        return Optional.empty();
    }

    private Optional<Refusal> checkAgainst(NewestVersion newest, ModelUpdate update) {
        return new VersionCheck(facts, newest)
                .check(update.getClientId(), update.getBaseVersion())
                .or(() -> checkLayout(newest, update));
    }

    private Optional<Refusal> checkLayout(NewestVersion newest, ModelUpdate update) {
        if (!update.getLayoutFingerprint().equals(newest.layoutFingerprint())
                || update.getParameterCount() != newest.parameterCount()) {
            return refuse(
                    RejectionReason.LAYOUT_MISMATCH,
                    "layout must be " + newest.layoutFingerprint() + " with " + newest.parameterCount() + " parameters",
                    update.getLayoutFingerprint() + " with " + update.getParameterCount());
        }
        long most = PayloadCodecs.of(update.getEncoding()).orElseThrow().maxPayloadBytes(newest.parameterCount());
        if (update.getPayloadBytes() > most) {
            return refuse(
                    RejectionReason.TOO_LARGE,
                    "payloadBytes must be at most " + most + " for " + update.getEncoding(),
                    update.getPayloadBytes());
        }
        return Optional.empty();
    }

    private static Optional<Refusal> refuse(RejectionReason reason, String bound, Object value) {
        return Optional.of(new Refusal(reason, bound + ", was " + value));
    }
}
