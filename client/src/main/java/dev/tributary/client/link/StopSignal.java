package dev.tributary.client.link;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tells a client's thread to come to an end, and lets it sleep until then. An interrupt counts as the signal. */
public final class StopSignal {

    private final CountDownLatch requested = new CountDownLatch(1);

    /** Gives the signal. May be called by any thread, and more than once. */
    public void request() {
        requested.countDown();
    }

    /** Whether the calling thread, the client's, shall end. */
    public boolean isRequested() {
        return requested.getCount() == 0 || Thread.currentThread().isInterrupted();
    }

    /** Sleeps, at most until the signal. */
    public void sleep(Duration duration) {
        try {
            requested.await(duration.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
