package dev.tributary.aggregator.admission;

import dev.tributary.aggregator.rejection.Refusal;
import dev.tributary.aggregator.rejection.RejectionReason;
import dev.tributary.schemas.avro.PayloadChunk;
import dev.tributary.schemas.payload.PayloadException;
import java.util.Optional;

/**
 * Answers by the rules. Changes nothing; the same facts give the same answer.
 *
 * @param facts of this moment, whenever they are asked for
 */
public record RuledAdmission(AdmissionFacts facts) implements Admission {

    @Override
    public BeginAnswer begin(String key, UpdateManifest<?> manifest, long offset) {
        return manifest.check(key, facts)
                .or(() -> elsewhere(manifest.clientId()))
                .<BeginAnswer>map(BeginAnswer.Refused::new)
                .orElseGet(BeginAnswer.Good::new);
    }

    private Optional<Refusal> elsewhere(String clientId) {
        HomePartition home = facts.home();
        return home.isOf(clientId)
                ? Optional.empty()
                : Optional.of(new Refusal(
                        RejectionReason.WRONG_PARTITION,
                        "records of the client must be in partition " + home.of(clientId) + ", was "
                                + home.partition()));
    }

    @Override
    public BeginAnswer.NotHeld stray(String key, PayloadChunk chunk, long offset) {
        if (facts.isRefusedLast(key, chunk.getPayloadId())) {
            return new BeginAnswer.RefusedBefore();
        }
        boolean isAdmitted = facts.isAdmitted(key, chunk.getPayloadId());
        RejectionReason reason = isAdmitted ? RejectionReason.EXCESS_CHUNKS : RejectionReason.MISSING_CHUNKS;
        String bound = isAdmitted ? "chunks must end where the manifest says" : "chunks must follow their manifest";
        return new BeginAnswer.Refused(new Refusal(reason, bound + ", was chunk " + chunk.getIndex() + " without one"));
    }

    @Override
    public Optional<Refusal> foreign(String detail) {
        return Optional.of(new Refusal(RejectionReason.UNDECODABLE, detail));
    }

    @Override
    public WholeAnswer whole(UpdateManifest<?> manifest, long offset) {
        return manifest.waitsFor(facts)
                .<WholeAnswer>map(WholeAnswer.Waits::new)
                // Again, since a version may have been published and an update admitted since the manifest came.
                .or(() -> manifest.check(manifest.clientId(), facts).map(WholeAnswer.Refused::new))
                .orElseGet(WholeAnswer.Ready::new);
    }

    @Override
    public Refusal flawed(PayloadException flaw, long offset) {
        return new Refusal(reasonOf(flaw), flaw.getMessage());
    }

    private static RejectionReason reasonOf(PayloadException flaw) {
        return switch (flaw.flaw()) {
            case LENGTH -> RejectionReason.LENGTH_MISMATCH;
            case DIGEST -> RejectionReason.DIGEST_MISMATCH;
            case MISSING_CHUNK -> RejectionReason.MISSING_CHUNKS;
            case EXCESS -> RejectionReason.EXCESS_CHUNKS;
            case NON_FINITE -> RejectionReason.NON_FINITE;
            case MALFORMED -> RejectionReason.MALFORMED_PAYLOAD;
        };
    }

    @Override
    public boolean endsWithLastChunk() {
        return true;
    }

    @Override
    public long maxHeldBytes() {
        return facts.settings().admission().maxHeldBytes();
    }
}
