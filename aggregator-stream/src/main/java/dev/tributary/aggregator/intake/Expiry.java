package dev.tributary.aggregator.intake;

import dev.tributary.aggregator.rejection.Refusal;
import dev.tributary.aggregator.rejection.RejectionReason;
import java.time.Duration;

/**
 * What follows for an update that has been held for as long as it may.
 *
 * @param room        holds it
 * @param holdTimeout the time
 */
record Expiry(HeldRoom room, Duration holdTimeout) implements HeldUpdate.Cases<Runnable> {

    @Override
    public Runnable arriving(UnderWay.Arriving<?> update) {
        Refusal refusal = new Refusal(
                RejectionReason.MISSING_CHUNKS,
                "all " + update.manifest().payload().chunkCount() + " chunks must come within "
                        + holdTimeout.toSeconds() + " s, "
                        + update.arrival().payload().chunkCount() + " came");
        return () -> room.refuse(update, refusal);
    }

    @Override
    public Runnable deferred(UnderWay.Deferred<?> update) {
        return () -> room.refuse(update, update.atLast());
    }

    /** It has been in time. */
    @Override
    public Runnable whole(UnderWay.Whole<?> update) {
        return () -> {};
    }

    @Override
    public Runnable passedOver(RefusedUpdate.PassedOver update) {
        return () -> room.forget(update);
    }
}
