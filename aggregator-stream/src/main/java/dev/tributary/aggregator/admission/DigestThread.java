package dev.tributary.aggregator.admission;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The thread beside a stream task that computes digests of payloads, in the order in which their chunks come. What
 * waits for it is held by the task anyway, within {@code admission.maxHeldBytes}.
 */
final class DigestThread {

    private static final int IDLE_SECONDS = 10;

    private DigestThread() {}

    /** Starts with the first work, and ends after some idle time even if nobody shuts it down. */
    static ExecutorService of(int partition) {
        ThreadPoolExecutor executor =
                new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "digest-" + partition);
                    thread.setDaemon(true);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }
}
