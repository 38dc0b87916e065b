package dev.tributary.aggregator.admission;

import dev.tributary.aggregator.rejection.Refusal;
import dev.tributary.aggregator.rejection.RejectionReason;
import java.util.Optional;

/**
 * Whether an update is one that was admitted before, or one too many.
 *
 * @param facts tell what was admitted
 */
record DuplicateCheck(AdmissionFacts facts) {

    Optional<Refusal> check(UpdateManifest<?> update) {
        if (facts.isAdmitted(update.clientId(), update.updateId())) {
            return Optional.of(new Refusal(
                    RejectionReason.DUPLICATE_UPDATE,
                    "updateId must be new for its client, was admitted before: " + update.updateId()));
        }
        if (facts.settings().admission().oneUpdatePerVersion()
                && facts.hasUpdate(update.clientId(), update.baseVersion())) {
            return Optional.of(new Refusal(
                    RejectionReason.SECOND_UPDATE,
                    "updates of a client for one version must be at most 1, was a second for version "
                            + update.baseVersion()));
        }
        return Optional.empty();
    }
}
