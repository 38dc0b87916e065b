package dev.tributary.aggregator.intake;

import dev.tributary.aggregator.admission.BeginAnswer;
import dev.tributary.aggregator.rejection.Refusal;

/**
 * A record of an update that is not held.
 *
 * @param room        remembers refused updates
 * @param key         key of the record, or null
 * @param updateId    id of the update
 * @param baseVersion its base version, -1 if the record does not tell
 * @param offset      offset of the record
 * @param lastChunk   index of its last chunk, or the greatest int if the record does not tell
 * @param nowMs       wall-clock time
 */
record TurnedAway(HeldRoom room, String key, String updateId, long baseVersion, long offset, int lastChunk, long nowMs)
        implements BeginAnswer.NotHeld.Handler {

    @Override
    public void refuse(Refusal refusal) {
        room.tell(key, updateId, baseVersion, offset, refusal);
        // One rejection for all that come after it.
        passOver();
    }

    @Override
    public void passOver() {
        RefusedUpdate.of(key, updateId, offset, 0, lastChunk, nowMs).remember(room);
    }

    @Override
    public void leave() {
        // It was decided for good.
    }
}
