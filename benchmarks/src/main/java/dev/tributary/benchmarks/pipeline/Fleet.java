package dev.tributary.benchmarks.pipeline;

import dev.tributary.benchmarks.federation.BenchFederation;
import dev.tributary.benchmarks.federation.MadeUpdate;
import dev.tributary.benchmarks.federation.UpdateSender;
import dev.tributary.schemas.FederationException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Logical clients that are dealt out to a few producers. A client sends one update for the newest version, if it has
 * sent none for it yet and if no more updates are under way than there are clients: as if each waited for its own.
 */
final class Fleet implements AutoCloseable {

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final BenchFederation federation;
    private final List<MadeUpdate> payloads;
    private final int clients;
    private final AtomicLong newestVersion = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong counted = new AtomicLong();
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean isStopping;

    private Fleet(BenchFederation federation, int clients) {
        this.federation = federation;
        this.payloads = Preload.payloads(federation);
        this.clients = clients;
    }

    static Fleet start(BenchFederation federation, int clients, int producers) {
        Fleet fleet = new Fleet(federation, clients);
        int sharing = Math.min(producers, clients);
        for (int i = 0; i < sharing; i++) {
            int first = (int) ((long) clients * i / sharing);
            int next = (int) ((long) clients * (i + 1) / sharing);
            fleet.threads.add(new Thread(() -> fleet.sendFor(first, next), "producer-" + i));
        }
        fleet.threads.forEach(thread -> {
            thread.setDaemon(true);
            thread.start();
        });
        return fleet;
    }

    private void sendFor(int first, int next) {
        try (UpdateSender sender =
                new UpdateSender(federation.kafka(), federation.topics().updates())) {
            long[] lastBase = new long[next - first];
            Arrays.fill(lastBase, -1);
            while (!isStopping) {
                if (!sendOnce(sender, first, lastBase)) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            }
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
        }
    }

    /** Lets each client send that may; returns whether any did. */
    private boolean sendOnce(UpdateSender sender, int first, long[] lastBase) {
        boolean anySent = false;
        for (int i = 0; i < lastBase.length && !isStopping; i++) {
            long version = newestVersion.get();
            if (lastBase[i] < version && sent.get() - counted.get() < clients) {
                int client = first + i;
                String id = "client-" + client;
                sender.send(payloads.get(client % payloads.size()), id, id + "-v" + version, version, null);
                sent.incrementAndGet();
                lastBase[i] = version;
                anySent = true;
            }
        }
        return anySent;
    }

    /** Gives the newest round of the rounds topic. */
    void seen(long version, long updatesInVersions) {
        newestVersion.set(version);
        counted.set(updatesInVersions);
        if (failure.get() != null) {
            throw new FederationException("the fleet must go on sending: " + failure.get(), failure.get());
        }
    }

    @Override
    public void close() {
        isStopping = true;
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
