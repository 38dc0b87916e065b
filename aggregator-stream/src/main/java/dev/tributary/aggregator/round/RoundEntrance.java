package dev.tributary.aggregator.round;

import dev.tributary.aggregator.accounting.ParticipationGate;
import dev.tributary.aggregator.accounting.PrivacyAccount;
import dev.tributary.aggregator.combining.ReceivedPartial;
import dev.tributary.aggregator.rejection.RejectedUpdate;
import dev.tributary.aggregator.rejection.RejectionReason;
import dev.tributary.aggregator.rejection.RejectionSink;
import dev.tributary.aggregator.round.machine.RoundState;
import dev.tributary.federation.settings.FederationSettings;
import dev.tributary.federation.settings.PrivacySettings;
import dev.tributary.schemas.avro.UpdateMember;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where partial sums join a round. With noise and without masks an update stays out whose client may not be in the round's
 * release: it is told once, and left out again when the round is read again after a crash. Under masks a second update of a
 * client stays out, and the mask helper counts participations; without both nobody does. Not thread-safe.
 */
final class RoundEntrance {

    private static final Logger LOG = LoggerFactory.getLogger(RoundEntrance.class);

    private final ProcessorContext<String, byte[]> context;
    private final RoundStage.Wiring wiring;
    private final PrivacyAccount account;
    /** Clients that sent to the open round and will be in no release any more. */
    private final Set<String> spent = new HashSet<>();

    private long spentFor = -1;
    private int extensions;

    RoundEntrance(ProcessorContext<String, byte[]> context, RoundStage.Wiring wiring, PrivacyAccount account) {
        this.context = context;
        this.wiring = wiring;
        this.account = account;
    }

    /**
     * Lets a partial sum join the open round, or tells why not.
     *
     * @param window its updates
     * @param before the round before, if that has closed and is about to be released
     */
    void enter(ReceivedPartial partial, RoundWindow window, Optional<RoundWindow> before, RoundState state) {
        FederationSettings settings = state.terms().settings();
        join(partial, window, before, state)
                .ifPresent(closed -> tell(partial.members().get(0), closed, settings));
    }

    /** The same after a crash: whoever stayed out was told before. */
    void enterAgain(ReceivedPartial partial, RoundWindow window, Optional<RoundWindow> before, RoundState state) {
        join(partial, window, before, state);
    }

    private Optional<ParticipationGate.Closed> join(
            ReceivedPartial partial, RoundWindow window, Optional<RoundWindow> before, RoundState state) {
        long release = state.modelVersion() + (before.isPresent() ? 2 : 1);
        PrivacySettings privacy = state.terms().settings().privacy();
        UpdateMember first = partial.members().get(0);
        Optional<ParticipationGate.Closed> closed = Optional.empty();
        if (privacy.isMasked()) {
            closed = second(first, window);
        } else if (privacy.isNoised()) {
            closed = closed(first, window, before, new ParticipationGate(privacy, account, release));
        }
        if (closed.isPresent()) {
            window.passOver(partial);
            remember(first.getClientId(), closed.get(), release);
        } else {
            window.add(partial, context.currentSystemTimeMs());
        }
        return closed;
    }

    /** Stage 1 keeps a second update of a client; one comes here only if the first was on its way for very long. */
    private static Optional<ParticipationGate.Closed> second(UpdateMember only, RoundWindow window) {
        return window.hasClient(only.getClientId())
                ? Optional.of(new ParticipationGate.Closed(
                        RejectionReason.CLIENT_IN_ROUND,
                        "a masked round must have one update of a client, has one already",
                        false))
                : Optional.empty();
    }

    private static Optional<ParticipationGate.Closed> closed(
            UpdateMember only, RoundWindow window, Optional<RoundWindow> before, ParticipationGate gate) {
        String clientId = only.getClientId();
        OptionalInt weightBefore =
                before.map(earlier -> earlier.weightOf(clientId)).orElse(OptionalInt.empty());
        return gate.judge(only, window.hasClient(clientId), weightBefore);
    }

    private void remember(String clientId, ParticipationGate.Closed closed, long release) {
        if (release != spentFor) {
            spentFor = release;
            spent.clear();
        }
        if (closed.isSpent()) {
            spent.add(clientId);
        }
    }

    private void tell(UpdateMember only, ParticipationGate.Closed why, FederationSettings settings) {
        LOG.debug("rejected update {}: reason={}", only.getUpdateId(), why.reason());
        wiring.metrics().updateRejected(why.reason().name());
        // Where it begins on its topic is known to stage 1 alone.
        RejectedUpdate rejected = new RejectedUpdate(
                why.reason(), why.detail(), only.getClientId(), only.getUpdateId(), only.getBaseVersion(), -1);
        new RejectionSink(context, wiring.framing(), wiring.rejectionsSink())
                .forward(rejected, settings.topics().updates(), only.getPartition());
    }

    /**
     * Says whether the round, just extended below its quorum, would have closed if no client were spent.
     *
     * @param state   after the clock was read
     * @param updates updates in the round
     * @return why the federation is done; empty if it is not
     */
    Optional<String> spentReason(RoundState state, int updates) {
        boolean isExtended = state.times().extensions() > extensions;
        extensions = state.times().extensions();
        int quorum = state.terms().settings().round().quorum();
        return isExtended
                        && spentFor == state.modelVersion() + 1
                        && !spent.isEmpty()
                        && updates + spent.size() >= quorum
                ? Optional.of("privacy budget spent: " + spent.size() + " clients of the round may be in no release any"
                        + " more, and " + updates + " that may are fewer than round.quorum, " + quorum)
                : Optional.empty();
    }
}
