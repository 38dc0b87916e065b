package dev.tributary.demo.federation;

import dev.tributary.client.data.LabelledImages;
import dev.tributary.client.round.ClientListener;
import dev.tributary.client.round.FederatedClient;
import dev.tributary.client.round.FederatedClientBuilder;
import dev.tributary.client.round.FederatedClients;
import dev.tributary.client.training.LocalTrainer;
import dev.tributary.client.update.ClientId;
import dev.tributary.client.update.ClientSecret;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/** The clients: each with its own producer, consumer, pseudonym and shard of the data. */
final class DemoClients implements AutoCloseable {

    private final Map<Long, AtomicInteger> publishedByBase;
    private final FederatedClients clients;

    private DemoClients(Map<Long, AtomicInteger> publishedByBase, FederatedClients clients) {
        this.publishedByBase = publishedByBase;
        this.clients = clients;
    }

    /**
     * Starts one client for each shard.
     *
     * @param trainers makes the trainer of a client from its shard and its number
     */
    static DemoClients start(
            ClientPlan plan,
            List<String> names,
            List<LabelledImages> shards,
            BiFunction<LabelledImages, Integer, LocalTrainer> trainers) {
        return startPaced(plan, names, shards, trainers, (trainer, number) -> trainer);
    }

    /**
     * Starts one client for each shard, each at a pace of its own.
     *
     * @param paces makes a trainer of a client's trainer, which trains when it is its turn, and the client's number
     */
    static DemoClients startPaced(
            ClientPlan plan,
            List<String> names,
            List<LabelledImages> shards,
            BiFunction<LabelledImages, Integer, LocalTrainer> trainers,
            BiFunction<LocalTrainer, Integer, LocalTrainer> paces) {
        Map<Long, AtomicInteger> published = new ConcurrentHashMap<>();
        Semaphore turns = new Semaphore(Runtime.getRuntime().availableProcessors(), true);
        Map<String, FederatedClient> byName = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            LocalTrainer trainer = new TurnTakingTrainer(trainers.apply(shards.get(i), i), turns);
            FederatedClientBuilder client =
                    joining(plan).trainer(paces.apply(trainer, i)).listener(new Counting(published));
            byName.put(names.get(i), client.build());
        }
        return new DemoClients(published, FederatedClients.start(byName));
    }

    /** A client of its own pseudonym, which may send. */
    private static FederatedClientBuilder joining(ClientPlan plan) {
        byte[] secret = newSecret();
        FederatedClientBuilder client = FederatedClient.builder()
                .federation(plan.federation())
                .kafka(plan.bootstrapServers())
                .secret(secret)
                .encoding(plan.encoding())
                .untilVersion(plan.lastVersion());
        return plan.protection().admit(client, ClientId.of(new ClientSecret(secret), plan.federation()));
    }

    private static byte[] newSecret() {
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        return secret;
    }

    /** Counts the updates that were published on each version. */
    private record Counting(Map<Long, AtomicInteger> publishedByBase) implements ClientListener {

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
        return clients.failure();
    }

    @Override
    public void close() {
        clients.close();
    }
}
