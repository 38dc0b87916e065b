package dev.tributary.aggregator.sidework;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/**
 * Work that a stream task need not wait for, done piece after piece, in order. No result depends on when a piece is done: the
 * task waits for it before anything happens that could make a difference.
 *
 * <p>Belongs to one task, which closes it.
 */
public interface SideWork extends AutoCloseable {

    /** Makes the side work of a task. */
    @FunctionalInterface
    interface Factory {

        /**
         * Begins.
         *
         * @param work      name of the work, for its thread
         * @param partition of the task
         * @return side work without a piece
         */
        SideWork begin(String work, int partition);
    }

    /**
     * Finds out where work on a payload goes: always the same for the same payload.
     *
     * @param payloadBytes its length
     * @return runs pieces one after another, in order; on the calling thread if to hand over would take longer
     */
    Executor executorFor(long payloadBytes);

    /**
     * Waits for the result of one of the pieces.
     *
     * @param result is completed by a piece that was handed over
     * @param <T>    its type
     * @return the result
     * @throws CompletionException if the piece failed, with its reason as the cause
     */
    <T> T await(CompletableFuture<T> result);

    /** Takes no more pieces. Those that were handed over may still be done. */
    @Override
    void close();
}
