package dev.tributary.process.command;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has Ctrl-C, or SIGTERM, end a command that goes on until then, and the process with exit code 0: to be stopped is the
 * command's usual end. A standard output that broke ends it too, with that failure's exit code.
 */
public final class Interruption {

    private static final Logger LOG = LoggerFactory.getLogger(Interruption.class);

    /** The last lines take milliseconds; a broker that is away is not waited for. */
    private static final long MOST_SECONDS = 2;

    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook;

    /**
     * @param stop called by another thread: has the command come to its end
     */
    public Interruption(Runnable stop) {
        hook = new Thread(
                () -> {
                    stop.run();
                    try {
                        if (!done.await(MOST_SECONDS, TimeUnit.SECONDS)) {
                            LOG.debug("the command did not end within {} s", MOST_SECONDS);
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    // Java would end with 128 plus the signal's number. A reader who has left is no usual end.
                    Runtime.getRuntime()
                            .halt(WatchedOutput.failureOfThisProcess().orElse(0));
                },
                "stop");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Says that the command has come to its end. */
    public void close() {
        done.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            LOG.debug("the process is ending, by this very hook", e);
        }
    }
}
