package dev.tributary.aggregator.intake;

import dev.tributary.aggregator.admission.AdmissionDecision;
import dev.tributary.aggregator.admission.AdmissionFacts;
import dev.tributary.aggregator.admission.AdmissionOutcomes;
import dev.tributary.aggregator.admission.Admitted;
import dev.tributary.aggregator.intake.UnderWay.Whole;
import dev.tributary.aggregator.rejection.Refusal;
import dev.tributary.schemas.payload.PayloadException;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Whole updates that are being measured, decided in the order in which they became whole; all are held too. No decision
 * depends on when a payload is measured (docs/decisions/0007).
 *
 * <p>Not thread-safe.
 */
final class WholeUpdates {

    /** Updates that may be measured while the next one is read: with more, reading would only be further ahead. */
    private static final int MOST_WAITING = 2;

    private final Queue<Whole<?>> waiting = new ArrayDeque<>();
    private final AdmissionFacts facts;
    private final AdmissionOutcomes outcomes;
    private final HeldRoom room;
    private final Flaws flaws;

    /** Decides about a flaw of a payload. */
    @FunctionalInterface
    interface Flaws {

        Refusal refusal(PayloadException flaw, long offset);
    }

    /**
     * @param facts    of the moment in which an update is decided
     * @param outcomes is told each decision
     * @param room     holds them until then
     * @param flaws    decides about a payload that differs from its manifest
     */
    WholeUpdates(AdmissionFacts facts, AdmissionOutcomes outcomes, HeldRoom room, Flaws flaws) {
        this.facts = facts;
        this.outcomes = outcomes;
        this.room = room;
        this.flaws = flaws;
    }

    void add(Whole<?> update) {
        waiting.add(update);
    }

    /** Decides what can make a difference to the next decision about this client, and what need not be waited for. */
    void decideBefore(String clientId) {
        if (waiting.stream().anyMatch(update -> update.clientId().equals(clientId))) {
            decideAll();
        } else {
            decideMeasured();
        }
    }

    /** Decides what need not be waited for, or what cannot wait: an update that fills the partial sum for one. */
    void decideMeasured() {
        while (!waiting.isEmpty()
                && (waiting.element().arrival().payload().isMeasured()
                        || waiting.size() > MOST_WAITING
                        || waiting.size() >= outcomes.remaining())) {
            decide(waiting.remove());
        }
    }

    /** Decides about all. */
    void decideAll() {
        while (!waiting.isEmpty()) {
            decide(waiting.remove());
        }
    }

    private <V> void decide(Whole<V> update) {
        try {
            AdmissionDecision decision =
                    update.manifest().decide(update.arrival().payload().values(), facts);
            decision.carryOut(new AdmissionDecision.Handler() {

                @Override
                public void admit(Admitted admitted) {
                    outcomes.admitted(admitted, update.offset(), update.wholeAtMs());
                    room.forget(update);
                }

                @Override
                public void refuse(Refusal refusal) {
                    room.refuse(update, refusal);
                }
            });
        } catch (PayloadException e) {
            room.refuse(update, flaws.refusal(e, update.offset()));
        }
    }
}
