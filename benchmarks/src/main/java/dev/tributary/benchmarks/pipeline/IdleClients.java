package dev.tributary.benchmarks.pipeline;

import dev.tributary.benchmarks.federation.BenchFederation;
import dev.tributary.client.round.ClientListener;
import dev.tributary.client.round.FederatedClient;
import dev.tributary.client.round.FederatedClients;
import dev.tributary.client.training.LocalTrainer;
import dev.tributary.client.training.LocalUpdate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Real clients that do not train: each returns the same small delta for every version. */
final class IdleClients implements AutoCloseable {

    private static final float STEP = 1e-4f;
    private static final int SECRET_BYTES = 32;
    private static final LocalTrainer CONSTANT = model -> {
        float[] delta = new float[model.parameters().length];
        Arrays.fill(delta, STEP);
        return new LocalUpdate(delta, 100, Map.of());
    };

    private final AtomicLong bytesPerUpdate = new AtomicLong();
    private final FederatedClients clients;

    private IdleClients(BenchFederation federation, int count) {
        SplittableRandom random = new SplittableRandom(7);
        Map<String, FederatedClient> byName = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            byte[] secret = new byte[SECRET_BYTES];
            random.nextBytes(secret);
            byName.put("client-" + i, client(federation, secret));
        }
        clients = FederatedClients.start(byName);
    }

    static IdleClients start(BenchFederation federation, int count) {
        return new IdleClients(federation, count);
    }

    private FederatedClient client(BenchFederation federation, byte[] secret) {
        return FederatedClient.builder()
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
    }

    long bytesPerUpdate() {
        return bytesPerUpdate.get();
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
