package dev.tributary.client.round;

import dev.tributary.client.link.ModelSource;
import dev.tributary.client.update.ClientId;
import dev.tributary.schemas.avro.FederationState;
import dev.tributary.schemas.avro.RoundMode;
import dev.tributary.schemas.cohort.Cohort;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Meaning of the federation's state for one client: whether it takes part in the round of a version, and whether there
 * is a next one. While no state was written the federation is asynchronous, and everybody takes part.
 *
 * <p>Not thread-safe: belongs to the client's thread.
 */
final class Invitation {

    private static final Logger LOG = LoggerFactory.getLogger(Invitation.class);

    private final ClientId clientId;
    private final ModelSource models;
    private final ClientListener listener;
    private long satOut = -1;
    private boolean hasToldOfStop;

    Invitation(ClientId clientId, ModelSource models, ClientListener listener) {
        this.clientId = clientId;
        this.models = models;
        this.listener = listener;
    }

    /** Whether the federation is done. Said once. */
    boolean isOver() {
        Optional<FederationState> stopped = models.state().filter(FederationState::getIsStopped);
        if (stopped.isPresent() && !hasToldOfStop) {
            hasToldOfStop = true;
            String reason = printable(stopped.get().getStopReason());
            LOG.info("the federation has stopped, and this client with it: reason={}", reason);
            listener.onFederationStopped(reason);
        }
        return stopped.isPresent();
    }

    /** Whether the state that was read is older than a version: its own is just behind it on the log. */
    boolean isBehind(long version) {
        return models.state().filter(state -> state.getVersion() < version).isPresent();
    }

    /** Whether the client trains on a version. If not it is said once, and may change when the rate is raised. */
    boolean holdsFor(long version) {
        double samplingRate = models.state()
                .filter(state -> state.getMode() == RoundMode.SYNC)
                .map(FederationState::getSamplingRate)
                .orElse(1.0);
        boolean isIn = Cohort.includes(clientId.value(), version, samplingRate);
        if (!isIn && satOut != version) {
            satOut = version;
            LOG.info("not in the cohort: modelVersion={} samplingRate={}; waiting", version, samplingRate);
            listener.onSatOut(version, samplingRate);
        }
        return isIn;
    }

    /** One line, however the state was written. */
    private static String printable(String reason) {
        return reason.isBlank() ? "none given" : reason.replaceAll("\\p{Cntrl}", " ");
    }
}
