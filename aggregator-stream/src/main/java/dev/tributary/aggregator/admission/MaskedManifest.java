package dev.tributary.aggregator.admission;

import dev.tributary.aggregator.rejection.Refusal;
import dev.tributary.aggregator.rejection.RejectionReason;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.schemas.avro.MaskedUpdate;
import dev.tributary.schemas.masked.Digest;
import dev.tributary.schemas.masked.MalformedMaskException;
import dev.tributary.schemas.masked.MaskedHeader;
import dev.tributary.schemas.payload.ManifestPayload;
import java.util.Optional;

/**
 * The manifest of an update under a mask. Nothing of its words can be judged: it is admitted when it is whole, the mask
 * helper has found its seed good, and the open round has room for it.
 *
 * @param update     its record
 * @param federation name of the federation, part of its header
 */
public record MaskedManifest(MaskedUpdate update, String federation) implements UpdateManifest<MaskedWords> {

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
        return Math.toIntExact(update.getWordCount());
    }

    @Override
    public Optional<Refusal> check(String key, AdmissionFacts facts) {
        return new MaskedCheck(facts).check(key, update).or(() -> new DuplicateCheck(facts).check(this));
    }

    @Override
    public Optional<Refusal> waitsFor(AdmissionFacts facts) {
        if (!VersionCheck.isKnown(baseVersion(), facts)) {
            return VersionCheck.unknown(baseVersion());
        }
        Optional<Receipt> receipt = facts.receipt(clientId(), updateId());
        if (receipt.isEmpty()) {
            return Optional.of(new Refusal(
                    RejectionReason.RECEIPT_MISSING,
                    "the mask helper's word on the seed must come before the seed expires, did not"));
        }
        return receipt.get().isGood() && !facts.hasRoomFor(clientId())
                ? Optional.of(new Refusal(
                        RejectionReason.ROUND_FULL,
                        "a round must have room for the update before its seed expires, had none"))
                : Optional.empty();
    }

    /** A mask helper that is away for hours costs no update: only its seed's end does. */
    @Override
    public long waitsUntilMs(long begunAtMs, FederationSettings settings) {
        return Math.min(
                update.getExpiresAtMs(),
                begunAtMs + settings.privacy().seedLifetime().toMillis());
    }

    @Override
    public AdmissionDecision decide(MaskedWords words, AdmissionFacts facts) {
        long staleness = facts.newest().orElseThrow().version() - baseVersion();
        return admit(words, 0, staleness);
    }

    @Override
    public Admitted admit(MaskedWords words, double clippingNorm, long staleness) {
        return new Admitted.Masked(this, words, header(federation, update), staleness);
    }

    /** Digest of a header that was found good when the update came. */
    static Digest header(String federation, MaskedUpdate update) {
        try {
            return MaskedHeader.of(federation, update).digest(Digest.of(update.getPayloadDigest()));
        } catch (MalformedMaskException e) {
            throw new IllegalStateException("the header of an update must be checked before it is hashed", e);
        }
    }

    /** Prints identity only. */
    @Override
    public String toString() {
        return "MaskedManifest[" + updateId() + " of " + clientId() + " on " + baseVersion() + "]";
    }
}
