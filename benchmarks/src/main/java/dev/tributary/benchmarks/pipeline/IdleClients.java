package dev.tributary.benchmarks.pipeline;

import dev.tributary.benchmarks.federation.BenchFederation;
import dev.tributary.client.round.ClientListener;
import dev.tributary.client.round.FederatedClient;
import dev.tributary.client.training.LocalTrainer;
import dev.tributary.client.training.LocalUpdate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Real clients that do not train: each returns the same small delta for every version. Each has a thread. */
final class IdleClients implements AutoCloseable {

    private static final float STEP = 1e-4f;
    private static final int SECRET_BYTES = 32;
    private static final long CLOSE_TIMEOUT_MS = 30_000;
    private static final LocalTrainer CONSTANT = model -> {
        float[] delta = new float[model.parameters().length];
        Arrays.fill(delta, STEP);
        return new LocalUpdate(delta, 100, Map.of());
    };

    private final List<FederatedClient> clients = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong bytesPerUpdate = new AtomicLong();
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();

    private IdleClients() {}

    static IdleClients start(BenchFederation federation, int count) {
        IdleClients started = new IdleClients();
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < count; i++) {
            byte[] secret = new byte[SECRET_BYTES];
            random.nextBytes(secret);
            started.add(federation, secret, "client-" + i);
        }
        started.threads.forEach(Thread::start);
        return started;
    }

    private void add(BenchFederation federation, byte[] secret, String name) {
        FederatedClient client = FederatedClient.builder()
                .federation(federation.topics().federation())
                .kafka(federation.bootstrapServers())
                .secret(secret)
                .trainer(CONSTANT)
                .encoding(federation.plan().encoding())
                .listener(new ClientListener() {
                    @Override
                    public void onPublished(long baseVersion, String updateId, long payloadBytes) {
                        bytesPerUpdate.set(payloadBytes);
                    }
                })
                .build();
        clients.add(client);
        Thread thread = new Thread(() -> run(client), name);
        thread.setDaemon(true);
        threads.add(thread);
    }

    private void run(FederatedClient client) {
        try {
            client.run();
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
        }
    }

    long bytesPerUpdate() {
        return bytesPerUpdate.get();
    }

    /** Why a client gave up, if one did. */
    Optional<RuntimeException> failure() {
        return Optional.ofNullable(failure.get());
    }

    @Override
    public void close() {
        List<Thread> closers = clients.stream()
                .map(client -> new Thread(client::close, "close"))
                .toList();
        closers.forEach(Thread::start);
        try {
            for (Thread thread : closers) {
                thread.join(CLOSE_TIMEOUT_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
