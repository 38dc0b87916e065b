package dev.tributary.demo.federation;

import dev.tributary.client.data.LabelledImages;
import dev.tributary.client.round.ClientListener;
import dev.tributary.client.round.FederatedClient;
import dev.tributary.client.training.LocalTrainer;
import dev.tributary.schemas.avro.PayloadEncoding;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;

/** The clients: each with its own thread, producer, consumer, pseudonym and shard of the data. */
final class DemoClients implements AutoCloseable {

    private final long lastVersion;
    private final List<FederatedClient> clients = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Map<Long, AtomicInteger> publishedByBase = new ConcurrentHashMap<>();
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();

    private DemoClients(long lastVersion) {
        this.lastVersion = lastVersion;
    }

    /**
     * Starts one client for each shard.
     *
     * @param trainers makes the trainer of a client from its shard and its number
     * @param encoding how clients write their updates
     * @param lastVersion the version that ends each client
     */
    static DemoClients start(
            String federation,
            String bootstrapServers,
            List<String> names,
            List<LabelledImages> shards,
            BiFunction<LabelledImages, Integer, LocalTrainer> trainers,
            PayloadEncoding encoding,
            long lastVersion) {
        return startPaced(
                federation,
                bootstrapServers,
                names,
                shards,
                trainers,
                encoding,
                lastVersion,
                (trainer, number) -> trainer);
    }

    /**
     * Starts one client for each shard, each at a pace of its own.
     *
     * @param paces makes a trainer of a client's trainer, which trains when it is its turn, and the client's number
     */
    static DemoClients startPaced(
            String federation,
            String bootstrapServers,
            List<String> names,
            List<LabelledImages> shards,
            BiFunction<LabelledImages, Integer, LocalTrainer> trainers,
            PayloadEncoding encoding,
            long lastVersion,
            BiFunction<LocalTrainer, Integer, LocalTrainer> paces) {
        DemoClients started = new DemoClients(lastVersion);
        Semaphore turns = new Semaphore(Runtime.getRuntime().availableProcessors(), true);
        for (int i = 0; i < names.size(); i++) {
            LocalTrainer trainer = new TurnTakingTrainer(trainers.apply(shards.get(i), i), turns);
            started.add(names.get(i), federation, bootstrapServers, paces.apply(trainer, i), encoding);
        }
        started.threads.forEach(Thread::start);
        return started;
    }

    private void add(
            String name, String federation, String bootstrapServers, LocalTrainer trainer, PayloadEncoding encoding) {
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        FederatedClient client = FederatedClient.builder()
                .federation(federation)
                .kafka(bootstrapServers)
                .secret(secret)
                .trainer(trainer)
                .encoding(encoding)
                .listener(new Counting())
                .untilVersion(lastVersion)
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

    /** Counts what was published on each version. */
    private final class Counting implements ClientListener {

        @Override
        public void onPublished(long baseVersion, String updateId, long payloadBytes) {
            publishedByBase
                    .computeIfAbsent(baseVersion, base -> new AtomicInteger())
                    .incrementAndGet();
        }
    }

    int published(long baseVersion) {
        return publishedByBase.getOrDefault(baseVersion, new AtomicInteger()).get();
    }

    /** Why a client gave up, if one did. */
    Optional<RuntimeException> failure() {
        return Optional.ofNullable(failure.get());
    }

    @Override
    public void close() {
        // Side by side: each may wait for the training that it is in the middle of.
        List<Thread> closers = clients.stream()
                .map(client -> new Thread(client::close, "close"))
                .toList();
        closers.forEach(Thread::start);
        closers.forEach(DemoClients::join);
        threads.forEach(DemoClients::join);
    }

    private static void join(Thread thread) {
        try {
            thread.join(15_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
