package dev.tributary.client.round;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Several clients in one process, each running in a daemon thread of its own: for demonstrations, benchmarks and tests. Clients
 * of a real federation each have a process, with the rights and the memory of one.
 *
 * <p>Thread-safe.
 */
public final class FederatedClients implements AutoCloseable {

    /** Longest wait for a thread, beyond the time that {@link FederatedClient#close} takes. */
    private static final long JOIN_MS = 15_000;

    private final List<FederatedClient> clients;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();

    private FederatedClients(Map<String, FederatedClient> clients) {
        this.clients = List.copyOf(clients.values());
        clients.forEach((name, client) -> {
            Thread thread = new Thread(() -> run(client), name);
            thread.setDaemon(true);
            threads.add(thread);
        });
    }

    /**
     * Starts clients.
     *
     * @param clients clients that do not run yet, by the names of their threads; closed with the group
     * @return the running group, to be closed by the caller
     */
    public static FederatedClients start(Map<String, FederatedClient> clients) {
        FederatedClients group = new FederatedClients(clients);
        group.threads.forEach(Thread::start);
        return group;
    }

    private void run(FederatedClient client) {
        try {
            client.run();
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
        }
    }

    /**
     * Tells why a client gave up.
     *
     * @return the first failure of a client; empty if none has failed
     */
    public Optional<RuntimeException> failure() {
        return Optional.ofNullable(failure.get());
    }

    /** Closes all clients side by side, since each may wait for a training or a send, and waits for their threads. */
    @Override
    public void close() {
        List<Thread> closers = clients.stream()
                .map(client -> new Thread(client::close, "close"))
                .toList();
        closers.forEach(Thread::start);
        closers.forEach(FederatedClients::join);
        threads.forEach(FederatedClients::join);
    }

    private static void join(Thread thread) {
        try {
            thread.join(JOIN_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
