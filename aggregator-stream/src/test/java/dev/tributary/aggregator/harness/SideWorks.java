package dev.tributary.aggregator.harness;

import dev.tributary.aggregator.sidework.SideWork;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Side work on the test's own thread, so that tests decide when it is done. */
public final class SideWorks {

    /** Does each piece at once. */
    public static final SideWork.Factory AT_ONCE = (work, partition) -> atOnce();

    /** Does nothing before it is waited for, however small the payload: as late as a thread can be. */
    public static final SideWork.Factory LAZY = (work, partition) -> new Lazy();

    private SideWorks() {}

    /** Does each piece at once. */
    public static SideWork atOnce() {
        return new SideWork() {
            @Override
            public Executor executorFor(long payloadBytes) {
                return Runnable::run;
            }

            @Override
            public <T> T await(CompletableFuture<T> result) {
                return result.join();
            }

            @Override
            public void close() {
                // Nothing waits.
            }
        };
    }

    /** Does nothing before it is waited for. */
    public static final class Lazy implements SideWork {

        private final Deque<Runnable> pieces = new ArrayDeque<>();

        /** How many pieces wait. */
        public int waiting() {
            return pieces.size();
        }

        /** Does all that wait. */
        public void run() {
            while (!pieces.isEmpty()) {
                pieces.remove().run();
            }
        }

        @Override
        public Executor executorFor(long payloadBytes) {
            return pieces::add;
        }

        @Override
        public <T> T await(CompletableFuture<T> result) {
            while (!result.isDone() && !pieces.isEmpty()) {
                pieces.remove().run();
            }
            return result.join();
        }

        @Override
        public void close() {
            pieces.clear();
        }
    }
}
