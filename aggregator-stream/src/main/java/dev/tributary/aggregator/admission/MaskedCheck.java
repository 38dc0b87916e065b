package dev.tributary.aggregator.admission;

import dev.tributary.aggregator.rejection.Refusal;
import dev.tributary.aggregator.rejection.RejectionReason;
import dev.tributary.aggregator.version.NewestVersion;
import dev.tributary.federation.settings.PrivacyFingerprint;
import dev.tributary.federation.settings.SummedWords;
import dev.tributary.privacy.quantisation.UpdateWords;
import dev.tributary.schemas.avro.MaskPurpose;
import dev.tributary.schemas.avro.MaskedUpdate;
import dev.tributary.schemas.masked.Digest;
import dev.tributary.schemas.masked.MalformedMaskException;
import dev.tributary.schemas.masked.MaskedHeader;
import java.util.Optional;

/**
 * Whether the manifest of a masked update is one, its words can be summed with those of others, and the mask helper has
 * not refused its seed.
 *
 * @param facts bounds, the version that they hold for, and the mask helper's words
 */
record MaskedCheck(AdmissionFacts facts) {

    Optional<Refusal> check(String key, MaskedUpdate update) {
        return IdentityCheck.check(key, update.getClientId(), update.getUpdateId())
                .or(this::checkMasking)
                .or(() -> checkHeader(update))
                .or(() -> checkPurpose(update))
                .or(() -> checkPayload(update))
                .or(() -> facts.newest().flatMap(newest -> checkAgainst(newest, update)))
                .or(() -> checkReceipt(update));
    }

    private Optional<Refusal> checkMasking() {
        return facts.settings().privacy().isMasked()
                ? Optional.empty()
                : refuse(
                        RejectionReason.MASKING_MISMATCH,
                        "update must be in the clear with privacy.masking: off, was masked");
    }

    private Optional<Refusal> checkHeader(MaskedUpdate update) {
        try {
            MaskedHeader.of(facts.settings().topics().federation(), update);
            return Optional.empty();
        } catch (MalformedMaskException e) {
            return refuse(RejectionReason.MALFORMED_MANIFEST, e.getMessage());
        }
    }

    private Optional<Refusal> checkPurpose(MaskedUpdate update) {
        if (update.getPurpose() != MaskPurpose.UPDATE) {
            return refuse(
                    RejectionReason.UNSUPPORTED_PURPOSE,
                    "purpose must be UPDATE: this release sums no masked evaluations, was " + update.getPurpose());
        }
        Digest expected = PrivacyFingerprint.of(facts.settings());
        Digest given = Digest.of(update.getSettingsFingerprint());
        return expected.equals(given)
                ? Optional.empty()
                : refuse(
                        RejectionReason.SETTINGS_MISMATCH,
                        "settingsFingerprint must be " + expected + ", was " + given);
    }

    private static Optional<Refusal> checkPayload(MaskedUpdate update) {
        long bytes = update.getWordCount() * (update.getWordBits() / Byte.SIZE);
        if (update.getPayloadBytes() != bytes) {
            return refuse(
                    RejectionReason.LENGTH_MISMATCH,
                    "payloadBytes must be " + bytes + " for " + update.getWordCount() + " words, was "
                            + update.getPayloadBytes());
        }
        return update.getChunkCount() > bytes + 1
                ? refuse(
                        RejectionReason.EXCESS_CHUNKS,
                        "chunkCount must be at most payloadBytes + 1, was " + update.getChunkCount())
                : Optional.empty();
    }

    private Optional<Refusal> checkAgainst(NewestVersion newest, MaskedUpdate update) {
        return new VersionCheck(facts, newest)
                .check(update.getClientId(), update.getBaseVersion())
                .or(() -> checkShape(newest, update))
                .or(() -> checkWeight(newest, update));
    }

    private Optional<Refusal> checkShape(NewestVersion newest, MaskedUpdate update) {
        UpdateWords words = new SummedWords(facts.settings()).ofUpdate(Math.toIntExact(newest.parameterCount()));
        int bits = words.quantisation().wordSize().bits();
        String layout = Digest.of(update.getLayoutFingerprint()).toString();
        boolean fits = layout.equals(newest.layoutFingerprint())
                && update.getWordCount() == words.length()
                && update.getWordBits() == bits;
        return fits
                ? Optional.empty()
                : refuse(
                        RejectionReason.LAYOUT_MISMATCH,
                        "layout must be " + newest.layoutFingerprint() + " with " + words.length() + " words of " + bits
                                + " bits, was " + layout + " with " + update.getWordCount() + " of "
                                + update.getWordBits());
    }

    /** A weight of 0 belongs to no release: the mask helper would refuse the whole list. */
    private Optional<Refusal> checkWeight(NewestVersion newest, MaskedUpdate update) {
        long staleness = newest.version() - update.getBaseVersion();
        return staleness > 0 && facts.settings().stalenessWeights().of(staleness) == 0
                ? refuse(
                        RejectionReason.STALE_VERSION,
                        "weight of an update must be 1 or more, was 0 at a staleness of " + staleness)
                : Optional.empty();
    }

    private Optional<Refusal> checkReceipt(MaskedUpdate update) {
        return facts.receipt(update.getClientId(), update.getUpdateId()).flatMap(receipt -> {
            if (!receipt.isGood()) {
                return refuse(
                        RejectionReason.SEED_REFUSED,
                        "seed must be one that the mask helper finds good, was " + receipt.refusal());
            }
            return receipt.headerDigest().equals(headerOf(update))
                    ? Optional.empty()
                    : refuse(
                            RejectionReason.SEED_REFUSED,
                            "header must be the one that the seed was sealed with, was another");
        });
    }

    private Digest headerOf(MaskedUpdate update) {
        return MaskedManifest.header(facts.settings().topics().federation(), update);
    }

    private static Optional<Refusal> refuse(RejectionReason reason, String detail) {
        return Optional.of(new Refusal(reason, detail));
    }
}
