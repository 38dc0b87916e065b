package dev.tributary.aggregator.updates;

import dev.tributary.aggregator.admission.AdmissionOutcomes;
import dev.tributary.aggregator.admission.Admitted;
import dev.tributary.aggregator.admission.IdentityCheck;
import dev.tributary.aggregator.admission.Receipt;
import dev.tributary.aggregator.recorded.Receipts;
import dev.tributary.aggregator.rejection.RejectedUpdate;
import dev.tributary.schemas.avro.SeedReceipt;
import dev.tributary.schemas.avro.SeedVerdict;
import dev.tributary.schemas.framing.RecordFraming;
import dev.tributary.schemas.framing.UndecodableRecordException;
import dev.tributary.schemas.masked.Digest;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the mask helper's words on seeds, and forgets them once they have been of use. Only the mask helper may write their
 * topic; a word that it did not say could let an update wait or join a round that the mask helper then does not release,
 * and never shows anything of it.
 *
 * @param receipts remembers them
 * @param framing  used by the same task alone
 */
record ReceiptIntake(Receipts receipts, RecordFraming framing) {

    private static final Logger LOG = LoggerFactory.getLogger(ReceiptIntake.class);
    private static final int MOST_REASON = 64;

    /**
     * Takes the next record.
     *
     * @param value  its value, may be null
     * @param offset its offset
     * @return the client that it is about, or empty if it is none of ours
     */
    Optional<String> accept(byte[] value, long offset) {
        try {
            SeedReceipt receipt = framing.decode(value == null ? new byte[0] : value, SeedReceipt.class);
            if (!IdentityCheck.isId(receipt.getClientId())
                    || !IdentityCheck.isId(receipt.getUpdateId())
                    || receipt.getVerdict() == SeedVerdict.UNKNOWN) {
                LOG.warn("a record of receipts at offset={} is left out: it names no update, or no verdict", offset);
                return Optional.empty();
            }
            receipts.put(receipt.getClientId(), receipt.getUpdateId(), read(receipt));
            return Optional.of(receipt.getClientId());
        } catch (UndecodableRecordException e) {
            LOG.warn("a record of receipts at offset={} is left out: {}", offset, e.getMessage());
            return Optional.empty();
        }
    }

    private static Receipt read(SeedReceipt receipt) {
        String reason = receipt.getReason().isEmpty() ? "without a reason" : receipt.getReason();
        String shown = reason.substring(0, Math.min(MOST_REASON, reason.length()));
        return new Receipt(
                Digest.of(receipt.getHeaderDigest()),
                receipt.getVerdict() == SeedVerdict.GOOD ? "" : shown,
                receipt.getDecidedAtMs());
    }

    /** Passes decisions on, and forgets the receipts of admitted updates: they cannot be needed again. */
    AdmissionOutcomes forgetting(AdmissionOutcomes next) {
        return new AdmissionOutcomes() {

            @Override
            public void admitted(Admitted update, long offset, long wholeAtMs) {
                receipts.forget(update.clientId(), update.updateId());
                next.admitted(update, offset, wholeAtMs);
            }

            @Override
            public int remaining() {
                return next.remaining();
            }

            @Override
            public void rejected(RejectedUpdate rejected) {
                next.rejected(rejected);
            }
        };
    }
}
