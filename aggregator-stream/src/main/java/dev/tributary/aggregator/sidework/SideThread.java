package dev.tributary.aggregator.sidework;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Side work on a thread, which starts with the first piece and ends after some idle time even if nobody closes it. */
public final class SideThread implements SideWork {

    private static final int IDLE_SECONDS = 10;

    /** A mebibyte is digested in less than a millisecond; below that, waking a thread is what would take time. */
    private static final long LEAST_BYTES = 1 << 20;

    private final ThreadPoolExecutor executor;

    /**
     * @param work      name of the thread, with the partition
     * @param partition of the task
     */
    public SideThread(String work, int partition) {
        executor = new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), piece -> {
            Thread thread = new Thread(piece, work + "-" + partition);
            thread.setDaemon(true);
            return thread;
        });
        executor.allowCoreThreadTimeOut(true);
    }

    @Override
    public Executor executorFor(long payloadBytes) {
        return payloadBytes < LEAST_BYTES ? Runnable::run : executor;
    }

    @Override
    public <T> T await(CompletableFuture<T> result) {
        return result.join();
    }

    @Override
    public void close() {
        executor.shutdown();
    }
}
