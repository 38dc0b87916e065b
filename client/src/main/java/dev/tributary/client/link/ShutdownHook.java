package dev.tributary.client.link;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes a client while the process shuts down, which waits for it; taken back when the client has ended before. */
public final class ShutdownHook {

    private static final Logger LOG = LoggerFactory.getLogger(ShutdownHook.class);

    private final Thread hook;

    private ShutdownHook(Thread hook) {
        this.hook = hook;
    }

    /**
     * Registers a hook.
     *
     * @param stopping runs in a thread of its own while the process shuts down
     * @return to be removed when the client has ended
     * @throws IllegalStateException if the process is shutting down already
     */
    public static ShutdownHook calling(Runnable stopping) {
        Thread hook = new Thread(stopping, "stop-client");
        Runtime.getRuntime().addShutdownHook(hook);
        return new ShutdownHook(hook);
    }

    /** Takes the hook back, unless the process is shutting down already. */
    public void remove() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            LOG.debug("the process is shutting down", e);
        }
    }
}
