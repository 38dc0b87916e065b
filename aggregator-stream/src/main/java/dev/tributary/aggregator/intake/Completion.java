package dev.tributary.aggregator.intake;

import dev.tributary.aggregator.admission.Admission;
import dev.tributary.aggregator.admission.WholeAnswer;
import dev.tributary.aggregator.rejection.Refusal;
import dev.tributary.schemas.payload.PayloadException;

/**
 * An update of which the last chunk has just come, or which waited since then.
 *
 * @param update    the update
 * @param room      holds it
 * @param whole     takes it when nothing speaks against it but perhaps its values
 * @param admission decides about a flaw
 * @param <V>       values that its payload becomes
 */
record Completion<V>(UnderWay<V> update, HeldRoom room, WholeUpdates whole, Admission admission)
        implements WholeAnswer.Handler {

    @Override
    public void measure() {
        if (!beginMeasuring()) {
            return;
        }
        if (update.arrival().lastChunk() == 0) {
            // It is not in the store: after a crash nobody would look for it behind its record.
            whole.decideAll();
        } else {
            whole.decideMeasured();
        }
    }

    @Override
    public void defer(Refusal atLast) {
        room.defer(update, atLast);
    }

    @Override
    public void refuse(Refusal refusal) {
        room.refuse(update, refusal);
    }

    @Override
    public void resume() {
        beginMeasuring();
    }

    private boolean beginMeasuring() {
        try {
            whole.add(room.measure(update));
            return true;
        } catch (PayloadException e) {
            refuse(admission.flawed(e, update.offset()));
            return false;
        }
    }

    @Override
    public void addAgain(WholeAnswer.AdmittedBefore before) {
        try {
            UnderWay.Whole<V> again = room.measure(update);
            V values = again.arrival().payload().values();
            room.forget(again);
            before.again().accept(update.manifest().admit(values, before.clippingNorm(), before.staleness()));
        } catch (PayloadException e) {
            refuse(admission.flawed(e, update.offset()));
        }
    }
}
