package dev.tributary.client.round;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tells a client's thread to come to an end, and lets it sleep until then. An interrupt counts as the signal. */
final class StopSignal {

    private final CountDownLatch requested = new CountDownLatch(1);

    void request() {
        requested.countDown();
    }

    /** Whether the calling thread, the client's, shall end. */
    boolean isRequested() {
        return requested.getCount() == 0 || Thread.currentThread().isInterrupted();
    }

    /** Sleeps, at most until the signal. */
    void sleep(Duration duration) {
        try {
            requested.await(duration.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
