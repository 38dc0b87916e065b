package dev.tributary.aggregator.combining;

/** Where a task of stage 1 leaves its partial sums: on their topic, or, in the same task, in the round itself. */
public interface PartialSink {

    /**
     * Bounds the open partial sum.
     *
     * @return updates at which it is to be handed over, at least 1
     */
    int maxMembers();

    /**
     * Takes a partial sum.
     *
     * @param partial    not empty; not changed, and not kept: the caller resets it next
     * @param asUpdate   whether the strategy needs every update, so that this one is a single update
     * @param through    offset in {@code updates} through which the task has processed
     */
    void take(OpenPartialSum partial, boolean asUpdate, long through);

    /**
     * Says whether the open round has room for an update.
     *
     * @param clientId     its client
     * @param lastSequence number of the partial sum with the client's last admitted update, 0 if there is none
     * @return whether it has; else the update waits
     */
    boolean hasRoomFor(String clientId, long lastSequence);

    /**
     * Says whose members must not be forgotten.
     *
     * @param openSequence number of the open partial sum
     * @return number of the oldest partial sum that may have to be made again after a crash
     */
    long oldestNeeded(long openSequence);
}
