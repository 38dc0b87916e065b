package dev.tributary.aggregator.round;

import dev.tributary.aggregator.operations.FederationMetrics;
import dev.tributary.aggregator.publication.ClosedRound;
import dev.tributary.aggregator.round.machine.RoundCount;
import dev.tributary.aggregator.round.machine.RoundState;
import dev.tributary.schemas.avro.CloseReason;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Log lines about what an event has changed in the round. */
final class RoundNews {

    private static final Logger LOG = LoggerFactory.getLogger(RoundNews.class);

    private RoundNews() {}

    /** Reports the changes that an event made. */
    static void tell(RoundState before, RoundState after, Supplier<RoundCount> size) {
        long next = before.modelVersion() + 1;
        int extensions = after.times().extensions();
        if (extensions > before.times().extensions()) {
            RoundCount count = size.get();
            LOG.info("round={} is extended: {} updates at its deadline", next, count.updates());
            belowQuorum(next, extensions, count, before).ifPresent(LOG::warn);
        }
        if (!before.phase().isStopped() && after.phase().isStopped()) {
            LOG.info(
                    "federation is done at modelVersion={}: reason={}",
                    before.modelVersion(),
                    after.phase().stopReason());
        }
        after.terms()
                .asked()
                .filter(asked -> !before.terms().asked().equals(after.terms().asked()))
                .ifPresent(asked ->
                        LOG.info("settings of command {} hold from modelVersion={} on", asked.commandId(), next));
    }

    static void show(RoundState state, int size, FederationMetrics metrics) {
        metrics.roundOpen(state.modelVersion(), state.times().openedAtMs(), size);
        metrics.roundExtended(state.times().extensions());
    }

    static void tellClosed(long version, CloseReason reason, ClosedRound round) {
        LOG.info(
                "round={} closed by {} with {} updates of {} examples",
                version,
                reason,
                round.members().size(),
                round.exampleCount());
    }

    /**
     * Warns the operator of a round that is extended although updates have come: perhaps no more will, as where
     * four clients have a goal of ten. Said after 1, 2, 4, 8 … extensions; a round without any update is a federation at
     * rest.
     */
    static Optional<String> belowQuorum(long round, int extensions, RoundCount count, RoundState state) {
        if (count.updates() == 0 || Integer.bitCount(extensions) > 1) {
            return Optional.empty();
        }
        var settings = state.terms().settings().round();
        return Optional.of(String.format(
                Locale.ROOT,
                "round=%d has %d updates of %d clients after %d deadlines; quorum %d, goal %d: no version comes before the"
                        + " quorum. If no more clients will come, lower round.goal and round.quorum with: tributary"
                        + " federation apply",
                round,
                count.updates(),
                count.clients(),
                extensions,
                settings.quorum(),
                settings.goal()));
    }
}
