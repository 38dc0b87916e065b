package dev.tributary.aggregator.round;

import dev.tributary.aggregator.publication.ClosedRound;
import dev.tributary.aggregator.round.machine.RoundState;
import dev.tributary.schemas.avro.CloseReason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Log lines about what an event has changed in the round. */
final class RoundNews {

    private static final Logger LOG = LoggerFactory.getLogger(RoundNews.class);

    private RoundNews() {}

    static void tell(RoundState before, RoundState after, int size) {
        long next = before.modelVersion() + 1;
        if (after.times().extensions() > before.times().extensions()) {
            LOG.info(
                    "round={} is extended: {} updates at its deadline, quorum {}",
                    next,
                    size,
                    before.terms().settings().round().quorum());
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

    static void tellClosed(long version, CloseReason reason, ClosedRound round) {
        LOG.info(
                "round={} closed by {} with {} updates of {} examples",
                version,
                reason,
                round.members().size(),
                round.exampleCount());
    }
}
